"""Deliveries: what was, is or will be posted to a webhook, with every attempt. They are rows of the world, in a table of our own.

A row holds `id` (1, 2, 3, ...), `kind` (event or handshake), `webhook`, `model`, `event`, `record`, `sequence` (the change that it tells
of), `queued_at`, `due_at`, `turn` (its place among those that became due), `state`, `reason` (why it is in that state), `body` (the exact
text that is signed), `copy_of` (the delivery that the lab sent again) and `attempts`. An attempt holds `number`, `at` (the world's time),
`url`, `headers`, `status`, `answer` (headers and body), `error`, `milliseconds` and `lab` (what the lab did to it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from mockclio.store.tables import Row, Table
from mockclio.store.world import World
from mockclio.webhooks.signature import SIGNATURE_HEADER

TABLE = "_deliveries"
KEPT = 20_000
State = Literal["owed", "waiting", "held", "delivered", "failed", "canceled", "dropped"]
OPEN = ("owed", "waiting", "held")
"""States of what may still be sent: due now, due later, kept back by the lab."""
HANDSHAKE = "handshake"
DEFAULTS: Row = {"turn": 0, "state": "owed", "reason": "", "copy_of": None}


@dataclass(frozen=True)
class Delivery:
    """A delivery as Python sees it: the row's values as attributes, the body also parsed."""

    row: Row

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self.row:
            raise AttributeError(f"a delivery has {', '.join(sorted(self.row))}, not {name!r}")
        return self.row[name]

    @property
    def json(self) -> dict[str, Any]:
        body: dict[str, Any] = orjson.loads(self.row["body"])
        return body

    @property
    def data(self) -> dict[str, Any]:
        """What it tells of the record: the fields that the webhook asked for."""
        data: dict[str, Any] = self.json["data"]
        return data

    @property
    def signature(self) -> str:
        """The signature of the last attempt; empty before the first one, and for a handshake."""
        attempts = self.row["attempts"]
        return attempts[-1]["headers"].get(SIGNATURE_HEADER, "") if attempts else ""

    @property
    def statuses(self) -> list[int | None]:
        """What each attempt was answered with; None where no answer came."""
        return [attempt["status"] for attempt in self.row["attempts"]]


class Deliveries:
    """The deliveries of one world; every write to their table goes through here, and `listeners` are told of it under the world's lock."""

    def __init__(self, world: World, like: Deliveries | None = None) -> None:
        self._world = world
        self._last: int = like._last if like else 0
        self._turn: int = like._turn if like else 0
        self.changes = 0
        """How often one was written, to tell whether there is news."""
        self.listeners: list[Callable[[Row], None]] = []

    def renew(self) -> None:
        """Count on from the rows that there are."""
        self._last = next(self.table.ids_descending(), 0)
        self._turn = max((row["turn"] for row in self.table), default=0)

    @property
    def table(self) -> Table:
        return self._world.table(TABLE)

    @property
    def last(self) -> int:
        """The id of the last one that was made."""
        return self._last

    def __iter__(self) -> Iterator[Row]:
        return iter(self.table)

    def get(self, id: int) -> Row | None:
        return self.table.get(id)

    def add(self, **values: Any) -> Row:
        """A new delivery, due now."""
        self._last += 1
        now = self._world.clock.stamp()
        row = {"id": self._last, **values, "queued_at": now, "due_at": now, **DEFAULTS, **values, "attempts": []}
        self._forget_the_oldest()
        return self._put(row)

    def change(self, row: Row, **values: Any) -> Row:
        return self._put({**row, **values})

    def next_turn(self) -> int:
        """A number that orders what is due at the same time."""
        self._turn += 1
        return self._turn

    def _put(self, row: Row) -> Row:
        self.table.put(row)
        self.changes += 1
        for listener in self.listeners:
            listener(row)
        return row

    def _forget_the_oldest(self) -> None:
        table = self.table
        if len(table) >= KEPT:
            oldest = next(table.ids())
            if table[oldest]["state"] not in OPEN:
                table.remove(oldest)

    def found(
        self,
        *,
        webhook: int | None = None,
        model: str | None = None,
        event: str | None = None,
        record: int | None = None,
        sequence: int | None = None,
        state: str | None = None,
        after: int = 0,
    ) -> Iterator[Row]:
        """Deliveries that fit, oldest first; `after` is the id of one, `event` may be handshake."""
        wanted = {"webhook": webhook, "model": model, "event": event, "record": record, "sequence": sequence, "state": state}
        given = [(key, value) for key, value in wanted.items() if value is not None]
        return (row for row in self.table if row["id"] > after and all(row[key] == value for key, value in given))

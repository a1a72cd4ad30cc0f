"""Deliveries: the messages that webhooks are owed, with every attempt. They are rows of the world in the table `_deliveries`.

A row holds `id` (1, 2, 3, ...), `kind` (event or handshake), `webhook`, `model`, `event`, `record`, `sequence` (of the change that it is
about), `queued_at`, `due_at`, `turn` (its place among those that became due), `state`, `reason` (why it is in that state), `body` (the
exact text that is signed), `copy_of` (the id of the delivery that this one copies) and `attempts`. An attempt holds `number`, `at` (the
world's time), `url`, `headers`, `status`, `answer` (headers and body), `error`, `milliseconds` and `lab` (the applied delivery faults).
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
"""The states of deliveries that may still be sent: due now, due later, held by a delivery fault."""
HANDSHAKE = "handshake"
DEFAULTS: Row = {"turn": 0, "state": "owed", "reason": "", "copy_of": None}


@dataclass(frozen=True)
class Delivery:
    """A delivery for use in Python: the values of the row as attributes, and the parsed body."""

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
        """The record in the body: the fields that the webhook names."""
        data: dict[str, Any] = self.json["data"]
        return data

    @property
    def signature(self) -> str:
        """The signature of the last attempt. Empty before the first attempt, and for a handshake."""
        attempts = self.row["attempts"]
        return attempts[-1]["headers"].get(SIGNATURE_HEADER, "") if attempts else ""

    @property
    def statuses(self) -> list[int | None]:
        """The status of the answer to each attempt. None when no answer came."""
        return [attempt["status"] for attempt in self.row["attempts"]]


class Deliveries:
    """The deliveries of one world. Every write to their table goes through this class; it calls `listeners` under the world's lock."""

    def __init__(self, world: World, like: Deliveries | None = None) -> None:
        self._world = world
        self._last: int = like._last if like else 0
        self._turn: int = like._turn if like else 0
        self.changes = 0
        """The number of writes. A waiting caller compares it to see whether there is news."""
        self.listeners: list[Callable[[Row], None]] = []

    def renew(self) -> None:
        """Set the counters from the rows in the table."""
        self._last = next(self.table.ids_descending(), 0)
        self._turn = max((row["turn"] for row in self.table), default=0)

    @property
    def table(self) -> Table:
        return self._world.table(TABLE)

    @property
    def last(self) -> int:
        """The id of the newest delivery."""
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

    def matching(
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
        """Deliveries that match, oldest first, with ids greater than `after`. `event` may be `handshake`."""
        wanted = {"webhook": webhook, "model": model, "event": event, "record": record, "sequence": sequence, "state": state}
        given = [(key, value) for key, value in wanted.items() if value is not None]
        return (row for row in self.table if row["id"] > after and all(row[key] == value for key, value in given))

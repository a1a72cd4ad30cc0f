"""Delivery faults: the next deliveries are dropped, delayed, duplicated, reordered, signed wrongly, or answered in place of the receiver.

Delivery faults are rows of the world. `left` of a row is the number of deliveries or attempts that the fault still applies to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from mockclio.store.tables import Row, Table
from mockclio.store.world import World
from mockclio.webhooks.deliveries import HANDSHAKE
from mockclio.webhooks.reply import Reply
from mockclio.webhooks.signature import SECRET_HEADER

TABLE = "_interventions"
Action = Literal["drop", "delay", "duplicate", "reorder", "corrupt", "respond"]
Scripted = int | dict[str, Any] | None
"""An answer in place of the receiver's: a status, or `{"status": 500, "headers": {...}, "body": "..."}`. None means no answer in time."""


class DeliveryFaults:
    """The delivery faults of one world, oldest first. The first one that matches a delivery applies to it."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def table(self) -> Table:
        return self._world.table(TABLE)

    def __len__(self) -> int:
        return len(self.table)

    def add(
        self,
        action: Action,
        *,
        times: int = 1,
        webhook: int | None = None,
        model: str | None = None,
        event: str | None = None,
        seconds: int = 0,
        answers: Iterable[Scripted] = (),
    ) -> Row:
        """Add a fault. It matches every webhook, model and event unless they are named; handshakes only with `event="handshake"`."""
        answers = list(answers)
        row: Row = {"id": next(self.table.ids_descending(), 0) + 1, "action": action, "webhook": webhook, "model": model, "event": event}
        row.update(left=len(answers) or times, seconds=seconds, answers=answers)
        self.table.put(row)
        return row

    def take(self, action: Action, delivery: Row) -> Row | None:
        """The fault that matches this delivery, as it was before `left` went down by one. None when no fault matches."""
        if not len(self.table):
            return None
        for row in self.table:
            if row["action"] == action and _fits(row, delivery):
                if row["left"] == 1:
                    self.table.remove(row["id"])
                else:
                    self.table.put({**row, "left": row["left"] - 1, "answers": row["answers"][1:]})
                return row
        return None

    def clear(self) -> int:
        """Remove all faults and return their number."""
        ids = list(self.table.ids())
        for id in ids:
            self.table.remove(id)
        return len(ids)


def _fits(row: Row, delivery: Row) -> bool:
    if delivery["kind"] == HANDSHAKE and row["event"] != HANDSHAKE:
        return False
    return all(row[key] in (None, delivery[key]) for key in ("webhook", "model", "event"))


def reply_of(scripted: Scripted, headers: dict[str, str]) -> Reply:
    """A scripted answer in the form of a receiver's answer. A success without headers echoes the secret of a handshake."""
    if scripted is None:
        return Reply(error="no answer in time, says the lab")
    text: dict[str, Any] = {"status": scripted} if isinstance(scripted, int) else scripted
    status = int(text.get("status", 200))
    echo = {SECRET_HEADER: headers[SECRET_HEADER]} if SECRET_HEADER in headers and 200 <= status < 300 else {}
    return Reply(status, dict(text.get("headers", echo)), str(text.get("body", "")).encode())

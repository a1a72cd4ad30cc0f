"""The delivery decisions: for each change of a record that webhooks can be about, the reason for each webhook to send or not to send."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockclio.store.changes import Change
from mockclio.store.tables import Row, Table
from mockclio.store.world import World

TABLE = "_verdicts"
KEPT = 10_000

REASONS = {
    "sent": "A delivery was queued.",
    "pending": "The webhook was pending: the handshake with its address was not done. Make the change after the handshake: "
    "webhooks.wait_for(event='handshake'), or `mockclio webhooks wait --event handshake`.",
    "suspended": "The webhook was suspended. Make a new one, or change its url.",
    "expired": "The webhook had expired. Give it a later expires_at.",
    "event": "The webhook does not subscribe to this event. Name it in events.",
    "unwatched": "No field that the webhook watches changed, and it was not the first change of this record that the webhook met. "
    "Name the field in fields.",
    "user": "The user who authorized the webhook is gone or disabled. Make the webhook as another user.",
    "scope": "The token that made the webhook may not read this model. Make the webhook with a token that may.",
    "unseen": "The user who authorized the webhook may not see this record. Make the webhook as a user who may.",
    "fields": "The webhook names fields that its model does not have: it was not written through the API.",
    "model": "The webhook is for another model.",
    "absent": "The webhook was not there yet.",
}


class DecisionLog:
    """The decisions of one world, one row for each change.

    `id` of a row is the sequence number of the change. `webhooks` maps the id of each webhook to its events, and each event to a reason.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def table(self) -> Table:
        return self._world.table(TABLE)

    @property
    def last(self) -> int:
        """The sequence number of the last change that has a decision."""
        return next(self.table.ids_descending(), 0)

    def note(self, change: Change, model: str, at: str, result: dict[str, dict[str, str]]) -> None:
        table = self.table
        if len(table) >= KEPT:
            table.remove(next(table.ids()))
        row = {"id": change.sequence, "at": at, "model": model, "event": change.event, "record": change.id, "webhooks": result}
        table.put(row)

    def explain(self, webhook: Row | None, id: int, *, record: int | None = None, sequence: int | None = None) -> Iterator[dict[str, Any]]:
        """The decisions for a webhook, one entry for each change and event, oldest first. `webhook` is None for a deleted one."""
        for row in self.table:
            if (record is None or row["record"] == record) and (sequence is None or row["id"] == sequence):
                other = "model" if webhook and webhook["model"] != row["model"] else "absent"
                for event, reason in row["webhooks"].get(str(id), {row["event"]: other}).items():
                    yield {
                        "sequence": row["id"],
                        "at": row["at"],
                        "model": row["model"],
                        "event": event,
                        "record": row["record"],
                        "webhook": id,
                        "sent": reason == "sent",
                        "reason": reason,
                        "explanation": REASONS[reason],
                    }

"""What a commit leads to: handshakes for new addresses, and for each webhook a decision and, if it is `sent`, a delivery.

`Dispatch` is called with each batch of changes inside the commit's lock. So deliveries are in the order of the commits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.ledger import recording, rule
from mockclio.store.changes import Change
from mockclio.store.tables import Row
from mockclio.webhooks.decisions import decide, handshake_body, models
from mockclio.webhooks.deliveries import HANDSHAKE
from mockclio.webhooks.events import events_of

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import DeliveryQueue

SUBSCRIPTIONS = "webhooks"


class Dispatch:
    """Reads the changes of one world for its delivery queue."""

    def __init__(self, delivery_queue: DeliveryQueue) -> None:
        self._delivery_queue, self._world = delivery_queue, delivery_queue.world

    def __call__(self, changes: list[Change]) -> None:
        table = self._world.tables.get(SUBSCRIPTIONS)
        if table is None:
            return
        webhooks = list(table)
        with recording(None):  # deliveries are not part of the answer; the decision log gives the reasons
            for change in changes:
                if change.table == SUBSCRIPTIONS:
                    self._subscription(change)
                elif webhooks and change.table in models():
                    self._record(change, webhooks)

    def _subscription(self, change: Change) -> None:
        """Send a handshake to a new address. Cancel deliveries that the webhook must not receive any more."""
        before, after = change.before, change.after
        if after is None:
            self._delivery_queue.cancel(change.id, "the webhook was deleted")
        elif before is None or before["url"] != after["url"]:
            rule("deliveries.handshake-at-once")
            self._delivery_queue.cancel(change.id, "the address of the webhook changed")
            self.greet(after)
        elif after["status"] == "suspended" != before["status"]:
            self._delivery_queue.cancel(change.id, "the webhook was suspended")

    def greet(self, webhook: Row) -> None:
        """Queue the handshake with a webhook's address."""
        about = {"webhook": webhook["id"], "model": webhook["model"], "event": HANDSHAKE, "record": None, "sequence": None}
        self._delivery_queue.enqueue(kind=HANDSHAKE, **about, body=handshake_body(webhook))

    def _record(self, change: Change, webhooks: list[Row]) -> None:
        model = models()[change.table]
        results: dict[str, dict[str, str]] = {}
        for webhook in webhooks:
            if webhook["model"] == model:
                results[str(webhook["id"])] = {event: self._judge(webhook, change, event) for event in events_of(change)}
        self._delivery_queue.decision_log.note(change, model, self._world.clock.stamp(), results)

    def _judge(self, webhook: Row, change: Change, event: str) -> str:
        reason, body = decide(self._world, webhook, change, event)
        if reason == "sent":
            rule("deliveries.commit-order")
            about = {"webhook": webhook["id"], "model": webhook["model"], "event": event, "record": change.id}
            self._delivery_queue.enqueue(kind="event", **about, sequence=change.sequence, body=body)
        return reason

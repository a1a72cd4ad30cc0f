"""Inspection of webhooks: the control routes read and steer the webhooks of one world through it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from time import monotonic
from typing import Any

from mockclio.store.clock import parse_time, stamp
from mockclio.store.tables import Row
from mockclio.webhooks import applying_faults
from mockclio.webhooks.deliveries import HANDSHAKE, OPEN, Delivery
from mockclio.webhooks.delivery_faults import Action
from mockclio.webhooks.delivery_queue import DeliveryQueue
from mockclio.webhooks.dispatch import SUBSCRIPTIONS
from mockclio.webhooks.missing import NothingArrived, missing

__all__ = ["NothingArrived", "WebhookInspector"]


class WebhookInspector:
    """The webhooks of one world: their deliveries and decisions, waiting, sending again, and the delivery faults."""

    def __init__(self, delivery_queue: DeliveryQueue) -> None:
        self.delivery_queue = delivery_queue

    def deliver(self) -> int:
        """Send what is due now and return the number of attempts. It sends nothing when threads send."""
        return self.delivery_queue.deliver()

    def deliveries(self, *, after: int = 0, **which: Any) -> list[Delivery]:
        """Deliveries, oldest first, narrowed by `webhook`, `model`, `event` (or "handshake"), `record`, `sequence`, `state`; `after` an id.

        `state` is owed, waiting, held, delivered, failed, canceled or dropped.
        """
        self.delivery_queue.after_request()
        with self.delivery_queue.world.lock:
            return [Delivery(row) for row in self.delivery_queue.deliveries.matching(after=after, **which)]

    def wait_for_news(self, changes: int, timeout: float) -> None:
        """Wait until the number of writes differs from `changes`, at most `timeout` seconds. Returns at once when no threads send."""
        with self.delivery_queue.news:
            if self.delivery_queue.sending:
                self.delivery_queue.news.wait_for(lambda: self.delivery_queue.deliveries.changes != changes, timeout)

    def delivery(self, id: int) -> Delivery | None:
        row = self.delivery_queue.deliveries.get(id)
        return Delivery(row) if row else None

    def wait_for(self, *, after: int = 0, timeout: float = 5.0, **which: Any) -> Delivery:
        """The first delivery that matches, has an id greater than `after`, and was delivered. Raises NothingArrived when there is none.

        It sends what is due. It waits only when threads send, at most `timeout` seconds: otherwise nothing more can arrive.
        """
        delivery_queue = self.delivery_queue
        delivery_queue.deliver()
        deadline = monotonic() + (timeout if delivery_queue.sending else 0)
        with delivery_queue.news:
            while True:
                row = next(delivery_queue.deliveries.matching(**which, state="delivered", after=after), None)
                if row is not None:
                    return Delivery(row)
                if not delivery_queue.news.wait(max(deadline - monotonic(), 0)) and monotonic() >= deadline:
                    of_that_kind = delivery_queue.deliveries.matching(**which, after=after)
                    raise missing(which, timeout, of_that_kind, self.why(which.get("webhook"), record=which.get("record")))

    def why(self, webhook: int | None = None, *, record: int | None = None, sequence: int | None = None) -> list[dict[str, Any]]:
        """The decision for each change and webhook, oldest first: the reason, an explanation, and the state of the delivery.

        Without `webhook` the decisions with the reason `model` (a webhook for another model) are left out.
        """
        with self.delivery_queue.world.lock:
            table = self.delivery_queue.world.table(SUBSCRIPTIONS)
            results = [
                entry
                for id in ([webhook] if webhook is not None else list(table.ids()))
                for entry in self.delivery_queue.decision_log.explain(table.get(id), id, record=record, sequence=sequence)
                if webhook is not None or entry["reason"] != "model"
            ]
            known = {(row["sequence"], row["webhook"], row["event"]): row for row in self.delivery_queue.deliveries if not row["copy_of"]}
        for entry in results:
            row = known.get((entry["sequence"], entry["webhook"], entry["event"])) if entry["sent"] else None
            if row is not None:
                entry.update(delivery=row["id"], state=row["state"], outcome=row["reason"])
            if entry["reason"] == "pending":
                entry["explanation"] += self._handshake(entry["webhook"])
        return sorted(results, key=lambda entry: (entry["sequence"], entry["webhook"]))

    def _handshake(self, webhook: int) -> str:
        """What became of the last handshake of a webhook, as a sentence."""
        row = next(iter([*self.delivery_queue.deliveries.matching(webhook=webhook, event=HANDSHAKE)][-1:]), None)
        if row is None:
            return ""
        return f" Its last handshake is {row['state']}{': ' if row['reason'] else ''}{row['reason']}."

    def resend(self, id: int) -> Delivery:
        """Send a copy of a delivery. The status of its webhook does not matter. Raises LookupError for an unknown id."""
        with self.delivery_queue.world.lock:
            row = self.delivery_queue.deliveries.get(id)
            if row is None:
                raise LookupError(f"there is no delivery {id}")
            made = self._again(row, "sent again by hand")
        self.delivery_queue.after_request()
        return Delivery(self.delivery_queue.deliveries.get(made["id"]) or made)

    def replay(
        self,
        *,
        webhook: int | None = None,
        model: str | None = None,
        event: str | None = None,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> list[Delivery]:
        """Send copies of a range of deliveries, in the order of the commits. The status of their webhooks does not matter.

        `since` and `until` limit the time of the world's clock at which a delivery was queued; `first` and `last` limit its id. Both ends
        are included. Handshakes, copies, and deliveries that are not sent yet are left out. Raises ValueError when the range ends before
        it begins.
        """
        begin, end = _stamped(since), _stamped(until)
        if (begin and end and begin > end) or (first is not None and last is not None and first > last):
            raise ValueError("the stretch ends before it begins: since must not be later than until, nor first greater than last")
        with self.delivery_queue.world.lock:
            results = [
                row
                for row in self.delivery_queue.deliveries.matching(webhook=webhook, model=model, event=event, after=(first or 1) - 1)
                if row["kind"] != HANDSHAKE and row["copy_of"] is None and row["state"] not in OPEN
                if (last is None or row["id"] <= last) and (begin or "") <= row["queued_at"] <= (end or row["queued_at"])
            ]
            made = [self._again(row, "replayed by hand") for row in sorted(results, key=lambda row: (row["sequence"], row["id"]))]
        self.delivery_queue.after_request()
        return [Delivery(self.delivery_queue.deliveries.get(row["id"]) or row) for row in made]

    def _again(self, row: Row, reason: str) -> Row:
        """A copy that is due now. Call it under the world's lock."""
        made = applying_faults.copy(self.delivery_queue, row, reason=reason)
        made = self.delivery_queue.deliveries.change(made, forced=True)
        self.delivery_queue.release(made)
        return made

    def intervene(self, action: Action, **values: Any) -> Row:
        """Add a delivery fault for the next deliveries and return its row."""
        with self.delivery_queue.world.lock:
            return self.delivery_queue.delivery_faults.add(action, **values)

    def delivery_faults(self) -> Iterator[Row]:
        """The delivery faults that still apply."""
        with self.delivery_queue.world.lock:
            return iter(list(self.delivery_queue.delivery_faults.table))

    def clear(self) -> int:
        """Remove all delivery faults, release the deliveries that they hold, and return the number of faults."""
        with self.delivery_queue.world.lock:
            count = self.delivery_queue.delivery_faults.clear()
            applying_faults.release(self.delivery_queue)
        self.delivery_queue.after_request()
        return count


def _stamped(moment: datetime | str | None) -> str | None:
    return None if moment is None else stamp(parse_time(moment if isinstance(moment, str) else moment.isoformat()))

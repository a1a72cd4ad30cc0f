"""Webhooks as a test sees and steers them: `mock.webhooks`, and what stands behind the control routes."""

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
from mockclio.webhooks.fault_verbs import DeliveryFaultVerbs
from mockclio.webhooks.hosts import host_of
from mockclio.webhooks.mounts import Application


class NothingArrived(TimeoutError):
    """No delivery came that was waited for; the message says what happened instead."""


class WebhookInspector(DeliveryFaultVerbs):
    """One world's webhooks. While `automatic` is true, an in-process mock sends what is due after each request."""

    def __init__(self, delivery_queue: DeliveryQueue) -> None:
        self.delivery_queue = delivery_queue
        self._returned: set[int] = set()
        self.automatic = True

    def mount(self, url: str, application: Application) -> None:
        """Let a WSGI application answer for every address that begins with `url`, without a socket."""
        self.delivery_queue.mounts.applications[url.rstrip("/")] = application
        self.delivery_queue.hosts.mounted.add(host_of(url))

    def deliver(self) -> int:
        """Send what is due now; returns the number of attempts. A mock that serves has threads that do it."""
        return self.delivery_queue.deliver()

    def after_request(self) -> None:
        if self.automatic and self.delivery_queue.owes:
            self.delivery_queue.deliver()

    def deliveries(self, *, after: int = 0, **which: Any) -> list[Delivery]:
        """Deliveries, oldest first, narrowed by `webhook`, `model`, `event` (or "handshake"), `record`, `sequence`, `state`; `after` an id.

        `state` is owed, waiting, held, delivered, failed, canceled or dropped.
        """
        self.after_request()
        with self.delivery_queue.world.lock:
            return [Delivery(row) for row in self.delivery_queue.deliveries.found(after=after, **which)]

    def delivery(self, id: int) -> Delivery | None:
        row = self.delivery_queue.deliveries.get(id)
        return Delivery(row) if row else None

    def wait_for(
        self,
        model: str | None = None,
        event: str | None = None,
        *,
        webhook: int | None = None,
        record: int | None = None,
        after: int | None = None,
        timeout: float = 5.0,
    ) -> Delivery:
        """The first delivery that fits and arrived, and that no earlier call returned; with `after`, the first later than that id.

        Sends what is due. Waits, at most `timeout` seconds, only where threads send; else what has not arrived by now never will.
        """
        self.deliver()
        deadline = monotonic() + (timeout if self.delivery_queue.workers is not None else 0)
        which = {"webhook": webhook, "model": model, "event": event, "record": record}
        with self.delivery_queue.news:
            while True:
                for row in self.delivery_queue.deliveries.found(**which, state="delivered", after=after or 0):  # type: ignore[arg-type]
                    if after is not None or row["id"] not in self._returned:
                        self._returned.add(row["id"])
                        return Delivery(row)
                if not self.delivery_queue.news.wait(max(deadline - monotonic(), 0)) and monotonic() >= deadline:
                    raise NothingArrived(self._report(which, after or 0, timeout))

    def _report(self, which: dict[str, Any], after: int, timeout: float) -> str:
        wanted = " ".join(f"{key}={value!r}" for key, value in which.items() if value is not None) or "any kind"
        open_ = [row for row in self.delivery_queue.deliveries.found(**which, after=after) if row["state"] != "delivered"]
        owed = [f"delivery {row['id']} is {row['state']}: {row['reason'] or 'due'}" for row in open_]
        kept = [entry for entry in self.why(webhook=which["webhook"], record=which["record"]) if not entry["sent"]][-3:]
        said = [f"{one['model']} {one['record']} {one['event']}, webhook {one['webhook']}: {one['explanation']}" for one in kept]
        happened = "; ".join([*owed[-3:], *said]) or "nothing happened that a webhook is for"
        return f"no delivery of {wanted} arrived within {timeout:g} s: {happened}"

    def why(self, webhook: int | None = None, *, record: int | None = None, sequence: int | None = None) -> list[dict[str, Any]]:
        """Why each change was sent to each webhook or not, oldest first: the reason, an explanation, and what became of the delivery.

        Without `webhook` those of other models are left out.
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
        return sorted(results, key=lambda entry: (entry["sequence"], entry["webhook"]))

    def resend(self, delivery: int | Delivery) -> Delivery:
        """Send a delivery once more, whatever its webhook's status is by now."""
        id = delivery.row["id"] if isinstance(delivery, Delivery) else delivery
        with self.delivery_queue.world.lock:
            row = self.delivery_queue.deliveries.get(id)
            if row is None:
                raise LookupError(f"there is no delivery {id}")
            made = self._again(row, "sent again by hand")
        self.after_request()
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
        """Send a stretch of history once more, as copies, in the order of the commits, whatever the status of their webhooks is by now.

        `since` and `until` are times of the world's clock at which deliveries were queued, `first` and `last` ids; the ends belong to the
        stretch. Handshakes, copies, and what will be sent by itself are no part of it. Raises ValueError for a stretch that ends before it
        begins.
        """
        begin, end = _stamped(since), _stamped(until)
        if (begin and end and begin > end) or (first is not None and last is not None and first > last):
            raise ValueError("the stretch ends before it begins: since must not be later than until, nor first greater than last")
        with self.delivery_queue.world.lock:
            results = [
                row
                for row in self.delivery_queue.deliveries.found(webhook=webhook, model=model, event=event, after=(first or 1) - 1)
                if row["kind"] != HANDSHAKE and row["copy_of"] is None and row["state"] not in OPEN
                if (last is None or row["id"] <= last) and (begin or "") <= row["queued_at"] <= (end or row["queued_at"])
            ]
            made = [self._again(row, "replayed by hand") for row in sorted(results, key=lambda row: (row["sequence"], row["id"]))]
        self.after_request()
        return [Delivery(self.delivery_queue.deliveries.get(row["id"]) or row) for row in made]

    def _again(self, row: Row, reason: str) -> Row:
        """A copy that is due now. Under the world's lock."""
        made = applying_faults.copy(self.delivery_queue, row, reason=reason)
        made = self.delivery_queue.deliveries.change(made, forced=True)
        self.delivery_queue.release(made)
        return made

    def _add(self, action: Action, **values: Any) -> Row:
        with self.delivery_queue.world.lock:
            return self.delivery_queue.delivery_faults.add(action, **values)

    def delivery_faults(self) -> Iterator[Row]:
        """What the lab will still do."""
        with self.delivery_queue.world.lock:
            return iter(list(self.delivery_queue.delivery_faults.table))

    def clear(self) -> int:
        """Take all interventions away and let go what they kept back; returns how many there were."""
        with self.delivery_queue.world.lock:
            count = self.delivery_queue.delivery_faults.clear()
            applying_faults.release(self.delivery_queue)
        self.after_request()
        return count


def _stamped(moment: datetime | str | None) -> str | None:
    return None if moment is None else stamp(parse_time(moment if isinstance(moment, str) else moment.isoformat()))

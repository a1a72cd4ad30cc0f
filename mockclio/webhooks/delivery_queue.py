"""The delivery queue of a world. It has one queue of due deliveries for each webhook, and sends one delivery of each queue at a time.

`deliver` sends what is due in the calling thread (in process). `start` sends from threads (when serving). In both cases the time of an
attempt is the time of the world's clock at which the attempt fell due. So a clock that is moved gives the same attempts at the same times
as a clock that runs. The queue holds the world's lock to take a delivery and to write its outcome, never while it sends.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Condition, Lock
from typing import Any, cast

from mockclio.server import upkeep
from mockclio.store.clock import parse_time, stamp
from mockclio.store.tables import Row
from mockclio.store.world import World
from mockclio.webhooks import NAME, applying_faults
from mockclio.webhooks.decision_log import DecisionLog
from mockclio.webhooks.deliveries import HANDSHAKE, OPEN, Deliveries
from mockclio.webhooks.delivery_faults import DeliveryFaults
from mockclio.webhooks.dispatch import SUBSCRIPTIONS, Dispatch
from mockclio.webhooks.hosts import OUT_OF_REACH, Hosts, host_of
from mockclio.webhooks.lanes import is_slow
from mockclio.webhooks.mounts import Application, Mounts
from mockclio.webhooks.outcomes import hindrance, settle
from mockclio.webhooks.reply import Reply
from mockclio.webhooks.sender import Sender
from mockclio.webhooks.signature import SECRET_HEADER, SIGNATURE_HEADER, sign
from mockclio.webhooks.workers import Workers

FALLS_DUE = "webhooks.due"
HEADERS = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "mockclio-webhooks"}


@dataclass
class SubscriptionQueue:
    """The due deliveries of one webhook as (due_at, turn, id), earliest first. The queue has sent up to `time` of the world's clock.

    `slow` says that the receiver took long at the last attempt (lanes.py).
    """

    webhook: int
    due: list[tuple[str, int, int]] = field(default_factory=list)
    under_way: tuple[str, int, int] | None = None
    time: str = ""
    slow: bool = False

    def fork(self) -> SubscriptionQueue:
        due = sorted([*self.due, *([self.under_way] if self.under_way else [])])
        return SubscriptionQueue(self.webhook, due, None, self.time, self.slow)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, ready to be sent. `scripted` is an answer from a delivery fault in place of the receiver's."""

    queue: SubscriptionQueue
    row: Row
    number: int
    at: str
    url: str
    headers: dict[str, str]
    body: bytes
    faults: list[str]
    scripted: Reply | None


class DeliveryQueue:
    """Sends the deliveries of one world. `attach` of the package makes it, `delivery_queue_of` finds it."""

    def __init__(self, world: World, parent: DeliveryQueue | None = None) -> None:
        self.world = world
        self.deliveries: Deliveries = Deliveries(world, parent.deliveries if parent else None)
        self.decision_log = DecisionLog(world)
        self.delivery_faults = DeliveryFaults(world)
        self.hosts: Hosts = parent.hosts if parent else Hosts()
        self.mounts: Mounts = Mounts(parent.mounts.applications if parent else None)
        self.authority: str | None = parent.authority if parent else None
        self.queues: dict[int, SubscriptionQueue] = {id: queue.fork() for id, queue in parent.queues.items()} if parent else {}
        self.news = Condition(world.lock)
        self.automatic = True
        """Whether what is due is sent without a call of `deliver`: by threads, or in process after each request."""
        self.awaits_handshakes: bool = parent.awaits_handshakes if parent else False
        """Whether writes wait until handshakes that threads send are over (handshakes.py). The handles of tests set it."""
        self.workers: Workers | None = None
        self._delivering = Lock()
        world.clock.handlers[FALLS_DUE] = self._fall_due
        world.clock.on_moved.add(self.moved)
        world.outbox.subscribe(Dispatch(self))
        if parent is None:
            self.renew()

    def fork(self, world: World) -> None:
        """Give a fork its delivery queue, with the same deliveries. It has no threads until `start` is called."""
        world.extensions[NAME] = DeliveryQueue(world, self)

    def renew(self) -> None:
        """Fill the queues from the rows of the world. Call it under the world's lock, or before other threads can use the world."""
        self.deliveries.renew()
        self.world.outbox.sequence = max(self.world.outbox.sequence, self.decision_log.last)
        for queue in self.queues.values():
            queue.due, queue.time = [], ""
        for row in [row for row in self.deliveries if row["state"] in ("owed", "waiting")]:
            if row["state"] == "owed":
                self._enqueue(row)
            else:
                self.wait(row)

    # What is due

    def enqueue(self, **values: Any) -> Row:
        """Add a delivery. It is due now, unless a delivery fault applies to it."""
        row = self.deliveries.add(turn=self.deliveries.next_turn(), **values)
        if len(self.delivery_faults):
            row = applying_faults.apply_to_queued(self, row)
        if row["state"] == "owed":
            self._enqueue(row)
        return row

    def release(self, row: Row) -> None:
        """Make a waiting or held delivery due now."""
        self._enqueue(self.deliveries.change(row, state="owed", due_at=self.world.clock.stamp(), turn=self.deliveries.next_turn()))

    def wait(self, row: Row) -> None:
        """Schedule a waiting delivery for the time at which it is due. If that time has passed, it is queued at once."""
        if row["due_at"] <= self.world.clock.stamp():
            self._enqueue(self.deliveries.change(row, state="owed", turn=self.deliveries.next_turn()))
            return
        self.world.clock.schedule(parse_time(row["due_at"]), FALLS_DUE, {"delivery": row["id"], "attempt": len(row["attempts"]) + 1})
        if self.workers is not None:
            self.workers.check_clock()

    def cancel(self, webhook: int, reason: str) -> None:
        """Cancel all deliveries of a webhook that are not sent yet."""
        for row in [row for row in self.deliveries.matching(webhook=webhook) if row["state"] in OPEN]:
            self.deliveries.change(row, state="canceled", reason=reason, due_at=None)
        if webhook in self.queues:
            self.queues[webhook].due.clear()

    def _enqueue(self, row: Row) -> None:
        queue = self.queues.setdefault(row["webhook"], SubscriptionQueue(row["webhook"]))
        heapq.heappush(queue.due, (row["due_at"], row["turn"], row["id"]))
        if self.workers is not None:
            self.workers.wake(queue)

    def _fall_due(self, payload: dict[str, Any]) -> None:
        row = self.deliveries.get(payload["delivery"])
        if row is not None and row["state"] == "waiting" and len(row["attempts"]) + 1 == payload["attempt"]:
            self._enqueue(self.deliveries.change(row, state="owed", turn=self.deliveries.next_turn()))

    # One attempt

    def take(self, queue: SubscriptionQueue) -> Attempt | None:
        """The next attempt of a queue, or None. Deliveries that may not be sent any more are canceled. Call it under the world's lock."""
        while queue.due:
            place = heapq.heappop(queue.due)
            row = self.deliveries.get(place[2])
            if row is None or row["state"] != "owed":
                continue
            webhook, at = self.webhook(queue.webhook), max(place[0], queue.time)
            reason = hindrance(row, webhook, at)
            if reason:
                self.deliveries.change(row, state="canceled", reason=reason, due_at=None)
                self.news.notify_all()
                continue
            attempt = self._attempt(queue, row, cast(Row, webhook), at)
            if self._is_out_of_reach(attempt):
                self.deliveries.change(row, state="canceled", reason=OUT_OF_REACH.format(host=host_of(attempt.url)), due_at=None)
                self.news.notify_all()
                continue
            queue.under_way, queue.time = place, at
            return attempt
        return None

    def _attempt(self, queue: SubscriptionQueue, row: Row, webhook: Row, at: str) -> Attempt:
        body, secret = row["body"].encode(), webhook["shared_secret"]
        mark = {SECRET_HEADER: secret} if row["kind"] == HANDSHAKE else {SIGNATURE_HEADER: sign(secret, body)}
        headers = {**HEADERS, **mark}
        faults: list[str] = []
        scripted = None
        if len(self.delivery_faults):
            headers, faults, scripted = applying_faults.apply_to_attempt(self, row, headers, secret)
        return Attempt(queue, row, len(row["attempts"]) + 1, at, webhook["url"], headers, body, faults, scripted)

    def _is_out_of_reach(self, attempt: Attempt) -> bool:
        """Whether nothing can answer for the address: no delivery fault, no mounted application, no host that may be reached."""
        return attempt.scripted is None and self.mounts.find(attempt.url) is None and not self.hosts.may_reach(host_of(attempt.url))

    def send(self, attempt: Attempt, sender: Sender) -> Reply:
        """The answer of a delivery fault, a mounted application, or the receiver at the address. Never call it under the world's lock."""
        return self.reply_here(attempt) or sender.post(attempt.url, attempt.headers, attempt.body)

    def reply_here(self, attempt: Attempt) -> Reply | None:
        """The answer of a delivery fault or a mounted application. None when the attempt needs a socket."""
        if attempt.scripted is not None:
            return attempt.scripted
        application = self.mounts.find(attempt.url)
        return None if application is None else self.mounts.post(application, attempt.url, attempt.headers, attempt.body)

    def settle(self, attempt: Attempt, reply: Reply) -> None:
        """Write the outcome of an attempt. Call it under the world's lock."""
        attempt.queue.under_way, attempt.queue.slow = None, is_slow(reply)
        if not self.world.clock.frozen and reply.milliseconds:
            attempt.queue.time = stamp(parse_time(attempt.at) + timedelta(milliseconds=reply.milliseconds))
        row = settle(self, attempt, reply)
        if row["state"] == "waiting":
            self.wait(row)
        self.news.notify_all()

    # Who sends

    def deliver(self) -> int:
        """Send everything that is due, in order, and what falls due meanwhile. Return the number of attempts.

        It sends nothing and returns 0 when threads send, or when a receiver calls it while it receives a delivery.
        """
        if self.sending or not self._delivering.acquire(blocking=False):
            return 0
        sender, attempts = self.sender(), 0
        try:
            while (attempt := self._next()) is not None:
                reply = self.send(attempt, sender)
                with self.world.lock:
                    self.settle(attempt, reply)
                attempts += 1
        finally:
            sender.close()
            self._delivering.release()
        return attempts

    def _next(self) -> Attempt | None:
        with self.world.lock:
            self.world.clock.run_due()
            while queues := [queue for queue in self.queues.values() if queue.due and queue.under_way is None]:
                attempt = self.take(min(queues, key=lambda queue: queue.due[0][:2]))
                if attempt is not None:
                    return attempt
        return None

    def after_request(self) -> None:
        """Send what a request in process caused."""
        if self.automatic and self.owes:
            self.deliver()

    @property
    def sending(self) -> bool:
        """Whether threads send what is due."""
        return self.workers is not None and self.automatic

    def send_by_itself(self, automatic: bool) -> None:
        """Set whether what is due is sent automatically, or only by `deliver`."""
        with self.world.lock:
            self.automatic = automatic
            self._wake()

    def _wake(self) -> None:
        if self.workers is not None:
            for queue in self.queues.values():
                if queue.due:
                    self.workers.wake(queue)

    def mount(self, url: str, application: Application) -> None:
        """Make an application of this process the receiver for every address that begins with `url`. It needs no socket."""
        self.mounts.add(url, application)
        self.hosts.mounted.add(host_of(url))

    def sender(self) -> Sender:
        return Sender(self.hosts, self.authority)

    def start(self) -> None:
        """Send from threads from now on, until `stop`."""
        with self.world.lock:
            if self.workers is None:
                self.workers = Workers(self)
                self._wake()
                self.workers.check_clock()

    def stop(self) -> None:
        """Start no more attempts. Attempts under way have one second to end. Mounted ASGI applications end."""
        workers, self.workers = self.workers, None
        if workers is not None:
            workers.stop()
        self.mounts.close()

    def moved(self) -> None:
        """Called when the clock was moved: run the timed work and send what is due. Never call it under the world's lock."""
        with self.world.lock:
            upkeep.run(self.world)
        if self.workers is not None:
            self.workers.check_clock()
        else:
            self.deliver()

    @property
    def owes(self) -> bool:
        """Whether something is due or under way."""
        return any(queue.due or queue.under_way for queue in list(self.queues.values()))

    # Webhooks

    def webhook(self, id: int) -> Row | None:
        return self.world.table(SUBSCRIPTIONS).get(id)

    def set_status(self, webhook: Row, status: str) -> None:
        if webhook["status"] != status:
            with self.world.session() as session:
                session.update(SUBSCRIPTIONS, webhook["id"], {"status": status})

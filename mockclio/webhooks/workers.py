"""Threads that send: one for each queue of a webhook while it has something due, and one that waits for the clock.

A thread is started only when there is work for it.
"""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

from mockclio.store.clock import parse_time
from mockclio.webhooks.sender import AT_WORK, Sender

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import Attempt, DeliveryQueue, SubscriptionQueue

IDLE = 1.0
"""The seconds that the thread of an empty queue waits before it ends."""
LONGEST_WAIT = 60.0


class Workers:
    """The threads of one delivery queue."""

    def __init__(self, delivery_queue: DeliveryQueue) -> None:
        self._delivery_queue = delivery_queue
        self._wakeups: dict[int, Event] = {}
        self._threads: dict[int, Thread] = {}
        self._timer: Thread | None = None
        self._tick = Event()
        self._stopped = False

    def wake(self, queue: SubscriptionQueue) -> None:
        """Make sure that a thread works on the queue. Call it under the world's lock."""
        if queue.webhook in self._threads:
            self._wakeups[queue.webhook].set()
        elif not self._stopped:
            self._wakeups[queue.webhook] = Event()
            self._threads[queue.webhook] = Thread(target=self._work, args=(queue,), name=f"webhook-{queue.webhook}", daemon=True)
            self._threads[queue.webhook].start()

    def check_clock(self) -> None:
        """Look at the clock again, because the agenda has a new entry or the clock was moved."""
        if self._timer is None and self._delivery_queue.world.clock.agenda_begins and not self._stopped:
            self._timer = Thread(target=self._keep_time, name="webhook-clock", daemon=True)
            self._timer.start()
        self._tick.set()

    def stop(self) -> None:
        self._stopped = True
        self._tick.set()
        for wakeup in list(self._wakeups.values()):
            wakeup.set()
        for thread in [*self._threads.values(), *([self._timer] if self._timer else [])]:
            thread.join(timeout=1)

    def _work(self, queue: SubscriptionQueue) -> None:
        """Send what is due in one queue, one delivery after the other. The connection stays open while there is something to send."""
        wakeup, sender = self._wakeups[queue.webhook], self._delivery_queue.sender()
        try:
            while (attempt := self._next(queue, wakeup, sender)) is not None:
                reply = self._delivery_queue.send(attempt, sender)
                with AT_WORK, self._delivery_queue.world.lock:
                    self._delivery_queue.settle(attempt, reply)
        finally:
            sender.close()

    def _next(self, queue: SubscriptionQueue, wakeup: Event, sender: Sender) -> Attempt | None:
        while not self._stopped:
            wakeup.clear()
            if self._stopped:
                return None
            with AT_WORK, self._delivery_queue.world.lock:
                attempt = self._delivery_queue.take(queue) if self._delivery_queue.automatic else None
            if attempt is not None:
                return attempt
            if not wakeup.wait(0.05):
                sender.close()
                if not wakeup.wait(IDLE) and self._ends(queue):
                    return None
        return None

    def _ends(self, queue: SubscriptionQueue) -> bool:
        """End the work on the queue, and return True, unless a delivery was added meanwhile."""
        with self._delivery_queue.world.lock:
            if queue.due:
                return False
            del self._threads[queue.webhook], self._wakeups[queue.webhook]
            return True

    def _keep_time(self) -> None:
        """Run what falls due while the clock runs. A frozen clock is checked only when it is moved."""
        clock = self._delivery_queue.world.clock
        while not self._stopped:
            with self._delivery_queue.world.lock:
                clock.run_due()
                begins = clock.agenda_begins
                wait = None if clock.frozen or not begins else (parse_time(begins) - clock.now()).total_seconds()
            self._tick.wait(None if wait is None else min(max(wait, 0.05), LONGEST_WAIT))
            self._tick.clear()

"""Threads that send: one a line while it has something due, and one that waits for the clock. None of them exists before there is work."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

from mockclio.store.clock import parse_time
from mockclio.webhooks.sender import AT_WORK, Sender

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import Attempt, DeliveryQueue, SubscriptionQueue

IDLE = 1.0
"""Seconds that a line's thread waits for more before it ends and lets its connection go."""
LONGEST_WAIT = 60.0


class Workers:
    """The threads of one courier."""

    def __init__(self, delivery_queue: DeliveryQueue) -> None:
        self._delivery_queue = delivery_queue
        self._wakeups: dict[int, Event] = {}
        self._threads: dict[int, Thread] = {}
        self._timer: Thread | None = None
        self._tick = Event()
        self._stopped = False

    def wake(self, queue: SubscriptionQueue) -> None:
        """See to it that somebody works on the line. Under the world's lock."""
        if queue.webhook in self._threads:
            self._wakeups[queue.webhook].set()
        elif not self._stopped:
            self._wakeups[queue.webhook] = Event()
            self._threads[queue.webhook] = Thread(target=self._work, args=(queue,), name=f"webhook-{queue.webhook}", daemon=True)
            self._threads[queue.webhook].start()

    def check_clock(self) -> None:
        """Something was entered in the agenda, or the clock was moved."""
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
        """Send what is due on one line, one after the other. The connection lasts as long as there is something to send."""
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
        """Give the line up, unless something came in at the last moment."""
        with self._delivery_queue.world.lock:
            if queue.due:
                return False
            del self._threads[queue.webhook], self._wakeups[queue.webhook]
            return True

    def _keep_time(self) -> None:
        """Run what falls due on a clock that runs by itself. A clock that stands still is looked at when somebody moves it."""
        clock = self._delivery_queue.world.clock
        while not self._stopped:
            with self._delivery_queue.world.lock:
                clock.run_due()
                begins = clock.agenda_begins
                wait = None if clock.frozen or not begins else (parse_time(begins) - clock.now()).total_seconds()
            self._tick.wait(None if wait is None else min(max(wait, 0.05), LONGEST_WAIT))
            self._tick.clear()

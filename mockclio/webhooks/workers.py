"""Threads that send: a pool for the queues of webhooks that have something due, and one thread that waits for the clock.

A thread is started only when there is work for it. It works on one queue at a time, so the order of each webhook stays. When other queues
wait for a thread, it takes the next one after each attempt.
"""

from __future__ import annotations

from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from mockclio.store.clock import parse_time
from mockclio.store.notices import NOTICES
from mockclio.webhooks.sender import AT_WORK, Sender

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import DeliveryQueue, SubscriptionQueue

THREADS = 48
"""The threads of all worlds of the process that send. A world has one in any case."""
KEPT_OPEN = 0.05
"""The seconds that a thread without work keeps its connection open."""
IDLE = 1.0
"""The seconds that a thread waits for work after that. Then it ends."""
LONGEST_WAIT = 60.0
STOPPING = 1.0
"""The seconds that attempts under way have to end when the delivery queue is stopped."""


class Places:
    """The number of threads that send in this process."""

    def __init__(self) -> None:
        self._taken, self._lock = 0, Lock()

    def take(self, *, always: bool) -> bool:
        """Take a place for one more thread. With `always` it is taken although there is none."""
        with self._lock:
            if self._taken >= THREADS and not always:
                return False
            self._taken += 1
            return True

    def free(self) -> None:
        with self._lock:
            self._taken -= 1


PLACES = Places()


class Worker:
    """One thread of the pool: the queue that it works on, and the webhook of its last one, to which its connection leads."""

    def __init__(self, queue: SubscriptionQueue) -> None:
        self.queue: SubscriptionQueue | None = queue
        self.last = queue.webhook
        self.woken = Event()
        self.thread: Thread | None = None


class Workers:
    """The threads of one delivery queue. What they share is read and written under the world's lock."""

    def __init__(self, delivery_queue: DeliveryQueue) -> None:
        self._delivery_queue = delivery_queue
        self._workers: list[Worker] = []
        self._waiting: dict[int, SubscriptionQueue] = {}
        self._busy: set[int] = set()
        self._timer: Thread | None = None
        self._tick = Event()
        self._stopped = False

    def wake(self, queue: SubscriptionQueue) -> None:
        """Make sure that a thread works on the queue, now or when one is free. Call it under the world's lock."""
        if queue.webhook in self._busy or (queue.webhook in self._waiting and self._workers) or self._stopped:
            return
        idle = [worker for worker in self._workers if worker.queue is None]
        worker = next((worker for worker in idle if worker.last == queue.webhook), None)
        if worker is None and self._start(queue):
            return
        if worker is None and not idle:
            self._waiting[queue.webhook] = queue
        else:
            self._give(worker or idle[0], queue)

    def _give(self, worker: Worker, queue: SubscriptionQueue) -> None:
        worker.queue, worker.last = queue, queue.webhook
        self._busy.add(queue.webhook)
        worker.woken.set()

    def _start(self, queue: SubscriptionQueue) -> bool:
        """Start a thread for the queue, if there is a place for one."""
        if not PLACES.take(always=not self._workers):
            return False
        worker = Worker(queue)
        worker.thread = Thread(target=self._work, args=(worker,), name=f"webhook-{queue.webhook}", daemon=True)
        self._workers.append(worker)
        self._busy.add(queue.webhook)
        try:
            worker.thread.start()
        except RuntimeError as error:  # the system gives no more threads
            self._workers.remove(worker)
            self._busy.discard(queue.webhook)
            PLACES.free()
            NOTICES.write(f"a thread for webhooks could not be started: {error}")
            return False
        return True

    def check_clock(self) -> None:
        """Look at the clock again, because the agenda has a new entry or the clock was moved."""
        if self._timer is None and self._delivery_queue.world.clock.agenda_begins and not self._stopped:
            self._timer = Thread(target=self._keep_time, name="webhook-clock", daemon=True)
            self._timer.start()
        self._tick.set()

    def stop(self) -> None:
        self._stopped = True
        self._tick.set()
        workers, end = list(self._workers), monotonic() + STOPPING
        for worker in workers:
            worker.woken.set()
        for thread in [*(worker.thread for worker in workers), self._timer]:
            if thread is not None:
                thread.join(timeout=max(0.01, end - monotonic()))

    def _work(self, worker: Worker) -> None:
        """Send what is due in one queue after the other. The connection stays open while there is something to send."""
        sender = self._delivery_queue.sender()
        try:
            while not self._stopped and (worker.queue is not None or self._gets_work(worker, sender)):
                self._send_one(worker, sender)
        finally:
            sender.close()
            with self._delivery_queue.world.lock:
                self._leave(worker)

    def _send_one(self, worker: Worker, sender: Sender) -> None:
        """Send the next delivery of the worker's queue. Free the worker when there is none, or when other queues wait."""
        queue, delivery_queue = worker.queue, self._delivery_queue
        assert queue is not None
        with AT_WORK, delivery_queue.world.lock:
            attempt = delivery_queue.take(queue) if delivery_queue.automatic and not self._stopped else None
            if attempt is None:
                self._let_go(worker)
                return
        reply = delivery_queue.send(attempt, sender)
        with AT_WORK, delivery_queue.world.lock:
            delivery_queue.settle(attempt, reply)
            if self._waiting:
                self._let_go(worker)

    def _let_go(self, worker: Worker) -> None:
        """Free the queue of a worker, and give the worker the queue that waits longest. Call it under the world's lock."""
        queue, worker.queue = worker.queue, None
        if queue is not None:
            self._busy.discard(queue.webhook)
            if queue.due and self._delivery_queue.automatic and not self._stopped:
                self._waiting[queue.webhook] = queue
        if self._waiting:
            self._give(worker, self._waiting.pop(next(iter(self._waiting))))

    def _gets_work(self, worker: Worker, sender: Sender) -> bool:
        """Wait for a queue. Without one the thread ends."""
        with self._delivery_queue.world.lock:
            worker.woken.clear()
            if worker.queue is not None or self._stopped:
                return worker.queue is not None
        if not worker.woken.wait(KEPT_OPEN):
            sender.close()
            worker.woken.wait(IDLE)
        with self._delivery_queue.world.lock:
            if worker.queue is None:
                self._leave(worker)
            return worker.queue is not None

    def _leave(self, worker: Worker) -> None:
        """Take a worker out of the pool. It is called under the world's lock, so that no queue is given to it any more."""
        if worker in self._workers:
            self._workers.remove(worker)
            PLACES.free()
        if worker.queue is not None:
            self._busy.discard(worker.queue.webhook)

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

"""Threads that send: a pool for the queues of webhooks that have something due, and one thread that waits for the clock.

A thread is started only when there is work for it. It works on one queue at a time, so the order of each webhook stays. When other queues
wait for a thread, it takes the next one after each attempt. It waits a short time for an answer. After that the attempt goes on in the
thread for late answers (late_answers.py), and the queue is busy until then.
"""

from __future__ import annotations

from math import inf
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from mockclio.store.clock import parse_time
from mockclio.store.notices import NOTICES
from mockclio.webhooks.lanes import Lanes
from mockclio.webhooks.late_answers import LateAnswers
from mockclio.webhooks.reply import Reply
from mockclio.webhooks.sender import AT_WORK, Sender

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import Attempt, DeliveryQueue, SubscriptionQueue

THREADS = 48
"""The threads of all worlds of the process that send. A world has one in any case."""
KEPT_OPEN = 0.05
"""The seconds that a thread without work keeps its connection open."""
IDLE = 1.0
"""The seconds that a thread waits for work after that. Then it ends."""
PATIENCE = 0.02
"""The seconds that a thread waits for an answer. For the answer of a slow receiver it does not wait."""
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
    """One thread of the pool: the queue that it works on with its lane, and the webhook of its last one, to which its connection leads."""

    def __init__(self, webhook: int) -> None:
        self.queue: SubscriptionQueue | None = None
        self.slow = False
        self.last = webhook
        self.woken = Event()
        self.thread: Thread | None = None


class Workers:
    """The threads of one delivery queue. What they share is read and written under the world's lock."""

    def __init__(self, delivery_queue: DeliveryQueue) -> None:
        self._delivery_queue = delivery_queue
        self._workers: list[Worker] = []
        self._lanes = Lanes(lambda: not self._late.full)
        self._late = LateAnswers(self._finish_late)
        self._busy: set[int] = set()
        self._timer: Thread | None = None
        self._tick = Event()
        self._stopped = False

    def wake(self, queue: SubscriptionQueue) -> None:
        """Make sure that a thread works on the queue, now or when one is free. Call it under the world's lock."""
        if queue.webhook in self._busy or (queue in self._lanes and self._workers) or self._stopped:
            return
        self._lanes.remove(queue)
        idle = [worker for worker in self._workers if worker.queue is None]
        worker = next((worker for worker in idle if worker.last == queue.webhook), None)
        if not self._lanes.may_begin(queue):
            self._lanes.add(queue)
        elif worker is not None or not self._start(queue):
            worker = worker or next(iter(idle), None)
            if worker is not None:
                self._give(worker, queue)
            else:
                self._lanes.add(queue)

    def _give(self, worker: Worker, queue: SubscriptionQueue) -> None:
        self._assign(worker, queue)
        worker.last = queue.webhook
        worker.woken.set()

    def _assign(self, worker: Worker, queue: SubscriptionQueue | None) -> None:
        """Set what a worker works on, and count the workers of the slow lane."""
        self._lanes.slow_at_work -= worker.slow
        worker.queue, worker.slow = queue, queue is not None and queue.slow
        self._lanes.slow_at_work += worker.slow
        if queue is not None:
            self._busy.add(queue.webhook)

    def _start(self, queue: SubscriptionQueue) -> bool:
        """Start a thread for the queue, if there is a place for one."""
        if not PLACES.take(always=not self._workers):
            return False
        worker = Worker(queue.webhook)
        worker.thread = Thread(target=self._work, args=(worker,), name=f"webhook-{queue.webhook}", daemon=True)
        self._workers.append(worker)
        self._assign(worker, queue)
        try:
            worker.thread.start()
        except RuntimeError as error:  # the system gives no more threads
            self._leave(worker)
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
        self._late.join(max(0.01, end - monotonic()))

    def _work(self, worker: Worker) -> None:
        """Send what is due in one queue after the other. The connection stays open while there is something to send."""
        sender = self._delivery_queue.sender()
        try:
            while not self._stopped and (worker.queue is not None or self._gets_work(worker, sender)):
                self._send(worker, sender)
        finally:
            sender.close()
            with self._delivery_queue.world.lock:
                self._leave(worker)

    def _send(self, worker: Worker, sender: Sender) -> None:
        """Send what is due in the worker's queue, and in the queues that it gets after that."""
        with AT_WORK, self._delivery_queue.world.lock:
            attempt = self._take(worker)
        while attempt is not None:
            reply = self._reply(worker, attempt, sender)
            with AT_WORK, self._delivery_queue.world.lock:
                if reply is not None:
                    self._settle(worker, attempt, reply)
                attempt = self._take(worker)

    def _take(self, worker: Worker) -> Attempt | None:
        """The next attempt for a worker. Without one the worker is free. Call it under the world's lock."""
        while worker.queue is not None:
            attempt = self._delivery_queue.take(worker.queue) if self._delivery_queue.automatic and not self._stopped else None
            if attempt is not None:
                return attempt
            self._let_go(worker)
        return None

    def _reply(self, worker: Worker, attempt: Attempt, sender: Sender) -> Reply | None:
        """The reply to an attempt. None when it is late: then the attempt goes on in another thread, and the worker has left the queue."""
        reply = self._delivery_queue.reply_here(attempt)
        if reply is not None:
            return reply
        exchange = sender.begin(attempt.url, attempt.headers, attempt.body)
        reply = sender.wait(exchange, 0 if worker.slow else PATIENCE)
        if reply is not None:
            return reply
        with self._delivery_queue.world.lock:
            if self._late.add(exchange, attempt):
                self._let_go(worker, late=True)
                return None
        return sender.wait(exchange, inf)

    def _settle(self, worker: Worker, attempt: Attempt, reply: Reply) -> None:
        """Write the outcome of an attempt. Free the worker when other queues wait, or when the queue changes its lane."""
        self._delivery_queue.settle(attempt, reply)
        if self._lanes.waits_beside(slow=worker.slow) or worker.slow != attempt.queue.slow:
            self._let_go(worker)

    def _finish_late(self, attempt: Attempt, reply: Reply) -> None:
        """Write the outcome of an attempt whose answer was late, and go on with its queue."""
        with AT_WORK, self._delivery_queue.world.lock:
            self._busy.discard(attempt.queue.webhook)
            self._delivery_queue.settle(attempt, reply)
            if attempt.queue.due and self._delivery_queue.automatic:
                self.wake(attempt.queue)
            self._serve()

    def _serve(self) -> None:
        """Give waiting queues to workers that have none: there is room for a late answer again."""
        for worker in [worker for worker in self._workers if worker.queue is None]:
            queue = self._lanes.next()
            if queue is None:
                return
            self._give(worker, queue)
        if not self._workers and not self._stopped and (queue := self._lanes.next()) is not None:
            self.wake(queue)

    def _let_go(self, worker: Worker, *, late: bool = False) -> None:
        """Free the queue of a worker, and give the worker the next one. A queue with a late answer stays busy. Call it under the lock."""
        queue = worker.queue
        self._assign(worker, None)
        if queue is not None and not late:
            self._busy.discard(queue.webhook)
            if queue.due and self._delivery_queue.automatic and not self._stopped:
                self._lanes.add(queue)
        following = self._lanes.next()
        if following is not None:
            self._give(worker, following)

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
        self._assign(worker, None)

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

"""Threads that send: one a line while it has something due, and one that waits for the clock. None of them exists before there is work."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

from mockclio.store.clock import parse_time
from mockclio.webhooks.wire import AT_WORK, Wire

if TYPE_CHECKING:
    from mockclio.webhooks.courier import Courier, Job, Line

IDLE = 1.0
"""Seconds that a line's thread waits for more before it ends and lets its connection go."""
LONGEST_WAIT = 60.0


class Workers:
    """The threads of one courier."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier
        self._bells: dict[int, Event] = {}
        self._threads: dict[int, Thread] = {}
        self._timer: Thread | None = None
        self._tick = Event()
        self._stopped = False

    def wake(self, line: Line) -> None:
        """See to it that somebody works on the line. Under the world's lock."""
        if line.webhook in self._threads:
            self._bells[line.webhook].set()
        elif not self._stopped:
            self._bells[line.webhook] = Event()
            self._threads[line.webhook] = Thread(target=self._work, args=(line,), name=f"webhook-{line.webhook}", daemon=True)
            self._threads[line.webhook].start()

    def look_at_the_clock(self) -> None:
        """Something was entered in the agenda, or the clock was moved."""
        if self._timer is None and self._courier.world.clock.agenda_begins and not self._stopped:
            self._timer = Thread(target=self._keep_time, name="webhook-clock", daemon=True)
            self._timer.start()
        self._tick.set()

    def stop(self) -> None:
        self._stopped = True
        self._tick.set()
        for bell in list(self._bells.values()):
            bell.set()
        for thread in [*self._threads.values(), *([self._timer] if self._timer else [])]:
            thread.join(timeout=1)

    def _work(self, line: Line) -> None:
        """Send what is due on one line, one after the other. The connection lasts as long as there is something to send."""
        bell, wire = self._bells[line.webhook], self._courier.wire()
        try:
            while (job := self._next(line, bell, wire)) is not None:
                reply = self._courier.send(job, wire)
                with AT_WORK, self._courier.world.lock:
                    self._courier.settle(job, reply)
        finally:
            wire.close()

    def _next(self, line: Line, bell: Event, wire: Wire) -> Job | None:
        while not self._stopped:
            bell.clear()
            if self._stopped:
                return None
            with AT_WORK, self._courier.world.lock:
                job = self._courier.take(line)
            if job is not None:
                return job
            if not bell.wait(0.05):
                wire.close()
                if not bell.wait(IDLE) and self._ends(line):
                    return None
        return None

    def _ends(self, line: Line) -> bool:
        """Give the line up, unless something came in at the last moment."""
        with self._courier.world.lock:
            if line.due:
                return False
            del self._threads[line.webhook], self._bells[line.webhook]
            return True

    def _keep_time(self) -> None:
        """Run what falls due on a clock that runs by itself. A clock that stands still is looked at when somebody moves it."""
        clock = self._courier.world.clock
        while not self._stopped:
            with self._courier.world.lock:
                clock.run_due()
                begins = clock.agenda_begins
                wait = None if clock.frozen or not begins else (parse_time(begins) - clock.now()).total_seconds()
            self._tick.wait(None if wait is None else min(max(wait, 0.05), LONGEST_WAIT))
            self._tick.clear()

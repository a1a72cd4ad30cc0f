"""One thread that goes on with all exchanges of a world whose answers are late. So a slow receiver needs no thread of its own."""

from __future__ import annotations

import logging
import selectors
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Lock, Thread
from time import sleep, thread_time
from typing import TYPE_CHECKING

from mockclio.store.notices import NOTICES
from mockclio.webhooks.reply import Reply

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import Attempt
    from mockclio.webhooks.exchange import Exchange

LATE_EXCHANGES = 1_000
"""The exchanges of a world that wait for a late answer. Each has a socket."""
IDLE = 1.0
"""The seconds that the thread stays without an exchange."""
WORK_SECONDS = 0.001
"""The seconds of the processor after which the thread rests."""
REST = 4
"""The thread rests so many times as long as it worked, so slow receivers take at most a fifth of a processor."""
log = logging.getLogger("mockclio")

Finished = Callable[["Attempt", Reply], None]


class LateAnswers:
    """The late exchanges of one world. `finished` is called with each attempt and its reply, from the thread."""

    def __init__(self, finished: Finished) -> None:
        self._finished = finished
        self._lock = Lock()
        self._over = Condition(self._lock)
        self._new: list[tuple[Exchange, Attempt]] = []
        self._attempts: dict[Exchange, Attempt] = {}
        self._registered: dict[Exchange, tuple[socket.socket, int]] = {}
        self._bell: socket.socket | None = None
        self._finishing = False

    @property
    def full(self) -> bool:
        return len(self._attempts) + len(self._new) >= LATE_EXCHANGES

    def add(self, exchange: Exchange, attempt: Attempt) -> bool:
        """Go on with an exchange that is not over. False when there is no room, no thread or no socket for it."""
        with self._lock:
            if self.full or (self._bell is None and not self._start()):
                return False
            self._new.append((exchange, attempt))
            self._ring()
            return True

    def join(self, seconds: float) -> None:
        """Wait until no exchange is left, for some seconds at most."""
        with self._lock:
            self._over.wait_for(lambda: not (self._attempts or self._new or self._finishing), seconds)

    def _start(self) -> bool:
        try:
            inner, self._bell = socket.socketpair()
        except OSError as error:  # no file descriptors
            NOTICES.write(f"late answers to webhooks wait in other threads: {error}")
            return False
        inner.setblocking(False)
        self._bell.setblocking(False)
        try:
            Thread(target=self._work, args=(inner,), name="webhook-late", daemon=True).start()
        except RuntimeError as error:  # the system gives no more threads
            NOTICES.write(f"a thread for webhooks could not be started: {error}")
            inner.close()
            self._bell.close()
            self._bell = None
            return False
        return True

    def _ring(self) -> None:
        """Wake the thread. When the bell is full, it is awake already."""
        with suppress(BlockingIOError):
            if self._bell is not None:
                self._bell.send(b"1")

    def _work(self, bell: socket.socket) -> None:
        with selectors.DefaultSelector() as selector, bell:
            selector.register(bell, selectors.EVENT_READ)
            rest = Rest()
            while True:
                ready = selector.select(self._patience())
                for key, _ in ready:
                    if key.data is None:
                        bell.recv(4_096)
                        self._take_new(selector)
                    else:
                        key.data.step()
                        self._look_at(selector, key.data)
                    rest.after_work()
                self._expire(selector)
                if not ready and not self._attempts and self._ends():
                    return

    def _ends(self) -> bool:
        """Whether the thread ends. Nothing is given to a thread that ends."""
        with self._lock:
            if self._new or self._bell is None:
                return False
            self._bell.close()
            self._bell = None
            return True

    def _patience(self) -> float:
        """The seconds until the first deadline. Exchanges come in the order in which they began, and all have the same time."""
        first = next(iter(self._attempts), None)
        return IDLE if first is None else max(0.0, first.left)

    def _take_new(self, selector: selectors.BaseSelector) -> None:
        with self._lock:
            new, self._new = self._new, []
            self._attempts.update(new)
        for exchange, _ in new:
            self._look_at(selector, exchange)

    def _expire(self, selector: selectors.BaseSelector) -> None:
        for exchange in list(self._attempts):
            if exchange.left > 0:
                break
            exchange.expire()
            self._look_at(selector, exchange)

    def _look_at(self, selector: selectors.BaseSelector, exchange: Exchange) -> None:
        """Wait for the next event of an exchange, or finish it."""
        before = self._registered.get(exchange)
        wanted = (exchange.sock, exchange.events) if exchange.reply is None and exchange.sock is not None else None
        if before != wanted:
            if before is not None:
                selector.unregister(before[0])
                del self._registered[exchange]
            if wanted is not None:
                selector.register(*wanted, data=exchange)
                self._registered[exchange] = wanted
        if exchange.reply is not None:
            self._finish(exchange, exchange.reply)

    def _finish(self, exchange: Exchange, reply: Reply) -> None:
        exchange.close()
        with self._lock:
            attempt = self._attempts.pop(exchange)
            self._finishing = True
        try:
            self._finished(attempt, reply)
        except Exception:  # the other exchanges go on
            log.exception("the outcome of an attempt to send a webhook could not be written")
        with self._lock:
            self._finishing = False
            self._over.notify_all()


class Rest:
    """Pauses of a thread, so that it takes a bounded part of the processor, however much its receivers send."""

    def __init__(self) -> None:
        self._since = thread_time()

    def after_work(self) -> None:
        """Rest when enough was done since the last time."""
        worked = thread_time() - self._since
        if worked > WORK_SECONDS:
            sleep(worked * REST)
            self._since = thread_time()

"""One thread that goes on with all exchanges of a world whose answers are late. So a slow receiver needs no thread of its own."""

from __future__ import annotations

import logging
import selectors
import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress
from threading import Condition, Lock, Thread
from time import perf_counter
from typing import TYPE_CHECKING

from mockclio.store.notices import NOTICES
from mockclio.webhooks.lanes import takes_long
from mockclio.webhooks.reply import Reply

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import Attempt
    from mockclio.webhooks.exchange import Exchange

LATE_EXCHANGES = 1_000
"""The exchanges of a world that wait for a late answer. Each has a socket."""
IDLE = 1.0
"""The seconds that the thread stays without an exchange."""
SLOW_PACE = 0.002
"""The seconds between two steps for slow receivers. So they take a small part of the processor, whatever they send."""
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
        self._registered: dict[Exchange, socket.socket] = {}
        self._ready: dict[Exchange, None] = {}
        """The slow exchanges that can go on, in order. They are not registered meanwhile."""
        self._next_slow = 0.0
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
        """Start the thread. False when the system has no file descriptors or no threads for it."""
        with ExitStack() as opened:
            try:
                inner, bell = (opened.enter_context(end) for end in socket.socketpair())
                selector = opened.enter_context(selectors.DefaultSelector())
                inner.setblocking(False)
                bell.setblocking(False)
                Thread(target=self._work, args=(inner, selector), name="webhook-late", daemon=True).start()
            except (OSError, RuntimeError) as error:
                NOTICES.write(f"late answers to webhooks wait in other threads: {error}")
                return False
            opened.pop_all()
        self._bell, self._selector = bell, selector
        return True

    def _ring(self) -> None:
        """Wake the thread. When the bell is full, it is awake already."""
        with suppress(BlockingIOError):
            if self._bell is not None:
                self._bell.send(b"1")

    def _work(self, bell: socket.socket, selector: selectors.BaseSelector) -> None:
        with selector, bell:
            selector.register(bell, selectors.EVENT_READ)
            while True:
                ready = selector.select(self._patience())
                for key, _ in ready:
                    if key.data is None:
                        bell.recv(4_096)
                        self._take_new()
                    elif self._is_slow(key.data):
                        self._unregister(key.data)
                        self._ready[key.data] = None
                    else:
                        self._go_on(key.data)
                self._go_on_with_a_slow_one()
                self._expire()
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
        """The seconds until the next slow exchange goes on, or until the first deadline. All exchanges have the same time."""
        if self._ready:
            return max(0.0, self._next_slow - perf_counter())
        first = next(iter(self._attempts), None)
        return IDLE if first is None else max(0.0, first.left)

    def _is_slow(self, exchange: Exchange) -> bool:
        return self._attempts[exchange].queue.slow or takes_long(exchange.seconds)

    def _take_new(self) -> None:
        with self._lock:
            new, self._new = self._new, []
            self._attempts.update(new)
        for exchange, _ in new:
            self._register(exchange)

    def _go_on(self, exchange: Exchange) -> None:
        """Let an exchange do what it can, and wait for its next event, or finish it."""
        self._unregister(exchange)
        exchange.step()
        if exchange.reply is None:
            self._register(exchange)
        else:
            self._finish(exchange, exchange.reply)

    def _go_on_with_a_slow_one(self) -> None:
        """Go on with the slow exchange that is ready longest, if the time has come."""
        if self._ready and perf_counter() >= self._next_slow:
            self._go_on(next(iter(self._ready)))
            self._next_slow = perf_counter() + SLOW_PACE

    def _expire(self) -> None:
        while (exchange := next(iter(self._attempts), None)) is not None and exchange.left <= 0:
            self._unregister(exchange)
            exchange.expire()
            self._finish(exchange, exchange.reply or Reply())

    def _register(self, exchange: Exchange) -> None:
        if exchange.sock is not None:
            self._selector.register(exchange.sock, exchange.events, exchange)
            self._registered[exchange] = exchange.sock

    def _unregister(self, exchange: Exchange) -> None:
        sock = self._registered.pop(exchange, None)
        if sock is not None:
            self._selector.unregister(sock)
        self._ready.pop(exchange, None)

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

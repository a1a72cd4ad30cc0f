"""One exchange with a receiver over a socket: connect, send a request, read the answer.

The work is a generator that stops where the socket is not ready. `wait` runs it in the calling thread for a time. What is not over then
goes on in another thread (late_answers.py). One deadline and one bound of bytes hold for all of it. So a receiver that sends a byte now
and then, or `100 Continue` again and again, is cut off.
"""

from __future__ import annotations

import errno
import os
import select
import selectors
import socket
import ssl
from collections.abc import Callable
from functools import lru_cache
from math import ceil
from threading import Event
from time import perf_counter

from mockclio.store.notices import FULL, NOTICES
from mockclio.webhooks.answers import Answer, Result, Steps, read_answer
from mockclio.webhooks.hosts import Hosts
from mockclio.webhooks.reply import Reply
from mockclio.webhooks.requests import Target, request, target_of

ANSWER_BYTES = 262_144
"""The bytes of an answer, with its headers, after which the exchange ends."""
UNREAD_BYTES = 131_072
"""The bytes that the system keeps for a connection until they are read. A receiver that sends more has to wait."""
PAUSE = 0.1
"""The seconds between two tries to get a file descriptor."""
PART = 65_536
"""The bytes that one read takes at most."""
BEGUN = (errno.EINPROGRESS, errno.EWOULDBLOCK)
"""What the system says when a connection is not there yet."""

new_socket: Callable[[socket.AddressFamily, socket.SocketKind], socket.socket] = socket.socket

Kept = Callable[[Target], socket.socket | None]
"""Gives a connection to a target that was kept after the exchange before."""


class TooLong(OSError):
    """A receiver sends without end."""

    def __init__(self) -> None:
        super().__init__(f"the receiver sent more than {ANSWER_BYTES} bytes")


class Exchange:
    """One message to one receiver. `reply` is there when the exchange is over.

    `sock` is the connection, and `reusable` says that it can take another exchange. Whoever runs the exchange closes or keeps it.
    """

    def __init__(self, hosts: Hosts, authority: str | None, seconds: float, kept: Kept) -> None:
        self.sock: socket.socket | None = None
        self.target: Target | None = None
        self.reusable = False
        self.reply: Reply | None = None
        self.events = selectors.EVENT_READ
        self._hosts, self._authority, self._seconds, self._kept = hosts, authority, seconds, kept
        self._begun = perf_counter()
        self._bytes = ANSWER_BYTES

    def begin(self, url: str, headers: dict[str, str], body: bytes) -> None:
        """Do what can be done at once."""
        self._steps = self._run(url, headers, body)
        self.step()

    def step(self) -> None:
        """Go on until the socket must wait for `events`, or until the exchange is over."""
        try:
            self.events = next(self._steps)
        except StopIteration as end:
            self._answered(end.value)
        except (OSError, ValueError) as error:
            self._failed(str(error) or type(error).__name__)

    def wait(self, seconds: float) -> None:
        """Go on for some seconds, at most until the deadline."""
        end = perf_counter() + seconds
        while self.reply is None:
            left = self.left
            if left <= 0:
                self.expire()
            elif (patience := min(left, end - perf_counter())) <= 0:
                return
            elif self.sock is not None and ready(self.sock, self.events, patience):
                self.step()

    @property
    def seconds(self) -> float:
        """The seconds since the beginning."""
        return perf_counter() - self._begun

    @property
    def left(self) -> float:
        """The seconds until the deadline."""
        return self._seconds - self.seconds

    def expire(self) -> None:
        """End the exchange without an answer, because its deadline is over."""
        self._failed(f"no answer within {self._seconds:g} s")

    def close(self) -> None:
        if self.sock is not None:
            self.sock.close()
            self.sock = None

    # How it ends

    def _answered(self, answer: Answer) -> None:
        self.reusable = answer.reusable
        self.reply = Reply(answer.status, answer.headers, answer.body, milliseconds=self._taken(), cut=answer.cut)

    def _failed(self, text: str) -> None:
        self.reply = Reply(error=text, milliseconds=self._taken(), cut=self._bytes < 0)

    def _taken(self) -> float:
        return round(self.seconds * 1000, 3)

    # What it does

    def _run(self, url: str, headers: dict[str, str], body: bytes) -> Steps[Answer]:
        target = self.target = target_of(url)
        message = request(target, headers, body)
        self.sock = self._kept(target)
        if self.sock is None:
            yield from self._connect(target)
            if target.secure:
                yield from self._secure(target.host)
        yield from self._send(message)
        yield selectors.EVENT_READ
        return (yield from read_answer(self._receive))

    def _connect(self, target: Target) -> Steps[None]:
        """Connect to the first address that takes a connection. The name is looked up once, and its addresses are checked."""
        failed: OSError = OSError(f"{target.host} has no address")
        for family, address in self._hosts.addresses(target.host, target.port):
            try:
                yield from self._dial(family, (address, target.port))
                return
            except OSError as error:
                self.close()
                failed = error
        raise failed

    def _dial(self, family: socket.AddressFamily, address: tuple[str, int]) -> Steps[None]:
        self.sock = self._socket(family)
        self.sock.setblocking(False)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UNREAD_BYTES)
        number = self.sock.connect_ex(address)
        if number in BEGUN:
            yield selectors.EVENT_WRITE
            number = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if number:
            raise OSError(number, os.strerror(number))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _socket(self, family: socket.AddressFamily) -> socket.socket:
        """A new socket. Without free file descriptors, wait for one until the deadline."""
        while True:
            try:
                return new_socket(family, socket.SOCK_STREAM)
            except OSError as error:
                if error.errno not in FULL:
                    raise
                NOTICES.write("no file descriptors are left: webhooks wait until others are closed (see ulimit -n)")
                if self.left <= 0:
                    raise TimeoutError(f"no answer within {self._seconds:g} s") from error
                Event().wait(min(PAUSE, self.left))

    def _secure(self, host: str) -> Steps[None]:
        assert self.sock is not None
        secured = _context(self._authority).wrap_socket(self.sock, server_hostname=host, do_handshake_on_connect=False)
        self.sock = secured
        yield from _when_ready(selectors.EVENT_READ, secured.do_handshake)

    def _send(self, message: bytes) -> Steps[None]:
        assert self.sock is not None
        unsent = memoryview(message)
        while unsent:
            number = yield from _when_ready(selectors.EVENT_WRITE, self.sock.send, unsent)
            unsent = unsent[number:]

    def _receive(self) -> Steps[bytes]:
        assert self.sock is not None
        data = yield from _when_ready(selectors.EVENT_READ, self.sock.recv, PART)
        self._bytes -= len(data)
        if self._bytes < 0:
            raise TooLong
        return data


def _when_ready(blocked: int, operation: Callable[..., Result], *about: object) -> Steps[Result]:
    """The result of an operation of a socket, as soon as the socket is ready for it. `blocked` is what a plain socket then waits for."""
    while True:
        try:
            return operation(*about)
        except ssl.SSLWantReadError:
            yield selectors.EVENT_READ
        except ssl.SSLWantWriteError:
            yield selectors.EVENT_WRITE
        except BlockingIOError:
            yield blocked


def ready(sock: socket.socket, events: int, seconds: float) -> bool:
    """Whether a socket is ready within some seconds."""
    if not hasattr(select, "poll"):
        reading, writing = [sock] if events & selectors.EVENT_READ else [], [sock] if events & selectors.EVENT_WRITE else []
        return any(select.select(reading, writing, writing, seconds))
    poll = select.poll()
    poll.register(sock, select.POLLIN if events == selectors.EVENT_READ else select.POLLOUT)
    return bool(poll.poll(ceil(seconds * 1000)))


@lru_cache(maxsize=4)
def _context(authority: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if authority:
        context.load_verify_locations(authority)
    return context

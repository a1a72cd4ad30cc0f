"""One exchange with a receiver: a request and its answer over a socket, with one deadline and one bound of bytes for all of it.

`http.client` builds the request and reads the answer. `Line` gives it the socket: each read has the time that is left, so a receiver that
sends a byte now and then, or `100 Continue` again and again, ends at the deadline.
"""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from http.client import HTTPConnection
from threading import Event
from time import monotonic
from typing import Any

from mockclio.store.notices import FULL, NOTICES

ANSWER_BYTES = 262_144
"""The bytes of an answer, with its headers, after which the exchange ends."""
PAUSE = 0.1
"""The seconds between two tries to get a file descriptor."""


new_socket: Callable[[socket.AddressFamily, socket.SocketKind], socket.socket] = socket.socket


class TooLong(OSError):
    """A receiver sends without end."""

    def __init__(self) -> None:
        super().__init__(f"the receiver sent more than {ANSWER_BYTES} bytes")


class Deadline:
    """The end of one attempt."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left. Raises TimeoutError when there are none."""
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Line:
    """A connected socket as `http.client` uses it: it collects what is sent, and reads under the deadline of the present attempt."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.deadline = Deadline(0)
        self._left = 0
        self._unsent: list[bytes] = []

    def begin(self, deadline: Deadline) -> None:
        """Begin an exchange."""
        self.deadline, self._left, self._unsent = deadline, ANSWER_BYTES, []

    def sendall(self, data: bytes) -> None:
        """Collect a part of the request."""
        self._unsent.append(data)

    def flush_request(self) -> None:
        """Send what was collected."""
        unsent = memoryview(b"".join(self._unsent))
        self._unsent = []
        while unsent:
            self.sock.settimeout(self.deadline.left())
            unsent = unsent[self.sock.send(unsent) :]

    def makefile(self, mode: str) -> io.BufferedReader:
        """The reader of one answer."""
        return io.BufferedReader(_Answer(self))

    def read_into(self, buffer: Any) -> int:
        self.sock.settimeout(self.deadline.left())
        number = self.sock.recv_into(buffer)
        self._left -= number
        if self._left < 0:
            raise TooLong
        return number

    def close(self) -> None:
        """Do nothing: the sender closes the socket, because `http.client` reads an answer after it has closed its connection."""


class _Answer(io.RawIOBase):
    """The bytes that come over a line."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._line.read_into(buffer)


def connection(host: str, port: int, line: Line, *, secure: bool) -> HTTPConnection:
    """The connection of `http.client` over a line."""
    made = HTTPConnection(host, port)
    made.default_port = 443 if secure else 80
    made.sock = line
    return made


def dial(addresses: list[tuple[socket.AddressFamily, str]], host: str, port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first address that takes one."""
    failed: OSError = OSError(f"{host} has no address")
    for family, address in addresses:
        made = _socket(family, deadline)
        try:
            made.settimeout(deadline.left())
            made.connect((address, port))
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return made
        except OSError as error:
            made.close()
            failed = error
    raise failed


def _socket(family: socket.AddressFamily, deadline: Deadline) -> socket.socket:
    """A new socket. Without free file descriptors, wait for one until the deadline."""
    while True:
        try:
            return new_socket(family, socket.SOCK_STREAM)
        except OSError as error:
            if error.errno not in FULL:
                raise
            NOTICES.write("no file descriptors are left: webhooks wait until others are closed (see ulimit -n)")
            Event().wait(min(PAUSE, deadline.left()))

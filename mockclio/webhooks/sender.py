"""The sender: posts one message to one address over a socket. It keeps one connection and follows no redirects."""

from __future__ import annotations

import select
import socket
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from mockclio.webhooks.hosts import Hosts

if TYPE_CHECKING:
    from http.client import HTTPConnection
    from ssl import SSLContext

    from mockclio.webhooks.exchange import Deadline, Line

DEADLINE = 10.0
"""The seconds that one attempt has: to connect, to send and to read the answer."""
LONGEST = 65_536
"""The number of bytes of an answer that are read."""
AT_WORK = Lock()
"""A thread holds it while it prepares or writes a delivery, never while it waits for a receiver. So one such thread runs at a time.

A thread that answers an API request must wait for the interpreter until the other threads let it run. With this lock it waits for at most
one sending thread.
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of a receiver. Without an answer, `error` says why. `milliseconds` is None when no socket was used."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str = ""
    milliseconds: float | None = None


class Sender:
    """Posts one message at a time and keeps the connection for the next one."""

    def __init__(self, hosts: Hosts, authority: str | None = None, timeout: float = DEADLINE) -> None:
        self._hosts, self._authority, self._timeout = hosts, authority, timeout
        self._origin: tuple[str, str] = ("", "")
        self._connection: HTTPConnection | None = None
        self._line: Line | None = None

    def post(self, url: str, headers: dict[str, str], body: bytes) -> Reply:
        """Post a message. It never raises: the reply holds the error."""
        from http.client import HTTPException

        before = perf_counter()
        try:
            status, answered, content = self._exchange(url, headers, body)
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            text = f"no answer within {self._timeout:g} s" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
            return Reply(error=text, milliseconds=_since(before))
        return Reply(status, answered, content, milliseconds=_since(before))

    def close(self) -> None:
        if self._line is not None:
            self._line.sock.close()
        self._connection = self._line = None

    def _exchange(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        from mockclio.webhooks.exchange import Deadline

        parts, deadline = urlsplit(url), Deadline(self._timeout)
        connection, line = self._connected(parts, deadline)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.begin(deadline)
        with AT_WORK:
            connection.request("POST", path, body, headers)
        line.flush_request()
        answer = connection.getresponse()
        content = answer.read(LONGEST)
        if not answer.isclosed() or connection.sock is None:  # there is more to read, or the receiver closes
            self.close()
        return answer.status, dict(answer.getheaders()), content

    def _connected(self, parts: SplitResult, deadline: Deadline) -> tuple[HTTPConnection, Line]:
        """The kept connection, if it has the same origin and the other side did not close it; otherwise a new one."""
        origin = (parts.scheme, parts.netloc)
        if self._connection is not None and self._line is not None and origin == self._origin and not _readable(self._line.sock):
            return self._connection, self._line
        self.close()
        self._origin = origin
        self._connection, self._line = self._open(parts, deadline)
        return self._connection, self._line

    def _open(self, parts: SplitResult, deadline: Deadline) -> tuple[HTTPConnection, Line]:
        """A new connection to an address that was checked. The name is not looked up a second time."""
        from mockclio.webhooks import exchange

        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        sock = exchange.dial(self._hosts.addresses(host, port, deadline), host, port, deadline)
        if secure:
            try:
                sock.settimeout(deadline.left())
                sock = _context(self._authority).wrap_socket(sock, server_hostname=host)
            except BaseException:
                sock.close()
                raise
        line = exchange.Line(sock)
        return exchange.connection(host, port, line, secure=secure), line


def _since(before: float) -> float:
    return round((perf_counter() - before) * 1000, 3)


def _readable(sock: socket.socket) -> bool:
    """Whether an idle connection has something to read. Then the other side has closed it."""
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


@lru_cache(maxsize=4)
def _context(authority: str | None) -> SSLContext:
    import ssl

    context = ssl.create_default_context()
    if authority:
        context.load_verify_locations(authority)
    return context

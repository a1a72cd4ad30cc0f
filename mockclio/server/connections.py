"""How many connections the HTTP server keeps, and how it refuses the others: at once, with a 503 and one line in the log.

waitress stops to accept at its limit, so that a client hangs. `Listener` accepts and refuses instead, also when the process is out of file
descriptors. This module, `channels` and `parsing` are the only ones that know the classes of waitress.
"""

from __future__ import annotations

import logging
import os
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from waitress.adjustments import Adjustments
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from mockclio.server.channels import PlainChannel, SecureChannel
from mockclio.store.notices import FULL, Notices

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CONNECTIONS = 4_000
"""The open connections of one server, idle and busy."""
WAITING = 1_000
"""The requests that wait for a free thread."""
IDLE_SECONDS = 120
"""The seconds without a byte after which a connection without a whole request is closed."""
HEADER_BYTES = 262_144
"""The bytes of all headers of a request, with its first line."""
BODY_BYTES = 1 << 31
"""The bytes of a request body on the wire. Uploads may be large; `mockclio.server.sizes` bounds other bodies."""
DESCRIPTORS_KEPT = 128
"""The file descriptors that connections leave free for files, receivers and event streams."""
DESCRIPTORS = 65_536
"""The file descriptors that the server asks the system for."""
BODY = b'{"error":{"type":"ServiceUnavailable","message":"This mock has too many open connections: close some, or try again"}}'
REFUSAL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: %d\r\nRetry-After: 1\r\n"
    b"Connection: close\r\n\r\n%b" % (len(BODY), BODY)
)


class Dispatcher(ThreadedTaskDispatcher):
    """The threads that answer requests. It does not write a line for each request that waits."""

    queue_logger = logging.Logger("mockclio.waiting", logging.ERROR)


class Spare:
    """One file descriptor in reserve. Without free descriptors it is used to accept a connection and to close it."""

    def __init__(self) -> None:
        self._number = os.open(os.devnull, os.O_RDONLY)

    def refuse(self, listening: socket.socket, *, secure: bool) -> None:
        """Accept one connection, refuse it and close it."""
        os.close(self._number)
        try:
            with suppress(OSError):
                refuse(listening.accept()[0], secure=secure)
        finally:
            self._number = os.open(os.devnull, os.O_RDONLY)

    def close(self) -> None:
        os.close(self._number)


def refuse(connection: socket.socket, *, secure: bool) -> None:
    """Answer a connection with 503 and close it. It never waits, so with TLS it only closes: an answer needs a handshake."""
    with connection, suppress(OSError):
        connection.setblocking(False)
        if not secure:
            connection.send(REFUSAL)
        connection.shutdown(socket.SHUT_WR)


class Listener(TcpWSGIServer):
    """Accepts every connection, and refuses at once what is above the bounds."""

    channel_class: Any = PlainChannel
    spare: Spare
    notices: Notices
    context: ssl.SSLContext | None = None
    most = CONNECTIONS
    socket: Any
    _map: dict[int, Any]
    effective_host: str
    effective_port: int

    def readable(self) -> bool:
        super().readable()
        return bool(self.accepting)

    def handle_accept(self) -> None:
        try:
            connection, address = self.socket.accept()
        except OSError as error:
            if error.errno in FULL:
                self.spare.refuse(self.socket, secure=self.context is not None)
                self.notices.write("no file descriptors are left: new connections are refused until others are closed (see ulimit -n)")
            return
        if len(self._map) >= self.most:
            refuse(connection, secure=self.context is not None)
            self.notices.write(f"{self.most} connections are open: new ones are refused until others are closed")
            return
        try:
            self.set_socket_options(connection)
            self.channel_class(self, connection, address, self.adj, map=self._map)
        except OSError:  # the client has closed it already
            connection.close()

    def add_task(self, channel: Any) -> None:
        """Queue the request of a channel. A request on a quiet connection is refused when too many wait."""
        if len(self.task_dispatcher.queue) >= WAITING and len(channel.requests) == 1 and channel.total_outbufs_len == 0:
            channel.requests.pop().close()
            with suppress(OSError):
                channel.socket.send(REFUSAL)
            channel.will_close = True
            self.notices.write(f"{WAITING} requests wait for a thread: new ones are refused")
            return
        self.task_dispatcher.add_task(channel)


class Listeners(MultiSocketServer):
    """The listeners of one server, with their common threads and their spare descriptor."""

    def __init__(
        self,
        app: WSGIApplication,
        sockets: list[socket.socket],
        threads: int,
        channels: dict[int, Any],
        context: ssl.SSLContext | None = None,
    ) -> None:
        adjustments = Adjustments(
            sockets=sockets,
            threads=threads,
            ident=None,
            connection_limit=1 << 30,  # the listener has its own limit
            channel_timeout=IDLE_SECONDS,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=BODY_BYTES,
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,  # `mockclio.server.proxies` decides whose headers count
            log_socket_errors=False,
            url_scheme="https" if context else "http",
        )
        dispatcher = Dispatcher()
        dispatcher.set_thread_count(threads)
        self.spare = Spare()
        self._closed = False
        most, notices, places = limit(), Notices(), []
        for one in sockets:
            about = (one.family, one.type, one.proto, one.getsockname())
            listener = Listener(app, channels, True, one, dispatcher, adjustments, bind_socket=False, sockinfo=about)
            listener.spare, listener.notices, listener.most = self.spare, notices, most
            if context:
                listener.context, listener.channel_class = context, SecureChannel
            places.append((listener.effective_host, listener.effective_port))
        super().__init__(channels, adjustments, places, dispatcher, listener.log_info)

    def close(self) -> None:
        super().close()
        if not self._closed:
            self._closed = True
            self.spare.close()


def limit() -> int:
    """The number of connections that the bound and the file descriptors of the process allow."""
    return min(CONNECTIONS, max(descriptors() - DESCRIPTORS_KEPT, descriptors() // 2))


def descriptors() -> int:
    """The number of file descriptors that this process may have. Without a limit, or on Windows, it is that of `DESCRIPTORS`."""
    try:
        import resource
    except ImportError:
        return DESCRIPTORS
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return DESCRIPTORS if soft == resource.RLIM_INFINITY else soft


def raise_descriptors() -> None:
    """Ask the system for as many file descriptors as it gives this process, up to `DESCRIPTORS`."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

"""The HTTP server, with or without TLS. It runs in the foreground or in a thread."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from mockclio.catalog.loopback import addresses
from mockclio.server.extensions import streams_of
from mockclio.server.guard import OverSocket
from mockclio.server.serving import serving

if TYPE_CHECKING:
    from ssl import SSLContext

    from _typeshed.wsgi import WSGIApplication
    from flask import Flask


class Waitress:
    """The server: waitress with the bounds of `mockclio.server.connections`. With a context it serves https."""

    def __init__(self, app: WSGIApplication, sockets: list[socket.socket], threads: int, context: SSLContext | None = None) -> None:
        from mockclio.server.connections import Listeners

        self._looping = self._stopping = False
        self._sockets: dict[int, Any] = {}
        self._server: Any = Listeners(OverSocket(app), sockets, threads, self._sockets, context)

    def run(self) -> None:
        self._looping = True
        try:
            self._server.run()
        except OSError as error:
            if error.errno not in CLOSED or not self._stopping:  # the loop may still use a socket that `stop` has closed
                raise
        finally:
            self._looping = False

    def stop(self) -> None:
        """Finish the running requests and take no new ones. A loop in another thread is woken to close at once, not after a second."""
        from waitress.trigger import trigger

        self._stopping = True
        if self._looping:
            self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=10)
            waker = next(one for one in list(self._sockets.values()) if isinstance(one, trigger))
            with suppress(OSError):  # something else woke the loop, and it has closed already
                waker.pull_trigger(self._server.close)
        else:
            self._server.close()
            self._server.task_dispatcher.shutdown(cancel_pending=False, timeout=10)


class PortTaken(Exception):
    """The port is in use."""

    def __init__(self, address: str, port: int) -> None:
        self.address, self.port = address, port
        super().__init__(f"[{address}]:{port}" if ":" in address else f"{address}:{port}")


ALONE: int = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
"""The option with which a port has one server. On Windows SO_REUSEADDR would let two servers have the same one."""
CLOSED = (errno.EBADF, errno.ENOTSOCK)
"""What a loop meets that uses a closed socket, on POSIX and on Windows."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Sockets on the host, and on the other loopback address if there is one. Port 0 means a free port, the same for both."""
    results: list[socket.socket] = []
    for address in addresses(host):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, ALONE, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            made.bind((address, results[0].getsockname()[1] if results else port))
            made.listen(1024)
        except OSError as error:
            made.close()
            if not results:
                raise PortTaken(address, port) if error.errno == errno.EADDRINUSE else error from None
            continue  # a machine without IPv6, or with the other address taken, serves the first one
        results.append(made)
    return results


class Running:
    """A server in a thread. `url` is its address. `stop` ends it."""

    def __init__(self, server: Waitress, url: str, app: Flask, port: int) -> None:
        self._server, self.url, self._app, self._port = server, url, app, ExitStack()
        self._port.enter_context(serving(port))
        self._thread = Thread(target=server.run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        streams_of(self._app).close()
        self._server.stop()
        self._thread.join(timeout=5)
        self._port.close()


def serve_in_thread(app: Flask, host: str = "127.0.0.1", port: int = 0, threads: int = 8) -> Running:
    """Start a server in a thread. Port 0 means a free port."""
    sockets = listen(host, port)
    port = sockets[0].getsockname()[1]
    return Running(Waitress(app, sockets, threads), f"http://{host}:{port}", app, port)


def serve(
    app: Flask,
    host: str,
    port: int,
    threads: int,
    certificate: tuple[str, str] | None = None,
    *,
    answers: WSGIApplication | None = None,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, then finish the running requests. It prints the ready line with the real port.

    `answers` stands in front of the application if it is given. `announce` is called with the address before the ready line.
    """
    from mockclio.server.connections import raise_descriptors

    raise_descriptors()
    sockets = listen(host, port)
    port = sockets[0].getsockname()[1]
    context = None
    if certificate:
        from mockclio.server.channels import secure_context

        context = secure_context(certificate)
    server = Waitress(answers or app, sockets, threads, context)

    def stop(number: int, frame: Any) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    url = f"{'https' if certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
    if announce:
        announce(url)
    print(f"ready {url}", flush=True)
    try:
        with serving(port):
            server.run()
    except (SystemExit, KeyboardInterrupt):
        streams_of(app).close()
        server.stop()

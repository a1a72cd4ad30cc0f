"""A server in a thread with an application that waits, for tests of connections, with and without TLS."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from threading import Event, Thread
from typing import Any

from mockclio.server import connections
from mockclio.server.serve import Waitress, listen

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Served:
    """A server in a thread with an application that waits for `go`. With the contexts of a server and a client it speaks TLS."""

    def __init__(self, threads: int, contexts: tuple[ssl.SSLContext, ssl.SSLContext] | None = None) -> None:
        self._client = contexts[1] if contexts else None
        self.go, self.begun = Event(), Event()
        sockets = listen("127.0.0.1", 0)
        self.port = sockets[0].getsockname()[1]
        self._open = ExitStack()
        self.server = Waitress(self._answer, sockets, threads, contexts[0] if contexts else None)
        self._thread = Thread(target=self.server.run, daemon=True)

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.begun.set()
        assert self.go.wait(20)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    @property
    def listener(self) -> Any:
        return next(one for one in self.server._sockets.values() if isinstance(one, connections.Listener))

    def start(self) -> None:
        self._thread.start()

    def connect(self, sent: bytes = b"") -> socket.socket:
        """An open connection, after the handshake of TLS, that has sent some bytes."""
        made = self.dial()
        if self._client:
            made = self._open.enter_context(self._client.wrap_socket(made, server_hostname="localhost"))
        made.sendall(sent)
        return made

    def dial(self) -> socket.socket:
        """An open connection without a handshake."""
        return self._open.enter_context(socket.create_connection(("127.0.0.1", self.port), timeout=20))

    def channels(self) -> list[Any]:
        """The connections that the server has open."""
        return list(self.listener.active_channels.values())

    def stop(self) -> None:
        self.go.set()
        self._open.close()
        self.server.stop()
        self._thread.join(timeout=10)


def read(connection: socket.socket) -> bytes:
    """All bytes until the other side closes the connection."""
    result = b""
    while more := connection.recv(65_536):
        result += more
    return result

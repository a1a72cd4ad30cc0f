"""Connections of the HTTP server: plain ones, and those with TLS. Both are served by waitress, so the same bounds hold for both."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from threading import Lock
from time import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from mockclio.server.parsing import RequestParser

NOT_NOW = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
"""What a TLS socket raises in place of waiting."""


SMALL = 65_536
"""The bytes of a body that is sent together with its headers."""


class OneWrite(WSGITask):
    """A request whose headers and small body are sent at once. Each send lets other threads run first, so that two take twice the time."""

    channel: Any
    wrote_header: bool

    def write(self, data: bytes) -> None:
        if self.wrote_header or not data or len(data) > SMALL:
            super().write(data)
            return
        self.channel.pieces = []
        try:
            super().write(data)
        finally:
            pieces, self.channel.pieces = self.channel.pieces, None
            self.channel.write_soon(b"".join(pieces))


class PlainChannel(HTTPChannel):
    """A connection without TLS."""

    parser_class = RequestParser
    task_class = OneWrite
    pieces: list[bytes] | None = None
    """What is sent together, while it is collected."""

    def write_soon(self, data: Any) -> Any:
        if self.pieces is None:
            return super().write_soon(data)
        self.pieces.append(data)
        return len(data)


class SecureChannel(PlainChannel):
    """A connection with TLS. The handshake is a part of reading, so that a client that does not finish it holds no thread.

    The loop of the server reads, and a thread of the application writes. The lock keeps them apart: a TLS socket serves one at a time.
    """

    socket: Any
    adj: Any
    last_activity: float

    def __init__(self, server: Any, sock: socket.socket, addr: Any, adj: Any, map: Any = None) -> None:
        self._one_at_a_time = Lock()
        secured = server.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        super().__init__(server, secured, addr, adj, map=map)

    def handle_read(self) -> None:
        """Read all that has come. Decrypted bytes that nobody takes would not wake the loop again."""
        while self.connected:
            try:
                with self._one_at_a_time:
                    data = self.socket.recv(self.adj.recv_bytes)
            except NOT_NOW:
                return
            except (OSError, ValueError):  # the client closed the connection, or speaks no TLS
                self.handle_close()
                return
            if not data:
                self.handle_close()
                return
            self.last_activity = time()
            self.received(data)
            if not self.connected or not self.socket.pending():
                return

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send what the connection takes now. Return the number of bytes."""
        try:
            with self._one_at_a_time:
                return int(super().send(data, do_close=False))
        except NOT_NOW:
            return 0

    def handle_close(self) -> None:
        """Say the end of the TLS connection, without waiting for the answer, and close it."""
        if self.connected:
            with suppress(OSError, ValueError), self._one_at_a_time:
                self.socket.unwrap()
        super().handle_close()


def secure_context(certificate: tuple[str, str]) -> ssl.SSLContext:
    """The TLS settings of a server from the files of its certificate and its key."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context

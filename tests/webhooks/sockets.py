"""Receivers behind real sockets, on this machine."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from mockclio.webhooks.receiver import Receiver


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None: ...


@contextmanager
def listening(application: Any, certificate: str | None = None) -> Iterator[str]:
    """The address of an application while the block lasts."""
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"{'https' if certificate else 'http'}://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


class Stuck(Receiver):
    """Does the handshake, and then answers nothing before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if "HTTP_X_HOOK_SECRET" not in environ:
            self.let_go.wait(20)
        return super().__call__(environ, start_response)

"""Transports of httpx to a mock: over a socket, or in process to the application.

Both are our own, so no tool that records or forbids requests patches them. In process, faults raise the same errors as over a socket.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

import httpx

from mockclio.catalog.addresses import USUAL_PORTS
from mockclio.server.faults import IN_PROCESS, TimedOut

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class InProcess(httpx.BaseTransport):
    """A transport to a WSGI application. It never waits: an answer that is later than the client's timeout is a ReadTimeout at once."""

    def __init__(self, app: Application) -> None:
        """Use a WSGI application."""
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        patience = request.extensions.get("timeout", {}).get("read")

        def application(environ: dict[str, Any], start_response: Any) -> Any:
            return self._app({**environ, IN_PROCESS: patience}, start_response)

        try:
            return _called(application, request)
        except TimedOut as error:
            raise httpx.ReadTimeout(str(error), request=request) from None
        except ConnectionResetError as error:
            raise _lost(request, error) from None


def _called(app: Application, request: httpx.Request) -> httpx.Response:
    """Call an application. httpx.WSGITransport would do it too, but VCR replaces its method."""
    body = request.read()
    answered: list[tuple[str, list[tuple[str, str]]]] = []
    pieces = app(_environ(request, body), lambda status, headers, error=None: answered.append((status, headers)))
    try:
        content = b"".join(pieces)
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    status, headers = answered[-1]
    return httpx.Response(int(status.partition(" ")[0]), headers=headers, content=content, request=request)


def _environ(request: httpx.Request, body: bytes) -> dict[str, Any]:
    names = [(name.decode("ascii").upper().replace("-", "_"), value.decode("latin-1")) for name, value in request.headers.raw]
    return {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request.url.raw_path.partition(b"?")[0]).decode("latin-1"),
        "QUERY_STRING": request.url.query.decode("ascii"),
        "SERVER_NAME": request.url.host,
        "SERVER_PORT": str(request.url.port or USUAL_PORTS[request.url.scheme]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.url.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **{name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}": value for name, value in names},
    }


def _lost(request: httpx.Request, error: ConnectionResetError) -> httpx.HTTPError:
    return httpx.RemoteProtocolError(f"Server disconnected: {error.args[1]}", request=request)


class AsyncInProcess(httpx.AsyncBaseTransport):
    """The same transport for tasks. Other tasks run before each answer."""

    def __init__(self, app: Application) -> None:
        """Use a WSGI application."""
        self._transport = InProcess(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        import anyio

        await request.aread()
        await anyio.sleep(0)
        return self._transport.handle_request(request)


def over_socket() -> httpx.BaseTransport:
    """Return a transport over a socket that uses no proxy."""
    from mockclio.handle.sockets import OverSocket

    return OverSocket()


def async_over_socket() -> httpx.AsyncBaseTransport:
    """Return a transport for tasks. It keeps no connections, because its event loop may end before the test does."""
    from mockclio.handle.sockets import AsyncOverSocket

    return AsyncOverSocket()

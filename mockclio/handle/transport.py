"""Transports of httpx to a mock: over a socket, or without one to the application itself.

Without a socket, faults arrive as the errors that a socket would have brought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import httpx

from mockclio.server.faults import IN_PROCESS, TimedOut

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class InProcess(httpx.BaseTransport):
    """Waiting is skipped: an answer that would come later than the client waits is a ReadTimeout at once."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        patience = request.extensions.get("timeout", {}).get("read")

        def application(environ: dict[str, Any], start_response: Any) -> Any:
            return self._app({**environ, IN_PROCESS: patience}, start_response)

        try:
            answer = httpx.WSGITransport(app=application).handle_request(request)
            content = answer.read()
        except TimedOut as error:
            raise httpx.ReadTimeout(str(error), request=request) from None
        except ConnectionResetError as error:
            raise _lost(request, error) from None
        return httpx.Response(answer.status_code, headers=answer.headers, content=content, request=request)


def _lost(request: httpx.Request, error: ConnectionResetError) -> httpx.HTTPError:
    return httpx.RemoteProtocolError(f"Server disconnected: {error.args[1]}", request=request)


class AsyncInProcess(httpx.AsyncBaseTransport):
    """The same for tasks: each request is answered at once, after the other tasks had their turn."""

    def __init__(self, app: Application) -> None:
        self._transport = InProcess(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        import anyio

        await request.aread()
        await anyio.sleep(0)
        return self._transport.handle_request(request)


def over_socket() -> httpx.BaseTransport:
    """A transport over a socket that asks no proxy."""
    return httpx.HTTPTransport()


def async_over_socket() -> httpx.AsyncBaseTransport:
    """The same for tasks. It keeps no connection, because its event loop may end before the test does."""
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

"""Transports of httpx to a mock: over a socket, or in process to the application.

In process, faults raise the same errors as over a socket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import httpx

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
    return httpx.HTTPTransport()


def async_over_socket() -> httpx.AsyncBaseTransport:
    """Return a transport for tasks. It keeps no connections, because its event loop may end before the test does."""
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

"""Transports of httpx over a socket that are our own: no tool that records or forbids requests has a patch for them.

VCR and pytest-httpx replace methods of httpx's transports, respx those of httpcore's pools and connections. What stands below all of these
is `HTTP11Connection`, one connection that exists already. No proxy is used.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import httpcore
import httpx


class OverSocket(httpx.BaseTransport):
    """A transport that keeps its connections for later requests."""

    def __init__(self) -> None:
        """Begin without a connection."""
        self._idle: list[tuple[httpcore.Origin, httpcore.HTTP11Connection]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request. Its body is read when it is asked for."""
        sent = _sent(request)
        with _as_httpx_raises(request):
            connection = self._kept(sent.url.origin) or _connected(sent)
            response = connection.handle_request(sent)
        return _response(response, _Body(self, connection, response, request))

    def _kept(self, origin: httpcore.Origin) -> httpcore.HTTP11Connection | None:
        """A kept connection to an origin that the server has not closed."""
        for entry in reversed(self._idle):
            if entry[0] == origin:
                self._idle.remove(entry)
                if not entry[1].has_expired():
                    return entry[1]
                entry[1].close()
        return None

    def keep(self, origin: httpcore.Origin, connection: httpcore.HTTP11Connection) -> None:
        """Keep a connection whose answer was read, or close it."""
        if connection.is_idle():
            self._idle.append((origin, connection))
        else:
            connection.close()

    def close(self) -> None:
        """Close the connections."""
        while self._idle:
            self._idle.pop()[1].close()


class _Body(httpx.SyncByteStream):
    def __init__(
        self, transport: OverSocket, connection: httpcore.HTTP11Connection, response: httpcore.Response, request: httpx.Request
    ) -> None:
        self._transport, self._connection, self._response, self._request = transport, connection, response, request

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx_raises(self._request):
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
        self._transport.keep(_sent(self._request).url.origin, self._connection)


class AsyncOverSocket(httpx.AsyncBaseTransport):
    """A transport for tasks. It keeps no connections, because its event loop may end before the test does."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request. Its body is read when it is asked for."""
        sent = _sent(request)
        with _as_httpx_raises(request):
            stream = await httpcore.AnyIOBackend().connect_tcp(_host(sent), _port(sent), _seconds(sent))
            if sent.url.scheme == b"https":
                stream = await stream.start_tls(ssl.create_default_context(), _host(sent), _seconds(sent))
            connection = httpcore.AsyncHTTP11Connection(sent.url.origin, stream)
            response = await connection.handle_async_request(sent)
        return _response(response, _AsyncBody(connection, response, request))


class _AsyncBody(httpx.AsyncByteStream):
    def __init__(self, connection: httpcore.AsyncHTTP11Connection, response: httpcore.Response, request: httpx.Request) -> None:
        self._connection, self._response, self._request = connection, response, request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx_raises(self._request):
            async for piece in self._response.aiter_stream():
                yield piece

    async def aclose(self) -> None:
        await self._response.aclose()
        await self._connection.aclose()


def _connected(sent: httpcore.Request) -> httpcore.HTTP11Connection:
    stream = httpcore.SyncBackend().connect_tcp(_host(sent), _port(sent), _seconds(sent))
    if sent.url.scheme == b"https":
        stream = stream.start_tls(ssl.create_default_context(), _host(sent), _seconds(sent))
    return httpcore.HTTP11Connection(sent.url.origin, stream)


def _sent(request: httpx.Request) -> httpcore.Request:
    url = httpcore.URL(scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path)
    return httpcore.Request(request.method, url, headers=request.headers.raw, content=request.stream, extensions=request.extensions)


def _response(response: httpcore.Response, body: httpx.SyncByteStream | httpx.AsyncByteStream) -> httpx.Response:
    return httpx.Response(response.status, headers=response.headers, stream=body, extensions=response.extensions)


def _host(sent: httpcore.Request) -> str:
    return sent.url.origin.host.decode("ascii")


def _port(sent: httpcore.Request) -> int:
    return sent.url.origin.port


def _seconds(sent: httpcore.Request) -> float | None:
    seconds: float | None = sent.extensions.get("timeout", {}).get("connect")
    return seconds


@contextmanager
def _as_httpx_raises(request: httpx.Request) -> Iterator[None]:
    """Raise httpcore's errors as those of httpx, which have the same names."""
    try:
        yield
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        raise getattr(httpx, type(error).__name__)(str(error), request=request) from error

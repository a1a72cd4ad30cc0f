"""A transport of httpx that asks the application without a socket; faults arrive as the errors that a socket would have brought."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from math import ceil
from typing import Any

import httpx

from mockclio.server.faults import IN_PROCESS, TimedOut
from mockclio.store.world import World

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


class WorldTime:
    """A world's clock as a client's: where the client would wait, the clock is moved instead."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self) -> float:
        return self._world.clock.now().timestamp()

    def sleep(self, seconds: float) -> None:
        clock = self._world.clock
        with self._world.lock:
            clock.move(clock.now() + timedelta(seconds=ceil(seconds)))
        clock.moved()

    async def wait(self, seconds: float) -> None:
        import anyio

        self.sleep(seconds)
        await anyio.sleep(0)

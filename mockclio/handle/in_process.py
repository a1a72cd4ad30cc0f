"""A mock in this process. Its handle calls the application without a socket."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from mockclio.catalog.loopback import IN_PROCESS
from mockclio.handle.handle import MockHandle
from mockclio.store.world import World

if TYPE_CHECKING:
    import httpx
    from flask import Flask

    from mockclio.client.backends import Time
    from mockclio.handle.control import Sender
    from mockclio.server.serve import Running
    from mockclio.webhooks.delivery_queue import DeliveryQueue
    from mockclio.webhooks.mounts import Application

ORIGIN = f"http://{IN_PROCESS}"


class SharedServer(Protocol):
    """A server of several mocks of this process."""

    @property
    def url(self) -> str:
        """The address of the server."""

    def leave(self, mock: InProcessMock) -> None:
        """Refuse the tokens of a mock that was closed."""


class InProcessMock(MockHandle):
    """The handle of a world in this process."""

    def __init__(
        self,
        world: World,
        token: str = "dev-token",
        *,
        like: Flask | None = None,
        server: SharedServer | None = None,
        over_socket: bool = False,
    ) -> None:
        """Make a handle of a world.

        `like` is the application of another mock; this one is then made faster. `server` is a shared server that gives the address;
        without it a server is started when `url` is first read. With `over_socket` the clients use the address too.
        """
        from mockclio.assembly import admit, app_over, create_app

        self.token = token
        self._worlds = admit(world, token)
        self._world = world
        self._server, self._over_socket = server, over_socket
        self.app: Flask = app_over(like, self._worlds) if like else create_app(self._worlds)
        self._running: Running | None = None
        self._delivery_queue.awaits_handshakes = True

    @property
    def world(self) -> World:
        """The world with its rows: `mock.world.matters.get(id)`."""
        return self._world

    @property
    def url(self) -> str:
        """The address of the server, on a free port of 127.0.0.1. Reading it starts the threads that send this world's webhooks."""
        from mockclio.server.serve import serve_in_thread
        from mockclio.webhooks import start

        start(self._worlds)
        if self._server is not None:
            return self._server.url
        if self._running is None:
            self._running = serve_in_thread(self.app)
        return self._running.url

    @property
    def _delivery_queue(self) -> DeliveryQueue:
        from mockclio.webhooks import delivery_queue_of

        return delivery_queue_of(self._world)

    @property
    def _world_name(self) -> str:
        return self._world.name

    @property
    def _address(self) -> str:
        return self.url if self._over_socket else ORIGIN

    def _sender(self) -> Sender:
        from mockclio.handle.control import ApplicationSender

        return ApplicationSender(self._answer)

    def _transport(self) -> httpx.BaseTransport:
        from mockclio.handle.transport import InProcess, over_socket

        return over_socket() if self._over_socket else InProcess(self._answer)

    def _async_transport(self) -> httpx.AsyncBaseTransport:
        from mockclio.handle.transport import AsyncInProcess, async_over_socket

        return async_over_socket() if self._over_socket else AsyncInProcess(self._answer)

    def _time(self) -> Time:
        from mockclio.handle.time import WorldTime

        return WorldTime(self._world)

    def _mount(self, url: str, application: Application) -> None:
        self._delivery_queue.mount(url, application)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request. Deliveries that it caused are sent before it returns."""
        try:
            return list(self.app(environ, start_response))
        finally:
            self._delivery_queue.after_request()

    def close(self) -> None:
        """Close the clients, the threads and the streams of this world. A shared server refuses its tokens from now on."""
        from mockclio.webhooks import stop

        if self._server is not None:
            self._server.leave(self)
        super().close()
        if self._running is not None:
            self._running.stop()
            self._running = None
        stop(self._worlds)
        self.app.extensions["streams"].close()

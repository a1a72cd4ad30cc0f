"""A law firm inside a Python process: for tests, without a socket unless somebody asks for a URL."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mockclio.doors import Doors
from mockclio.store.clock import Clock, parse_time
from mockclio.store.faults import Faults
from mockclio.store.world import World

if TYPE_CHECKING:
    import httpx
    from flask import Flask

    from mockclio.client.backends import Time
    from mockclio.server.serve import Running
    from mockclio.testing.calls import LocalCalls
    from mockclio.testing.told import LocalTold

IN_PROCESS = "http://mockclio.test"


class MockClio(Doors):
    """A world and the server over it. `firm` is `small`, `empty` or a path; the clock stands still at `at`, or at the firm's own time.

    A saved state is a firm too: its world goes on from the time at which it was saved, with its tokens, faults and limits.
    """

    webhooks: LocalTold
    """What webhooks were told, and what the next ones are to suffer: `mock.webhooks.mount("https://app.test", app)`."""

    def __init__(
        self,
        firm: str = "small",
        *,
        at: str | None = None,
        frozen: bool = True,
        token: str = "dev-token",
        lenient_bodies: bool = False,
    ) -> None:
        from mockclio.assembly import open_firm

        world = open_firm(firm, at=parse_time(at) if at else None, frozen=frozen)
        world.settings.lenient_bodies = lenient_bodies or world.settings.lenient_bodies
        self._open(world, token)

    @classmethod
    def of(cls, world: World, token: str = "dev-token", *, like: Flask | None = None) -> Self:
        """A mock over a world that exists already, such as a fork; over the application of another mock it is made faster."""
        mock = cls.__new__(cls)
        mock._open(world, token, like)
        return mock

    def _open(self, world: World, token: str, like: Flask | None = None) -> None:
        from mockclio.assembly import admit, app_over, create_app
        from mockclio.testing.told import LocalTold
        from mockclio.webhooks import attach

        self.token = token
        self._worlds = admit(world, token)
        self.webhooks = LocalTold(attach(world))
        self.app: Flask = app_over(like, self._worlds) if like else create_app(self._worlds)
        self._running: Running | None = None

    @property
    def world(self) -> World:
        return next(iter(self._worlds.by_name.values()))

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def requests(self) -> LocalCalls:
        """What was asked and answered: `mock.requests.assert_called("POST", "/matters", json={...})`, `search(where("status") == 404)`."""
        from mockclio.testing.calls import LocalCalls

        return LocalCalls(self.world.request_log)

    @property
    def faults(self) -> Faults:
        """What is to go wrong: `mock.faults.add("status", status=503, operation="Matter#*")`, `mock.faults.use("flaky")`."""
        return self.world.faults

    def reset(self) -> None:
        """Back to the rows, time and chance that the mock began with; faults go, tokens stay."""
        self._worlds.reset(self.world)

    @property
    def url(self) -> str:
        """The address of the server; asking for it starts one on a free port of 127.0.0.1, with threads that send webhooks."""
        from mockclio.server.serve import serve_in_thread
        from mockclio.webhooks import start

        if self._running is None:
            start(self._worlds)
            self._running = serve_in_thread(self.app)
        return self._running.url

    @property
    def _world_name(self) -> str:
        return self.world.name

    @property
    def _address(self) -> str:
        return IN_PROCESS

    def _transport(self) -> httpx.BaseTransport:
        from mockclio.transport import InProcess

        return InProcess(self._answer)

    def _async_transport(self) -> httpx.AsyncBaseTransport:
        from mockclio.transport import AsyncInProcess

        return AsyncInProcess(self._answer)

    def _time(self) -> Time:
        from mockclio.transport import WorldTime

        return WorldTime(self.world)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """One request in process; what it owes to receivers is sent before the caller has the answer."""
        try:
            return list(self.app(environ, start_response))
        finally:
            self.webhooks.after_request()

    def close(self) -> None:
        from mockclio.webhooks import stop

        super().close()
        if self._running is not None:
            self._running.stop()
            self._running = None
            stop(self._worlds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

"""A law firm inside a Python process: for tests, without a socket unless somebody asks for a URL."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from mockclio.store.clock import Clock, parse_time
from mockclio.store.world import World

if TYPE_CHECKING:
    import httpx
    from flask import Flask

    from mockclio.server.serve import Running

IN_PROCESS = "http://mockclio.test"


class MockClio:
    """A world and the server over it. `firm` is `small`, `empty` or a path; the clock stands still at `at`, or at the firm's own time."""

    def __init__(self, firm: str = "small", *, at: str | None = None, frozen: bool = True, token: str = "dev-token") -> None:
        from mockclio.server.opening import open_firm

        self._open(open_firm(firm, at=parse_time(at) if at else None, frozen=frozen), token)

    @classmethod
    def of(cls, world: World, token: str = "dev-token") -> Self:
        """A mock over a world that exists already, such as a fork."""
        mock = cls.__new__(cls)
        mock._open(world, token)
        return mock

    def _open(self, world: World, token: str) -> None:
        from mockclio.server.app import create_app
        from mockclio.store.worlds import Worlds

        self.token = token
        self._worlds = Worlds()
        self._worlds.grant(self._worlds.add(world), token)
        self._worlds.install_dev_applications(world)
        self.app: Flask = create_app(self._worlds)
        self._running: Running | None = None

    @property
    def world(self) -> World:
        return next(iter(self._worlds.by_name.values()))

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def url(self) -> str:
        """The address of the server; asking for it starts one on a free port of 127.0.0.1."""
        from mockclio.server.serve import serve_in_thread

        if self._running is None:
            self._running = serve_in_thread(self.app)
        return self._running.url

    @cached_property
    def client(self) -> httpx.Client:
        """An HTTP client that is logged in: `mock.client.get("/api/v4/matters.json")`."""
        import httpx

        return httpx.Client(
            transport=httpx.WSGITransport(app=self.app),
            base_url=IN_PROCESS,
            headers={"Authorization": f"Bearer {self.token}"},
        )

    def close(self) -> None:
        if "client" in self.__dict__:
            self.client.close()
        if self._running is not None:
            self._running.stop()
            self._running = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

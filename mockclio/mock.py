"""A law firm inside a Python process: for tests, without a socket unless somebody asks for a URL."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mockclio.store.clock import Clock, parse_time
from mockclio.store.faults import Faults
from mockclio.store.journal import Journal
from mockclio.store.tables import Row
from mockclio.store.world import World

if TYPE_CHECKING:
    import httpx
    from flask import Flask

    from mockclio.client import AsyncClio, Clio
    from mockclio.server.serve import Running
    from mockclio.webhooks.lab import Lab

IN_PROCESS = "http://mockclio.test"


class MockClio:
    """A world and the server over it. `firm` is `small`, `empty` or a path; the clock stands still at `at`, or at the firm's own time."""

    webhooks: Lab
    """What webhooks were told, and what the next ones are to suffer: `mock.webhooks.mount("https://app.test", app)`."""

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
        from mockclio.webhooks import attach
        from mockclio.webhooks.lab import Lab

        self.token = token
        self._worlds = Worlds()
        self._worlds.grant(self._worlds.add(world), token)
        self._worlds.install_dev_applications(world)
        self.webhooks = Lab(attach(world))
        self.app: Flask = create_app(self._worlds)
        self._running: Running | None = None

    @property
    def world(self) -> World:
        return next(iter(self._worlds.by_name.values()))

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def requests(self) -> Journal:
        """What was asked and answered: `mock.requests.search(where("status") == 404)`."""
        return self.world.journal

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

    @cached_property
    def http(self) -> httpx.Client:
        """A plain HTTP client that is logged in: `mock.http.get("/api/v4/matters.json")`."""
        import httpx

        from mockclio.transport import InProcess

        return httpx.Client(
            transport=InProcess(self._answer),
            base_url=IN_PROCESS,
            headers={"Authorization": f"Bearer {self.token}"},
        )

    @cached_property
    def client(self) -> Clio:
        """The typed client, logged in, without a socket: `mock.client.matters.list()`. When it waits, the world's time passes."""
        from mockclio.client import Clio
        from mockclio.transport import InProcess, WorldTime

        return Clio(self.token, base_url=IN_PROCESS, transport=InProcess(self._answer), time=WorldTime(self.world))

    @cached_property
    def async_client(self) -> AsyncClio:
        """The same client, to be awaited."""
        from mockclio.client import AsyncClio
        from mockclio.transport import AsyncInProcess, WorldTime

        return AsyncClio(self.token, base_url=IN_PROCESS, transport=AsyncInProcess(self._answer), time=WorldTime(self.world))

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """One request in process; what it owes to receivers is sent before the caller has the answer."""
        try:
            return list(self.app(environ, start_response))
        finally:
            self.webhooks.after_request()

    def bill(self, *matters: int, **terms: Any) -> Row:
        """Make a bill of the unbilled work of some matters, or with `client=` of all of a client's.

        `terms` are the keys of POST /_mockclio/bills: `mock.bill(matter, state="awaiting_payment", tax_rate=7)`.
        """
        return self._control("bills", {"matters": list(matters), **terms})

    def pay(self, *bills: int, **terms: Any) -> Row:
        """Record a payment of issued bills, all that is owed if no `amount` is given; `source=` is a trust account to take it from."""
        return self._control("payments", {"bills": list(bills), **terms})

    def credit(self, *bills: int, **terms: Any) -> Row:
        """Issue a credit memo against bills, over all that is owed if no `amount` is given."""
        return self._control("credits", {"bills": list(bills), **terms})

    def _control(self, path: str, body: Row) -> Row:
        """What a control route makes. What it refuses is a ValueError that says what would be right."""
        response = self.http.post(f"/_mockclio/{path}", params={"world": self.world.name}, json=body)
        if response.is_error:
            raise ValueError(response.json()["error"]["message"])
        return response.json()["data"]  # type: ignore[no-any-return]

    def close(self) -> None:
        from mockclio.webhooks import stop

        for name in ("http", "client"):
            if name in self.__dict__:
                self.__dict__[name].close()
        if self._running is not None:
            self._running.stop()
            self._running = None
            stop(self._worlds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

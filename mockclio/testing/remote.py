"""Worlds of a mockclio that runs elsewhere: each test gets a fork there, through the control interface, and steers it as one in process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mockclio.store.clock import parse_time, stamp
from mockclio.testing.remote_parts import RemoteCalls, RemoteFaults, RemoteTold
from mockclio.testing.tested import FaultRules, Tested, Trial

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

    from mockclio.client.backends import Time
    from mockclio.store.tables import Row

PATIENCE = 60.0
"""Seconds; loading a large firm takes some."""


class NoServer(ConnectionError):
    """Nobody answers at --mockclio-url as mockclio does; the message says what to do."""


class RemoteClock:
    """The time of a world, moved over HTTP. What falls due by a move has been done when it returns."""

    def __init__(self, world: RemoteMock) -> None:
        self._world = world

    def now(self) -> datetime:
        return parse_time(self._world.control("GET", "clock")["now"])

    def stamp(self) -> str:
        return stamp(self.now())

    @property
    def frozen(self) -> bool:
        return bool(self._world.control("GET", "clock")["frozen"])

    def freeze(self) -> None:
        self._world.control("POST", "clock", {"frozen": True})

    def run(self) -> None:
        self._world.control("POST", "clock", {"frozen": False})

    def set(self, moment: datetime) -> int:
        return int(self._world.control("POST", "clock", {"set": stamp(moment)})["ran"])

    def advance(self, duration: timedelta) -> int:
        return int(self._world.control("POST", "clock", {"advance": f"{int(duration.total_seconds())}s"})["ran"])


class RemoteTime:
    """The same clock as a client's: where it would wait, the world's time passes."""

    def __init__(self, clock: RemoteClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()

    def sleep(self, seconds: float) -> None:
        self._clock.advance(timedelta(seconds=-(-seconds // 1)))

    async def wait(self, seconds: float) -> None:
        import anyio

        await anyio.to_thread.run_sync(self.sleep, seconds)


class RemoteMock(Tested):
    """A test's own world on another server. It has no `world`: rows are read through the API."""

    def __init__(self, server: RemoteServer, name: str, token: str) -> None:
        self.token, self._name, self._server = token, name, server
        self.clock = RemoteClock(self)
        self.faults = RemoteFaults(self)
        self.webhooks = RemoteTold(self)
        self._fault: Row | None = None
        self.set_aside = []

    def __getattr__(self, name: str) -> Any:
        if name in ("world", "app"):
            raise AttributeError(f"mockclio.{name} is there in process only; with --mockclio-url read rows through the API")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def _world_name(self) -> str:
        return self._name

    @property
    def _address(self) -> str:
        return self._server.url

    def _transport(self) -> httpx.BaseTransport:
        from mockclio.testing.transports import transport

        return transport()

    def _async_transport(self) -> httpx.AsyncBaseTransport:
        from mockclio.testing.transports import async_transport

        return async_transport()

    def _time(self) -> Time:
        return RemoteTime(self.clock)

    def _steer(self, method: str, path: str, query: dict[str, Any], body: Row | None) -> httpx.Response:
        return self._server.http.request(method, path, params=query, json=body)

    def text(self, path: str, **query: Any) -> str:
        """What a control route answers that gives no JSON object of its own."""
        return self._steer("GET", f"/_mockclio/{path}", {"world": self._name, **query}, None).text

    @property
    def requests(self) -> RemoteCalls:
        """What was asked and answered."""
        return RemoteCalls(self)

    @property
    def last_request(self) -> int:
        return int(self.control("GET", "requests", limit=1)["last"])

    def fault_rules(self) -> FaultRules:
        return self.faults

    def told(self) -> RemoteTold:
        return self.webhooks

    def strike(self, trial: Trial) -> None:
        self.trial = trial
        self._fault = self.faults.add(**trial.fault)

    def struck(self) -> bool:
        there = self._fault and next((one for one in self.faults if one["id"] == self._fault["id"]), None)
        return bool(there and there["hits"])

    @contextmanager
    def _spared(self) -> Iterator[None]:
        there = next((one for one in self.faults if self._fault and one["id"] == self._fault["id"]), None)
        if there is None or there["hits"] or self.trial is None:
            yield
            return
        self.faults.remove(there["id"])
        try:
            yield
        finally:
            self._fault = self.faults.add(**self.trial.fault)

    def reset(self) -> None:
        """Back to the rows and the time that the world began with; faults go, tokens stay."""
        self._server.post(f"worlds/{self._name}/reset")

    def close(self) -> None:
        super().close()
        self._server.delete(self._name)

    def __enter__(self) -> RemoteMock:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class RemoteServer:
    """What `mockclio_server` is with --mockclio-url."""

    def __init__(self, url: str, control_token: str = "") -> None:
        self.url = url.rstrip("/")
        self._control_token = control_token
        self._firms: dict[tuple[str, str | None], str] = {}

    @cached_property
    def http(self) -> httpx.Client:
        """For the control interface."""
        import httpx

        from mockclio.testing.transports import transport

        headers = {"X-Mockclio-Control-Token": self._control_token} if self._control_token else {}
        return httpx.Client(transport=transport(), base_url=self.url, headers=headers, timeout=PATIENCE)

    def fork(self, firm: str = "small", at: str | None = None) -> RemoteMock:
        """A world of its own, with a token of its own; its clock stands still at `at`, or at the firm's own time. Close it."""
        key = (str(firm), at)
        if key not in self._firms:
            asked = {"firm": str(firm), "frozen": True, **({"at": at} if at else {})}
            self._firms[key] = self.post("worlds", asked)["world"]["name"]
        made = self.post(f"worlds/{self._firms[key]}/fork")["world"]
        world = RemoteMock(self, made["name"], made["token"])
        told = world.webhooks.deliveries()
        world.last_delivery = told[-1].id if told else 0
        return world

    def post(self, path: str, body: Row | None = None) -> Row:
        """What a control route that is about worlds answers."""
        import httpx

        try:
            response = self.http.post(f"/_mockclio/{path}", json=body or {})
            answer: Row = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NoServer(f"--mockclio-url={self.url}: no mockclio answers there ({error}); start one with `mockclio serve`") from None
        if response.is_error:
            raise ValueError(f"--mockclio-url={self.url}: {answer.get('error', {}).get('message', answer)}")
        return answer

    def delete(self, name: str) -> None:
        """Forget a world; whether the server is still there does not matter any more."""
        from contextlib import suppress

        import httpx

        with suppress(httpx.HTTPError):
            self.http.delete(f"/_mockclio/worlds/{name}")

    def close(self) -> None:
        for name in self._firms.values():
            self.delete(name)
        self._firms.clear()
        self.http.close()

"""The clients: `Clio` blocks; the calls of `AsyncClio` are awaited. Both have the same collections."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mockclio.catalog.loopback import unproxied
from mockclio.catalog.operations import Async, M, Sync
from mockclio.client.loading import LazyCollections
from mockclio.client.regions import Region, address
from mockclio.client.versions import LATEST, checked

if TYPE_CHECKING:
    import httpx

    from mockclio.client.auth import Auth
    from mockclio.client.backends import Backend, Time
    from mockclio.client.budget import RateBudget
    from mockclio.client.cache import Cache
    from mockclio.client.caller import Caller
    from mockclio.client.exchange import Exchange
    from mockclio.client.oauth import OAuth
    from mockclio.client.retry import Retries

TIMEOUT = 30.0
CONNECT_TIMEOUT = 10.0
USER_AGENT = "mockclio-python"


class _Client(LazyCollections[M], ABC):
    """A client for Clio Manage in one region, or for a mock at `base_url`."""

    def __init__(
        self,
        token: str | None = None,
        *,
        auth: Auth | None = None,
        base_url: str | None = None,
        region: Region = "us",
        version: str = LATEST,
        timeout: float = TIMEOUT,
        transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None,
        retries: Retries | None = None,
        budget: RateBudget | None = None,
        cache: Cache | None = None,
        time: Time | None = None,
        user_agent: str = USER_AGENT,
    ) -> None:
        """Make a client. Nothing is sent.

        `token` is an access token; `auth` is its alternative, such as `Login(application, store)`. Exactly one of them is given.
        `base_url` is the address of another server, such as a mock: `http://127.0.0.1:8428`. Without it, `region` chooses the host of
        Clio. An address of this machine is called without a proxy. `version` is sent as X-API-VERSION. `timeout` is in seconds, for
        each read; a connection gets at most 10 seconds.
        `transport` is a transport of httpx. `retries` is the policy for repeated requests. `budget` counts requests against the rate
        limit; clients with the same token may share one. `cache` makes reads of single records conditional. `time` is another clock.
        `user_agent` is sent as User-Agent.

        Raises TypeError if both or neither of `token` and `auth` are given, ValueError for a wrong `base_url`, `region` or `version`.
        """
        from mockclio.client.auth import BearerToken
        from mockclio.client.backends import RealTime
        from mockclio.client.budget import RateBudget
        from mockclio.client.exchange import Exchange
        from mockclio.client.retry import Retries

        if (token is None) == (auth is None):
            raise TypeError("give either a token or an auth, such as Login(application, store)")
        self._exchange: Exchange = Exchange(
            backend=self._open(_options(address(base_url, region), timeout, transport, user_agent), time or RealTime()),
            base_url=address(base_url, region),
            auth=auth or BearerToken(token or ""),
            version=checked(version),
            retries=retries or Retries(),
            budget=budget or RateBudget(),
            cache=cache,
        )

    def __repr__(self) -> str:
        """Show the address and the version, without the token."""
        return f"<{type(self).__name__} {self._exchange.base_url} version {self._exchange.version}>"

    @abstractmethod
    def _open(self, options: dict[str, Any], time: Time) -> Backend: ...

    @cached_property
    def _caller(self) -> Caller:  # type: ignore[override]
        from mockclio.client.caller import Caller

        return Caller(self._exchange, self._mode)

    _mode: type[Sync] | type[Async]

    @cached_property
    def oauth(self) -> OAuth[M]:
        """The login of this client: `clio.oauth.login()`."""
        from mockclio.client.oauth import OAuth

        return OAuth(self._exchange)


def _options(base_url: str, timeout: float, transport: Any, user_agent: str) -> dict[str, Any]:
    import httpx

    headers = {"Accept": "application/json", "User-Agent": user_agent}
    return {
        "timeout": httpx.Timeout(timeout, connect=min(timeout, CONNECT_TIMEOUT)),
        "headers": headers,
        "transport": transport,
        "mounts": None if transport else unproxied(base_url),
        "follow_redirects": False,
    }


class Clio(_Client[Sync]):
    """The blocking client. Threads may share one.

        with Clio("token") as clio:
            for matter in clio.matters.select("id,client{name}").list(status="open"):
                print(matter.client.name)

    Each collection is an attribute: `clio.matters`, `clio.contacts`. Refusals are raised as `mockclio.errors.APIError`.
    """

    _mode = Sync

    def _open(self, options: dict[str, Any], time: Time) -> Backend:
        import httpx

        from mockclio.client.backends import SyncBackend

        return SyncBackend(httpx.Client(**options), time)

    def close(self) -> None:
        """Close the connections. `with Clio(...) as clio` does it at the end."""
        self._exchange.backend.run(self._exchange.backend.close())

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the connections."""
        self.close()


class AsyncClio(_Client[Async]):
    """The async client, for asyncio and trio. Tasks may share one. Its arguments are those of `Clio`.

    async with AsyncClio("token") as clio:
        async for matter in clio.matters.select("id,client{name}").list(status="open"):
            print(matter.client.name)
    """

    _mode = Async

    def _open(self, options: dict[str, Any], time: Time) -> Backend:
        import httpx

        from mockclio.client.backends import AsyncBackend

        return AsyncBackend(httpx.AsyncClient(**options), time)

    async def close(self) -> None:
        """Close the connections. `async with AsyncClio(...) as clio` does it at the end."""
        await self._exchange.backend.close()

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the connections."""
        await self.close()

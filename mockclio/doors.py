"""The ways to ask a mock: a plain HTTP client, the typed clients, and what Clio itself does behind the API."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

    from mockclio.client import AsyncClio, Clio
    from mockclio.client.backends import Time
    from mockclio.store.tables import Row


class Doors(ABC):
    """Clients that are logged in. Who is asked, over which transport, and whose time passes when a client waits, says the subclass."""

    token: str

    @property
    @abstractmethod
    def _world_name(self) -> str: ...

    @property
    @abstractmethod
    def _address(self) -> str: ...

    @abstractmethod
    def _transport(self) -> httpx.BaseTransport: ...

    @abstractmethod
    def _async_transport(self) -> httpx.AsyncBaseTransport: ...

    @abstractmethod
    def _time(self) -> Time: ...

    @cached_property
    def http(self) -> httpx.Client:
        """A plain HTTP client that is logged in: `mock.http.get("/api/v4/matters.json")`."""
        import httpx

        return httpx.Client(transport=self._transport(), base_url=self._address, headers={"Authorization": f"Bearer {self.token}"})

    @cached_property
    def client(self) -> Clio:
        """The typed client, logged in: `mock.client.matters.list()`. When it waits, the world's time passes."""
        from mockclio.client import Clio

        return Clio(self.token, base_url=self._address, transport=self._transport(), time=self._time())

    @cached_property
    def async_client(self) -> AsyncClio:
        """The same client, to be awaited."""
        from mockclio.client import AsyncClio

        return AsyncClio(self.token, base_url=self._address, transport=self._async_transport(), time=self._time())

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
        """What a control route makes."""
        made: Row = self.control("POST", path, body)["data"]
        return made

    def control(self, method: str, path: str, body: Row | None = None, **query: Any) -> Row:
        """What a route under /_mockclio answers for this world. What it refuses is a ValueError that says what would be right."""
        asked = {"world": self._world_name, **{name: value for name, value in query.items() if value is not None}}
        response = self._steer(method, f"/_mockclio/{path}", asked, body)
        if response.is_error:
            raise ValueError(response.json()["error"]["message"])
        answer: Row = response.json()
        return answer

    def _steer(self, method: str, path: str, query: dict[str, Any], body: Row | None) -> httpx.Response:
        return self.http.request(method, path, params=query, json=body)

    def close(self) -> None:
        """Let the connections of the clients go. Those of the one that is awaited do not outlast an answer."""
        for name in ("http", "client"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

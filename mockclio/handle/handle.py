"""The handle of a mock: clients that are logged in, the request log, deliveries, the clock, faults, and what Clio itself does.

Everything except the clients uses the control interface. A subclass knows where the mock runs: in this process, or elsewhere.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

    from mockclio.client import AsyncClio, Clio
    from mockclio.client.backends import Time
    from mockclio.handle.clock import ClockControl
    from mockclio.handle.control import ControlInterface, Sender
    from mockclio.handle.deliveries import DeliveryAssertions
    from mockclio.handle.faults import FaultControl, FaultRule
    from mockclio.handle.requests import RequestAssertions
    from mockclio.handle.tokens import TokenControl
    from mockclio.store.tables import Row
    from mockclio.webhooks.mounts import Application


@dataclass(frozen=True)
class Trial:
    """One run of a sweep: the operation that fails once, and how, such as "404" or "timeout"."""

    operation: str
    error: str
    fault: dict[str, Any] = field(default_factory=dict, compare=False)


class MockHandle(ABC):
    """The handle of one world of a mock. `MockClio` and the pytest fixture `mockclio` are such handles.

    Its parts are `http`, `client`, `async_client`, `clock`, `faults`, `requests`, `tokens` and `webhooks`. Each is made when it is first
    used.
    """

    token: str
    trial: Trial | None = None
    """What goes wrong in this run, if it is one of a sweep's."""
    last_delivery: int = 0
    """The number of the last delivery that the firm had before the test."""
    _fault: FaultRule | None = None

    # Where the mock is

    @property
    @abstractmethod
    def url(self) -> str:
        """The address of the server, such as `http://127.0.0.1:8428`."""

    @property
    @abstractmethod
    def _world_name(self) -> str: ...

    @property
    @abstractmethod
    def _address(self) -> str:
        """The address that the clients use."""

    @abstractmethod
    def _sender(self) -> Sender: ...

    @abstractmethod
    def _transport(self) -> httpx.BaseTransport: ...

    @abstractmethod
    def _async_transport(self) -> httpx.AsyncBaseTransport: ...

    @abstractmethod
    def _time(self) -> Time: ...

    @abstractmethod
    def _mount(self, url: str, application: Application) -> None: ...

    # Clients

    @cached_property
    def http(self) -> httpx.Client:
        """A plain httpx client that is logged in: `mock.http.get("/api/v4/matters.json")`."""
        import httpx

        return httpx.Client(transport=self._transport(), base_url=self._address, headers={"Authorization": f"Bearer {self.token}"})

    @cached_property
    def client(self) -> Clio:
        """The typed client, logged in: `mock.client.matters.list()`. When it waits, the world's clock moves instead."""
        from mockclio.client import Clio

        return Clio(self.token, base_url=self._address, transport=self._transport(), time=self._time())

    @cached_property
    def async_client(self) -> AsyncClio:
        """The typed async client, logged in."""
        from mockclio.client import AsyncClio

        return AsyncClio(self.token, base_url=self._address, transport=self._async_transport(), time=self._time())

    def environment(self) -> dict[str, str]:
        """Return environment variables for code that reads its settings there. `mockclio run` sets the same.

        `CLIO_*` is for the program under test, `MOCKCLIO_*` for verbs of mockclio. NO_PROXY gets this machine.
        """
        import os

        from mockclio.handle.environment import variables

        application = self.tokens.application
        return variables(self.url, self.token, self._world_name, (application.client_id, application.client_secret), os.environ)

    @contextmanager
    def intercept(self) -> Iterator[None]:
        """Send what this process asks of Clio's hosts, such as `https://app.clio.com`, to the mock while the context is open.

            with mock.intercept():
                requests.get("https://app.clio.com/api/v4/matters.json", headers={"Authorization": f"Bearer {mock.token}"})

        One line on stderr says so. The region of a token is that of the host, as at Clio. It needs the extra `tls`.
        """
        from mockclio.handle.intercept import intercepting

        with intercepting(self.url):
            yield

    # What is seen and steered

    @cached_property
    def clock(self) -> ClockControl:
        """The clock of the world: `mock.clock.advance(timedelta(days=1))`. What falls due runs."""
        from mockclio.handle.clock import ClockControl

        return ClockControl(self._control_interface)

    @cached_property
    def faults(self) -> FaultControl:
        """The faults of the world: `mock.faults.add("status", status=503, operation="Matter#*")`, `mock.faults.use("flaky")`."""
        from mockclio.handle.faults import FaultControl

        return FaultControl(self._control_interface)

    @cached_property
    def requests(self) -> RequestAssertions:
        """The request log: `mock.requests.assert_called("POST", "/matters", json={...})`, `mock.requests.search(where("status") ==
        404)`.
        """
        from mockclio.handle.requests import RequestAssertions

        return RequestAssertions(self._control_interface)

    @cached_property
    def webhooks(self) -> DeliveryAssertions:
        """The deliveries of webhooks, and delivery faults: `mock.webhooks.assert_delivered("matter", "created")`."""
        from mockclio.handle.deliveries import DeliveryAssertions

        return DeliveryAssertions(self._control_interface, self._mount)

    @cached_property
    def tokens(self) -> TokenControl:
        """The tokens and the OAuth application of the world: `mock.tokens.issue(user=2, age="29d")`, `mock.tokens.expire(token)`."""
        from mockclio.handle.tokens import TokenControl

        return TokenControl(self._control_interface, self._world_name)

    def bill(self, *matters: int, **terms: Any) -> Row:
        """Bill the unbilled work of some matters, or with `client=` of all matters of a client. Returns the bill.

        `terms` are the keys of POST /_mockclio/bills: `mock.bill(matter, state="awaiting_payment", tax_rate=7)`. Raises ValueError if
        there is nothing to bill.
        """
        return self._control("bills", {"matters": list(matters), **terms})

    def pay(self, *bills: int, **terms: Any) -> Row:
        """Record a payment of issued bills. Without `amount` it pays all that is owed. `source` is a trust account to pay from.

            mock.pay(bill["id"], amount=100)

        Raises ValueError if nothing is owed.
        """
        return self._control("payments", {"bills": list(bills), **terms})

    def credit(self, *bills: int, **terms: Any) -> Row:
        """Issue a credit memo against bills. Without `amount` it covers all that is owed. Raises ValueError if nothing is owed."""
        return self._control("credits", {"bills": list(bills), **terms})

    def _control(self, path: str, body: Row) -> Row:
        """Post to a control route and return the record that it made."""
        return self.control("POST", path, body)["data"]  # type: ignore[no-any-return]

    def control(self, method: str, path: str, body: Row | None = None, **query: Any) -> Row:
        """Call a route under /_mockclio for this world and return its answer. `world=None` is for a route that concerns no world.

        Raises ValueError if the route refuses; the message says what would be right.
        """
        return self._control_interface.ask(method, path, body, **query)

    @cached_property
    def _control_interface(self) -> ControlInterface:
        from mockclio.handle.control import ControlInterface

        return ControlInterface(self._sender(), self._world_name)

    def reset(self) -> None:
        """Set the world back to its first rows, time and random state. Faults are removed; tokens stay."""
        self.control("POST", f"worlds/{self._world_name}/reset", world=None)

    # A sweep

    @cached_property
    def set_aside(self) -> list[tuple[int, int]]:
        """Numbers of the requests that a sweep ignores, as pairs of first and last."""
        return []

    @property
    def last_request(self) -> int:
        """The number of the last request, 0 if there was none."""
        return self.requests.last

    def begin_trial(self, trial: Trial) -> None:
        """Let the trial's operation fail once, from the next request on."""
        self.trial = trial
        self._fault = self.faults.add(**trial.fault)

    def is_trial_reached(self) -> bool:
        """Return whether the trial's fault matched a request."""
        return self._fault is not None and self._fault.hits > 0

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Requests inside this context belong to the test, not to the code under test: a sweep ignores them.

        with mock.aside():
            mock.http.post("/api/v4/matters.json", json={"data": {...}})
        """
        first = self.last_request + 1
        paused = self._fault is not None and self.faults.pause(self._fault.id)
        try:
            yield
        finally:
            if paused and self._fault is not None:
                self.faults.resume(self._fault.id)
            self.set_aside.append((first, self.last_request))

    # The end

    def close(self) -> None:
        """Close the connections of the clients. Those of the async client end with each answer."""
        for name in ("http", "client"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    def __enter__(self) -> Self:
        """Return the handle."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the handle."""
        self.close()

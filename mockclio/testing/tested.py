"""What a world of a test has beside what every mock has: the environment for the code under test, and its part in a sweep."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from mockclio.doors import Doors

if TYPE_CHECKING:
    from mockclio.testing.calls import Calls
    from mockclio.testing.told import Told

NEVER_ASKED = "127.0.0.1,localhost"


class FaultRules(Protocol):
    """What both kinds of a world's faults can do; one that runs elsewhere shows rules as documents."""

    def add(self, kind: str = "status", **values: Any) -> Any: ...

    def use(self, preset: str, **values: Any) -> Any: ...


@dataclass(frozen=True)
class Trial:
    """One run of a sweep: the operation that goes wrong once, and how, such as "404" or "timeout"."""

    operation: str
    error: str
    fault: dict[str, Any] = field(default_factory=dict, compare=False)


class Tested(Doors):
    """A world of a test's own, in this process or elsewhere."""

    trial: Trial | None = None
    """What goes wrong in this run, if it is one of a sweep's."""
    last_delivery: int = 0
    """The number of the last delivery that the firm had before the test."""
    set_aside: list[tuple[int, int]]
    """Numbers of the requests that a sweep leaves alone, as first and last."""

    @property
    @abstractmethod
    def url(self) -> str: ...

    @property
    @abstractmethod
    def requests(self) -> Calls: ...

    @property
    @abstractmethod
    def last_request(self) -> int:
        """The number of the last request."""

    @abstractmethod
    def fault_rules(self) -> FaultRules:
        """The faults."""

    @abstractmethod
    def told(self) -> Told:
        """The webhooks."""

    @abstractmethod
    def strike(self, trial: Trial) -> None:
        """Let the trial's operation go wrong once, from the next request on."""

    @abstractmethod
    def struck(self) -> bool:
        """Whether the trial's fault met its request."""

    @abstractmethod
    def _spared(self) -> AbstractContextManager[None]:
        """Have the trial's fault out of the way."""

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is asked in here belongs to the test, not to the code under test: a sweep leaves it alone."""
        first = self.last_request + 1
        with self._spared():
            try:
                yield
            finally:
                self.set_aside.append((first, self.last_request))

    def environment(self) -> dict[str, str]:
        """Variables for code that reads its settings from the environment, as `mockclio run` sets them."""
        return {"CLIO_BASE_URL": self.url, "CLIO_API_URL": f"{self.url}/api/v4", "CLIO_TOKEN": self.token, "MOCKCLIO_URL": self.url}

"""The request log of a world, with assertions for tests: `mock.requests.assert_called("POST", "/matters", json={...})`.

Secrets are masked in the messages of failures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mockclio.handle.matching import Expected
from mockclio.store.masking import mask_query, mask_text
from mockclio.store.request_log import KEPT, LoggedRequest

if TYPE_CHECKING:
    from tinydb.queries import QueryLike

    from mockclio.handle.control import ControlInterface

NEAR = 3
OTHERS = 10
"""So many calls that were nothing like it are named."""
WORSE = 4.0
"""How much farther than the nearest call another one may be to be near."""
Step = str | tuple[str, str] | tuple[str, str, Mapping[str, Any]]


class Unexpected(AssertionError):
    """The requests are not those that the test expected. `first` is the number of the request that comes nearest, None if there is none."""

    def __init__(self, message: str, first: int | None = None) -> None:
        """Keep the message and the number of the request."""
        super().__init__(message)
        self.first = first


class RequestAssertions:
    """The last requests of a world with their answers, oldest first: `mock.requests`.

    A path may be written with or without `/api/v4` and `.json`, and may have `{id}` in place of an id. `json` and `params` name what must
    be there; other keys are ignored. `...` matches any value, a compiled pattern any text that it matches; None in `params` matches a
    parameter that was left out.
    """

    def __init__(self, control: ControlInterface) -> None:
        """Use a control interface."""
        self._control = control

    def entries(self) -> list[LoggedRequest]:
        """Return the requests in the log, with secrets as they were sent."""
        return [LoggedRequest.unpacked(one) for one in self._control.ask("GET", "requests", packed=True, limit=KEPT)["requests"]]

    def clear(self) -> int:
        """Remove all requests from the log. Returns how many there were. Numbers continue."""
        return int(self._control.ask("DELETE", "requests")["removed"])

    @property
    def last(self) -> int:
        """The number of the last request, 0 if there was none."""
        return int(self._control.ask("GET", "requests", limit=1)["last"])

    def __iter__(self) -> Iterator[LoggedRequest]:
        """Iterate over the requests, oldest first."""
        return iter(self.entries())

    def __len__(self) -> int:
        """Return the number of requests in the log."""
        return int(self._control.ask("GET", "requests", limit=1)["kept"])

    def get(self, id: int) -> LoggedRequest | None:
        """Return one request by its number; None if it is not in the log."""
        return next((entry for entry in self if entry.id == id), None)

    def all(self) -> list[dict[str, Any]]:
        """Return every request as a dict, with headers and bodies."""
        return [entry.document() for entry in self]

    def search(self, query: QueryLike) -> list[dict[str, Any]]:
        """Return the requests that match a TinyDB query: `mock.requests.search(where("status") == 404)`."""
        return [document for document in self.all() if query(document)]

    def found(
        self, method: str, path: str, *, json: Any = None, params: Mapping[str, Any] | None = None, status: int | None = None
    ) -> list[LoggedRequest]:
        """The requests that fit."""
        expected = Expected(method, path, json, params, status)
        return [entry for entry in self if expected.fits(entry)]

    def assert_called(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        status: int | None = None,
        times: int | None = None,
    ) -> LoggedRequest:
        """Assert that such a request was made, exactly `times` times if given; returns the first one.

            mock.requests.assert_called("POST", "/matters", json={"data": {"description": "Lease"}}, status=201)

        Raises Unexpected; the message lists the nearest requests and how they differ.
        """
        __tracebackhide__ = True
        expected, made = Expected(method, path, json, params, status), self.entries()
        fitting = [entry for entry in made if expected.fits(entry)]
        if fitting and times in (None, len(fitting)):
            return fitting[0]
        if not fitting:
            raise _missing(expected, made)
        lines = [f"expected {expected} {_often(times or 0)}, it was called {_often(len(fitting))}:", *map(_line, fitting[:OTHERS])]
        raise Unexpected("\n".join(lines), fitting[-1].id)

    def assert_not_called(
        self, method: str, path: str, *, json: Any = None, params: Mapping[str, Any] | None = None, status: int | None = None
    ) -> None:
        """Assert that no such request was made. Raises Unexpected."""
        __tracebackhide__ = True
        fitting = self.found(method, path, json=json, params=params, status=status)
        if fitting:
            lines = [f"expected no {Expected(method, path, json, params, status)}, it was called {_often(len(fitting))}:"]
            raise Unexpected("\n".join([*lines, *map(_line, fitting[:OTHERS])]), fitting[0].id)

    def assert_order(self, *steps: Step) -> None:
        """Assert that these requests were made one after the other. There may be others between them.

        A step is `"POST /matters"`, or a tuple of method, path and optionally the expected body. Raises Unexpected.
        """
        __tracebackhide__ = True
        made = self.entries()
        rest = iter(made)
        for number, step in enumerate(steps):
            expected = _step(step)
            if any(expected.fits(entry) for entry in rest):
                continue
            before = f" after {_step(steps[number - 1])}" if number else ""
            early = next((entry for entry in made if expected.fits(entry)), None)
            if early is None:
                raise _missing(expected, made)
            raise Unexpected(
                "\n".join([f"expected {expected}{before}, it came before; the calls were:", *map(_line, made[-50:])]), early.id
            )

    def assert_nothing_called(self) -> None:
        """Assert that there was no request at all. Raises Unexpected."""
        __tracebackhide__ = True
        made = self.entries()
        if made:
            raise Unexpected("\n".join([f"expected no call, there were {len(made)}:", *map(_line, made[:OTHERS])]), made[0].id)


def _step(step: Step) -> Expected:
    method, path, *json = step.split(maxsplit=1) if isinstance(step, str) else step
    return Expected(str(method), str(path), json[0] if json else None)


def _missing(expected: Expected, made: list[LoggedRequest]) -> Unexpected:
    """What was near, nearest first, and why it was not that."""
    lines = [f"expected {expected}, no call was that"]
    ranked = [(distance, entry) for entry in made if (distance := expected.distance(entry)) is not None]
    ranked.sort(key=lambda pair: (pair[0], -pair[1].id))
    near = [entry for distance, entry in ranked if distance < ranked[0][0] + WORSE]
    if near:
        lines.append(f"{len(near)} {'call was' if len(near) == 1 else 'calls were'} near:")
        lines += [f"{_line(entry)} differs in {mask_text('; '.join(expected.differences(entry)[:5]))}" for entry in near[:NEAR]]
    others = [entry for entry in made if entry not in near]
    if others:
        lines += [f"{len(others)} {'other' if near else 'call'}{'s' if len(others) > 1 else ''}:", *map(_line, others[:OTHERS])]
    if len(others) > OTHERS:
        lines.append(f"  and {len(others) - OTHERS} more")
    return Unexpected("\n".join(lines if made else [*lines, "nothing was called at all"]), near[0].id if near else None)


def _line(entry: LoggedRequest) -> str:
    query = f"?{mask_query(entry.query)}" if entry.query else ""
    return f"  #{entry.id} {entry.method} {entry.path}{query[:200]} {entry.status}"


def _often(times: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(times, f"{times} times")

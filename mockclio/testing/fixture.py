"""The code of the pytest fixtures: the mark of a test, its server, its world."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from mockclio.handle.handle import MockHandle, Trial
from mockclio.handle.tokens import prepare

if TYPE_CHECKING:
    from mockclio.handle.faults import FaultControl
    from mockclio.testing.remote import RemoteServer
    from mockclio.testing.server import Server

TRIAL = pytest.StashKey[Trial]()
"""What is to go wrong in the run of a test that comes next."""
BEGAN = pytest.StashKey[int]()
"""The number of the last request before the test itself began."""


@dataclass(frozen=True)
class Mark:
    """The values of `@pytest.mark.mockclio(...)`.

    `firm`, `at`, `auto_approve` and `allow_redirect_hosts` are as in `MockClio`. `faults` is a preset, a status, or a list of them and of
    dicts with the values of a fault. With `environment` the environment variables of the mock are set. With `intercept` requests to Clio's
    hosts go to the mock. `sweep` runs the test again for each documented error; "report" does not fail the test. `survives` are the
    exceptions with which the test may end in a sweep.
    """

    firm: str | Path | Mapping[str, Any] = "small"
    at: str | None = None
    faults: str | int | Mapping[str, Any] | Sequence[str | int | Mapping[str, Any]] = ()
    environment: bool = False
    intercept: bool = False
    auto_approve: str | int | None = None
    allow_redirect_hosts: Sequence[str] = ()
    sweep: bool | Literal["report"] = False
    survives: type[BaseException] | tuple[type[BaseException], ...] = ()


def mark(item: pytest.Item) -> Mark:
    """Return the combined values of the marks of a test, its class and its module. The nearest mark wins. Raises pytest.UsageError."""
    values: dict[str, Any] = {}
    for one in reversed(list(item.iter_markers("mockclio"))):
        known = [field.name for field in fields(Mark)]
        wrong = [*map(repr, one.args), *sorted(one.kwargs.keys() - set(known))]
        if wrong:
            raise pytest.UsageError(f"pytest.mark.mockclio does not take {', '.join(wrong)}: it takes {', '.join(known)}, by name")
        values.update(one.kwargs)
    if values.get("sweep", False) not in (True, False, "report"):
        raise pytest.UsageError(f'pytest.mark.mockclio(sweep={values["sweep"]!r}): write True, or "report" for a sweep that fails no test')
    return Mark(**values)


@contextmanager
def opened_server(config: pytest.Config) -> Iterator[Server | RemoteServer]:
    """Open the server that the command line names, and close it at the end."""
    url = config.getoption("mockclio_url")
    server: Server | RemoteServer
    if url:
        from mockclio.testing.remote import RemoteServer

        server = RemoteServer(url, config.getoption("mockclio_control_token") or os.environ.get("MOCKCLIO_CONTROL_TOKEN", ""))
    else:
        from mockclio.testing.server import Server

        server = Server(over_socket=config.getoption("mockclio_socket"))
    try:
        yield server
    finally:
        server.close()


@contextmanager
def opened_world(item: pytest.Item, server: Server | RemoteServer) -> Iterator[MockHandle]:
    """Open the world of one test by its mark, and close it at the end."""
    wanted = mark(item)
    world: MockHandle = server.fork(wanted.firm, wanted.at)
    patch = pytest.MonkeyPatch()
    try:
        if wanted.faults:
            add_faults(world.faults, wanted.faults)
        prepare(world, wanted.auto_approve, wanted.allow_redirect_hosts)
        if wanted.environment:
            for name, value in world.environment().items():
                patch.setenv(name, value)
        with world.intercept() if wanted.intercept else nullcontext():
            yield world
    finally:
        patch.undo()
        world.close()


def add_faults(rules: FaultControl, wanted: Any) -> None:
    """Add the faults of a mark. Each is the name of a preset or of a kind, a status, or a dict."""
    from mockclio.store.fault_kinds import PRESETS

    for one in [wanted] if isinstance(wanted, str | int | Mapping) else wanted:
        if isinstance(one, Mapping):
            rules.add(**one)
        elif one in PRESETS:
            rules.use(one)
        elif isinstance(one, int) or one.isdecimal():
            rules.add("status", status=int(one))
        else:
            rules.add(one)


@contextmanager
def calling(item: pytest.Item, world: MockHandle) -> Iterator[None]:
    """Runs around the test itself, after its fixtures: requests of fixtures are not counted, and the fault of a sweep is active from
    now on.
    """
    if not mark(item).sweep:
        yield
        return
    from mockclio.testing import sweep

    item.stash[BEGAN] = world.last_request
    if TRIAL not in item.stash:
        yield
        sweep.note(item, world)
        return
    world.begin_trial(item.stash[TRIAL])
    try:
        yield
    except BaseException as error:
        sweep.conclude(item, world, error)
        raise
    sweep.conclude(item, world, None)

"""The pytest plugin. Every pytest run on a machine with mockclio loads it, so imports are delayed until a test uses the fixture."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mockclio.handle.handle import MockHandle
    from mockclio.testing.remote import RemoteServer
    from mockclio.testing.server import Server

MARK = (
    "mockclio(firm=, at=, faults=, environment=, intercept=, auto_approve=, allow_redirect_hosts=, sweep=, survives=): the firm and the "
    "time of the test's world, what goes wrong in it, whether the environment names it, whether requests to Clio's hosts go to it, for "
    "whom OAuth applications are allowed without a page, which hosts their redirect URIs may have, whether the test runs again for each "
    "error of each operation that it used, and which exceptions that is survived with"
)
WORLD = pytest.StashKey["MockHandle"]()
"""The world of a test that runs."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options `--mockclio-...`."""
    group = parser.getgroup("mockclio", "mockclio: a law firm for each test")
    group.addoption("--mockclio-url", metavar="URL", help="use the mockclio that runs at URL; each test gets a world of its own there")
    group.addoption("--mockclio-control-token", metavar="TOKEN", help="what that one was started with (or MOCKCLIO_CONTROL_TOKEN)")
    group.addoption("--mockclio-socket", action="store_true", help="let the clients of each test go over a real socket")
    group.addoption(
        "--mockclio-report",
        choices=("failed", "always", "never"),
        default="failed",
        help="tests that show the calls and webhooks of their world (failed; of passed ones -rP prints it)",
    )
    group.addoption(
        "--mockclio-coverage",
        action="append",
        nargs="?",
        const="terminal",
        metavar="FILE|html:DIR",
        help="report which part of the API the tests used; with a value also as a JSON file or as a page (may be repeated)",
    )
    group.addoption(
        "--mockclio-fail-under",
        metavar="[WHAT=]PERCENT",
        help="fail when the tests used less of the operations, or of something else, as in fields=20",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark, and begin to count coverage if the command line wants it."""
    config.addinivalue_line("markers", MARK)
    places, under = config.getoption("mockclio_coverage"), config.getoption("mockclio_fail_under")
    if places or under is not None:
        from mockclio.testing.coverage.session import begin

        begin(config, places or [], under)


@pytest.fixture(scope="session")
def mockclio_server(pytestconfig: pytest.Config) -> Iterator[Server | RemoteServer]:
    """The server of this process, or the one of --mockclio-url. `mockclio_server.fork()` gives another world; close it at the end."""
    from mockclio.testing.fixture import opened_server

    with opened_server(pytestconfig) as server:
        covering = pytestconfig.pluginmanager.get_plugin("mockclio-coverage")
        if covering is not None:
            covering.take(server)
        yield server


@pytest.fixture
def mockclio(request: pytest.FixtureRequest, mockclio_server: Any) -> Iterator[MockHandle]:
    """A mock of Clio with a world that only this test uses: client, http, url, token, clock, webhooks, requests, faults, bill, pay, credit.

    def test_sync(mockclio):
        sync(mockclio.url, mockclio.token)
        mockclio.requests.assert_called("GET", "/matters")
    """
    from mockclio.testing.fixture import opened_world

    with opened_world(request.node, mockclio_server) as mock:
        request.node.stash[WORLD] = mock
        yield mock
        del request.node.stash[WORLD]


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test with `sweep` once plainly, then once per error."""
    marker = item.get_closest_marker("mockclio")
    if marker is None or not marker.kwargs.get("sweep"):
        return None
    from mockclio.testing.sweep import run

    return run(item, nextitem)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Mark the time in which the test itself runs, for a sweep."""
    if WORLD not in item.stash:
        return (yield)
    from mockclio.testing.fixture import calling

    with calling(item, item.stash[WORLD]):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Add the section "mockclio" to the report of a test."""
    report = yield
    if WORLD in item.stash and call.when == "call":
        from mockclio.testing.reporting import add

        add(report, call, item.stash[WORLD], item.config.getoption("mockclio_report"))
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the results of sweeps."""
    import sys

    if "mockclio.testing.sweep" in sys.modules or terminalreporter.config.pluginmanager.hasplugin("dsession"):
        from mockclio.testing.sweep import summarize

        summarize(terminalreporter)

"""A handle of each kind: a mock in this process, the same with its clients over a socket, and a mock that is asked over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockclio import MockClio
from mockclio.handle.handle import MockHandle
from mockclio.testing.remote import RemoteServer
from mockclio.testing.server import Server

KINDS = ("in process", "over a socket", "remote")
AT = "2026-07-01T09:00:00Z"


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, Server | RemoteServer]]:
    """What opens handles, for each kind."""
    with MockClio("empty") as elsewhere:
        results: dict[str, Server | RemoteServer] = {
            "in process": Server(),
            "over a socket": Server(over_socket=True),
            "remote": RemoteServer(elsewhere.url),
        }
        yield results
        for server in results.values():
            server.close()


@pytest.fixture(params=KINDS)
def handle(request: pytest.FixtureRequest, servers: dict[str, Server | RemoteServer]) -> Iterator[MockHandle]:
    """A world of its own, whose clock stands at `AT`."""
    with servers[request.param].fork("small", AT) as made:
        yield made

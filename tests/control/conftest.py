from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mockclio import MockClio
from tests.cli.serving import Serving
from tests.control.outside import Outside
from tests.control.requests import Asking


@pytest.fixture
def control(mock: MockClio, tmp_path: Path) -> Asking:
    """The control interface of the test's account; its saved states lie in a folder of the test."""
    mock.app.extensions["worlds"].states.folder = tmp_path / "states"
    return Asking(mock)


@pytest.fixture(scope="session")
def second_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server in a process of its own, for all tests of this folder. Authorizations are approved as the first user."""
    states = str(tmp_path_factory.mktemp("states"))
    options = ("--firm", "empty", "--port", "0", "--at", "2026-06-01T13:00:00Z", "--states", states, "--auto-approve", "1")
    with Serving(*options) as server:
        yield server


@pytest.fixture
def outside(second_process: Serving) -> Iterator[Outside]:
    """The control interface of that server, and a world of the test's own in it."""
    result = Outside(second_process.url)
    yield result
    result.close()

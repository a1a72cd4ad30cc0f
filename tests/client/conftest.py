"""The practice, its mock and the typed clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.client import Clio
from mockclio.store.world import World


@pytest.fixture(scope="session")
def small() -> World:
    return open_firm("small", frozen=True)


@pytest.fixture
def mock(small: World) -> Iterator[MockClio]:
    with MockClio.of(small.fork("default")) as mock:
        yield mock


@pytest.fixture
def clio(mock: MockClio) -> Clio:
    return mock.client

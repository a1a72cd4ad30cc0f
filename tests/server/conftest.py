from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.store.world import World
from tests.contract.support import Caller


@pytest.fixture(scope="session")
def small() -> World:
    return open_firm("small", frozen=True)


@pytest.fixture
def caller(small: World) -> Iterator[Caller]:
    """A practice full of rows, in a world of its own for each test."""
    with MockClio.of(small.fork("default")) as mock:
        yield Caller(mock)

"""The firm that checks are run against, in a world of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockclio import MockClio
from mockclio.store.world import World
from mockclio.testing.target import Target
from mockclio.verify.prepared_firm import practice as furnished
from mockclio.verify.prepared_firm import target_of


@pytest.fixture(scope="session")
def practice() -> World:
    return furnished()


@pytest.fixture
def mock(practice: World) -> Iterator[MockClio]:
    with MockClio.of(practice.fork("default")) as mock:
        yield mock


@pytest.fixture
def target(mock: MockClio) -> Target:
    return target_of(mock)


@pytest.fixture
def practice_world(practice: World) -> World:
    """The firm of the checks, to be changed."""
    return practice.fork("changed")

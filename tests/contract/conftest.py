"""A practice full of rows, in a world of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.store.world import World
from mockclio.verify.prepared_firm import enriched
from tests.contract.documents import FullFirmMock
from tests.contract.full_firm import FullFirm, build
from tests.contract.listing import Lists
from tests.contract.support import Caller


@pytest.fixture(scope="session")
def small() -> World:
    return open_firm("small", frozen=True)


@pytest.fixture
def caller(small: World) -> Iterator[Caller]:
    with MockClio.of(small.fork("default")) as mock:
        yield Caller(mock)


@pytest.fixture(scope="session")
def practice(small: World) -> World:
    """The firm `small`, and the rows that checks need beside it."""
    return enriched(small.fork("practice"))


@pytest.fixture(scope="session")
def lists(practice: World) -> Lists:
    """The lists of that practice, which nobody writes to."""
    return Lists(Caller(MockClio.of(practice.fork("default"))))


@pytest.fixture(scope="session")
def full_firm() -> FullFirm:
    """A world that every body of `examples` fits; writes go to a fork of it."""
    return build()


@pytest.fixture
def full_firm_mock(full_firm: FullFirm) -> FullFirmMock:
    return FullFirmMock(full_firm)

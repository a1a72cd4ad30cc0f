"""Fixtures that every test may use: a firm in a world of its own, and a client that is logged in to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office, new_account
from mockclio.store.world import World
from tests.api import Api

pytest_plugins = ["tests.contract.coverage"]


@pytest.fixture(scope="session")
def founded() -> tuple[World, Office]:
    return new_account("seed")


@pytest.fixture
def office(founded: tuple[World, Office]) -> Office:
    """Ids of the new account: `office["user.owner"]`, `office["calendar.firm"]`, ..."""
    return founded[1]


@pytest.fixture
def mock(founded: tuple[World, Office]) -> Iterator[MockClio]:
    """A new account in a world of its own; the clock stands at Monday, 1 June 2026, 9:00 in New York."""
    with MockClio.of(founded[0].fork("default")) as mock:
        yield mock


@pytest.fixture
def api(mock: MockClio) -> Api:
    """The API of that account, asked as a test likes to: `api.post("/tasks", {...}, fields="id,name")`."""
    return Api(mock)

"""The firm that laws are held against, in a world of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockclio import MockClio
from mockclio.store.world import World
from mockclio.testing.laws.account import Account
from mockclio.testing.verify.practice import account_of
from mockclio.testing.verify.practice import practice as furnished


@pytest.fixture(scope="session")
def practice() -> World:
    return furnished()


@pytest.fixture
def mock(practice: World) -> Iterator[MockClio]:
    with MockClio.of(practice.fork("default")) as mock:
        yield mock


@pytest.fixture
def account(mock: MockClio) -> Account:
    return account_of(mock)

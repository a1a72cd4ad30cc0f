from __future__ import annotations

import pytest

from mockclio import MockClio
from tests.oauth.flow import Flow


@pytest.fixture
def flow(mock: MockClio) -> Flow:
    return Flow(mock)


@pytest.fixture
def strict(mock: MockClio) -> Flow:
    """The application that accepts exactly one redirect URI."""
    return Flow(mock, "strict-client", "strict-secret", "http://127.0.0.1:3000/oauth/callback")

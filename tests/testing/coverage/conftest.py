from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockclio import MockClio

Document = dict[str, Any]


@pytest.fixture
def run(mock: MockClio) -> Callable[..., Document]:
    """What requests used to the account: `run("/matters.json?limit=1", "/tasks.json")`."""

    def call(*addresses: str) -> Document:
        covered = mock.app.extensions["worlds"].coverage
        covered.clear()
        for address in addresses:
            mock.http.get(f"/api/v4{address}")
        result: Document = covered.document()
        return result

    return call

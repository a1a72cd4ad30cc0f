from __future__ import annotations

from pathlib import Path

import pytest

from mockclio import MockClio
from tests.control.asking import Asking


@pytest.fixture
def control(mock: MockClio, tmp_path: Path) -> Asking:
    """The control interface of the test's account; its saved states lie in a folder of the test."""
    mock.app.extensions["worlds"].states.folder = tmp_path / "states"
    return Asking(mock)

"""The example of docs/strategies.md runs as it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

PAGE = Path(__file__).parents[3] / "docs" / "strategies.md"


@pytest.fixture
def few() -> Iterator[None]:
    """A few examples, always the same."""
    settings.register_profile("few", max_examples=4, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    settings.load_profile("few")
    yield
    settings.load_profile("default")


def test_the_example_passes(few: None) -> None:
    code = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    names: dict[str, Any] = {}
    exec(compile("\n".join(code), str(PAGE), "exec"), names)
    tests = [name for name in names if name.startswith("test_")]
    assert len(tests) == 2
    for name in tests:
        names[name]()

"""The examples of docs/testing.md run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.testing.plugin.runs import run

PAGE = Path(__file__).parents[3] / "docs" / "testing.md"


def test_the_examples_pass(tmp_path: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    done = run(tmp_path, "\n\n".join(blocks))
    assert set(done.outcomes.values()) == {"PASSED"}, done.text
    assert len(done.outcomes) == sum(block.count("def test_") for block in blocks)
    assert "test_matters_are_counted: 6 of 6 errors survived" in done.text

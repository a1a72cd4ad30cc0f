"""Every snippet of docs/intercept.md runs as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conventions.source import ROOT
from tests.testing.plugin.runs import run

PAGE = (ROOT / "docs" / "intercept.md").read_text("utf-8")
(COMMANDS,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_tests_pass(tmp_path: Path) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    done = run(tmp_path, code)
    assert list(done.outcomes.values()) == ["PASSED"] * 2, done.text


@pytest.mark.parametrize("line", COMMANDS.splitlines(), ids=lambda line: shlex.split(line)[4])
def test_the_commands_end_well(line: str, tmp_path: Path) -> None:
    words = shlex.split(line)
    if shutil.which(words[4]) is None and os.environ.get("MOCKCLIO_REQUIRE_ALL") != "1":
        pytest.skip(f"{words[4]} is not on the PATH")
    command = [sys.executable, "-m", *words[:2], "--coverage", str(tmp_path / "coverage.json"), *words[2:]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr
    assert "Matters 1 of 5" in done.stderr

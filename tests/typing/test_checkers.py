"""mypy --strict and pyright know every field, argument and enumeration value of twenty resources."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conventions.source import ROOT
from tests.typing.snippets import program, right, wrong

Errors = dict[str, dict[int, str]]
"""The first message of each line, by file."""

QUIET = ("reportUnusedCoroutine", "reportUnknownMemberType", "reportUnknownVariableType", "reportUnusedCallResult")
"""What pyright says of lines that throw their values away."""


def mypy(folder: Path, files: list[Path]) -> Errors:
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", str(ROOT / ".mypy_cache" / "snippets")]
    lines = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, cwd=ROOT, check=False).stdout.splitlines()
    results: Errors = {file.name: {} for file in files}
    for line in lines:
        match = re.match(r"(.*?):(\d+): error: (.*)", line)
        assert match is not None or ": note: " in line, line
        if match is not None:
            results.setdefault(Path(match[1]).name, {}).setdefault(int(match[2]), match[3])
    return results


def pyright(folder: Path, files: list[Path]) -> Errors:
    settings = {"include": [str(folder)], "typeCheckingMode": "strict", "reportUnusedExpression": False, "extraPaths": [str(ROOT)]}
    quiet = dict.fromkeys(QUIET, False)
    (folder / "pyrightconfig.json").write_text(json.dumps({**settings, **quiet}))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    results: Errors = {file.name: {} for file in files}
    for one in json.loads(ran.stdout)["generalDiagnostics"]:
        if one["severity"] == "error":
            results.setdefault(Path(one["file"]).name, {}).setdefault(one["range"]["start"]["line"] + 1, one["message"])
    return results


@pytest.mark.parametrize("check", [mypy, pyright])
@pytest.mark.timeout(300)
def test_each_misspelt_line_is_an_error_and_no_right_one_is(tmp_path: Path, check: Callable[[Path, list[Path]], Errors]) -> None:
    good, _ = program(right())
    bad, numbers = program(wrong())
    files = [tmp_path / "good.py", tmp_path / "bad.py"]
    for file, text in zip(files, (good, bad), strict=True):
        file.write_text(text)
    errors = check(tmp_path, files)
    shown = {number: good.splitlines()[number - 1].strip() + " -- " + message for number, message in errors["good.py"].items()}
    assert shown == {}
    missed = [bad.splitlines()[number - 1].strip() for number in numbers if number not in errors["bad.py"]]
    assert missed == []
    assert set(errors["bad.py"]) == set(numbers)

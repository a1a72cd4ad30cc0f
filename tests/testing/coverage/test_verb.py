"""`mockclio coverage`: of a running server, and of files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mockclio import MockClio
from mockclio.cli import main
from mockclio.cli._covering import OF
from mockclio.openapi.surface import MEASURES
from mockclio.testing.coverage import write
from tests.counts import OPERATIONS, covered, percent

Run = Callable[..., dict[str, Any]]


def verb(*words: str | Path, url: str = "http://127.0.0.1:1") -> Result:
    return CliRunner().invoke(main, ["coverage", *map(str, words)], env={"MOCKCLIO_URL": url}, catch_exceptions=False)


@pytest.fixture
def files(run: Run, tmp_path: Path) -> list[Path]:
    """The coverages of two processes."""
    results = [tmp_path / "one.json", tmp_path / "two.json"]
    write(run("/matters.json?limit=1"), results[0])
    write(run("/matters.json?status=open", "/tasks.json"), results[1])
    return results


def test_files_are_merged(files: list[Path]) -> None:
    merged = json.loads(verb(*files, "--json").stdout)
    assert list(merged["operations"]) == ["Matter#index", "Task#index"]
    assert merged["operations"]["Matter#index"]["parameters"] == {"limit": [], "status": ["open"]}
    assert merged["measured"]["operations"] == {"touched": 2, "of": OPERATIONS}


def test_a_running_server_is_asked_and_told_to_forget(mock: MockClio) -> None:
    mock.http.get("/api/v4/matters.json")
    assert covered("operations", 1, OPERATIONS) in verb("--reset", url=mock.url).stdout
    assert covered("operations", 0, OPERATIONS) in verb(url=mock.url).stdout


def test_a_server_that_does_not_answer_exits_with_3() -> None:
    assert verb().exit_code == 3


def test_what_is_wanted_is_written(files: list[Path], tmp_path: Path) -> None:
    result = verb(*files, "--output", tmp_path / "both.json", "--html", tmp_path / "page")
    assert result.exit_code == 0
    assert json.loads((tmp_path / "both.json").read_text())["measured"]["operations"]["touched"] == 2
    assert f"the map of all operations: {tmp_path / 'page' / 'index.html'}" in result.stdout
    assert 'id="Matter-index"' in (tmp_path / "page" / "index.html").read_text()


SHARE = percent(2, OPERATIONS).removesuffix("%")
"""The share of the operations that the files of these tests cover."""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--fail-under", SHARE), 0),
        (("--fail-under", f"{float(SHARE) + 0.1:.1f}"), 1),
        (("--fail-under", "20", "--tag", "Matters"), 0),
        (("--fail-under", "100", "--tag", "Matters"), 1),
        (("--fail-under", "0.1", "--of", "parameters"), 0),
        (("--fail-under", "1", "--of", "events"), 1),
        (("--fail-under", "1", "--of", "events", "--tag", "Matters"), 2),
        (("--fail-under", "101"), 2),
        (("--tag", "Matter"), 2),
    ],
)
def test_too_little_is_a_finding(files: list[Path], words: tuple[str, ...], code: int) -> None:
    assert verb(*files, *words).exit_code == code


def test_a_file_that_is_none_says_what_would_be_right(tmp_path: Path) -> None:
    result = verb(tmp_path / "none.json")
    assert result.exit_code == 2
    assert "name a file that `mockclio run --coverage` or pytest wrote" in " ".join(result.stderr.split())


def test_what_can_fail_under_is_what_is_measured() -> None:
    assert OF == MEASURES

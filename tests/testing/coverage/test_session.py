"""The coverage of a pytest run, in one process and over the workers of xdist."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mockclio import MockClio
from mockclio.testing.coverage.session import Covering, threshold
from tests.counts import OPERATIONS, covered, percent

TESTS = """
import pytest

@pytest.mark.parametrize("path", ["matters", "tasks", "groups", "users", "contacts", "nowhere"])
@pytest.mark.mockclio(firm="empty")
def test_a_list(mockclio, path):
    mockclio.http.get(f"/api/v4/{path}.json")
"""
PLACES = ("--mockclio-coverage=covered.json", "--mockclio-coverage=html:page", "--mockclio-coverage")
WHOLE = ["Contact#index", "Group#index", "Matter#index", "Task#index", "User#index"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Tests that ask for five lists, and for one that is not there."""
    (tmp_path / "test_lists.py").write_text(TESTS)
    return tmp_path


def pytest_run(folder: Path, *words: str) -> tuple[int, str]:
    """The exit code and the output."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MOCKCLIO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "mockclio.testing.plugin", *words],
        cwd=folder,
        env={**clean, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("workers", [(), ("-p", "xdist", "-n", "2")], ids=["one process", "two workers"])
def test_it_is_the_same_over_one_process_and_over_workers(folder: Path, workers: tuple[str, ...]) -> None:
    code, output = pytest_run(folder, *workers, *PLACES)
    assert code == 0, output
    assert covered("operations", len(WHOLE), OPERATIONS) in output
    assert "  1 request reached no operation" in output
    assert "  written to covered.json" in output
    result = json.loads((folder / "covered.json").read_text())
    assert {id: seen["calls"] for id, seen in result["operations"].items()} == {id: {"200": 1} for id in WHOLE}
    assert (folder / "page" / "index.html").is_file()


SHARE = percent(len(WHOLE), OPERATIONS).removesuffix("%")
MORE = f"{float(SHARE) + 0.1:.1f}"


@pytest.mark.parametrize(("under", "code"), [(f"operations={MORE}", 1), (SHARE, 0)])
def test_too_little_fails_a_run_that_passed(folder: Path, under: str, code: int) -> None:
    result, output = pytest_run(folder, f"--mockclio-fail-under={under}")
    assert result == code
    assert (f"FAILED operations: {SHARE}% covered ({len(WHOLE)} of {OPERATIONS}), and {MORE}% was asked for" in output) is (code == 1)


def test_nobody_who_does_not_ask_is_told(folder: Path) -> None:
    code, output = pytest_run(folder, "-k", "matters")
    assert (code, "Coverage" in output) == (0, False)


def test_a_threshold_that_is_none_is_a_mistake_of_usage(folder: Path) -> None:
    code, output = pytest_run(folder, "--mockclio-fail-under=much")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "--mockclio-fail-under=much: write a percentage" in output


@pytest.mark.parametrize(("text", "read"), [(None, (None, "operations")), ("12.5", (12.5, "operations")), ("fields=3", (3.0, "fields"))])
def test_the_threshold_is_a_percentage_of_something(text: str | None, read: tuple[float | None, str]) -> None:
    assert threshold(text) == read


@pytest.mark.parametrize("text", ["", "much", "101", "-1", "nan", "fields", "=3", "fields=", "words=3"])
def test_another_threshold_is_a_mistake_of_usage(text: str) -> None:
    with pytest.raises(pytest.UsageError, match=r"write a percentage, or fields=20 with one of operations, parameters"):
        threshold(text)


def test_a_server_that_runs_elsewhere_is_asked_at_the_end(folder: Path) -> None:
    with MockClio("empty") as mock:
        code, output = pytest_run(folder, f"--mockclio-url={mock.url}", *PLACES)
    assert code == 0, output
    assert covered("operations", len(WHOLE), OPERATIONS) in output


def test_a_server_that_is_gone_leaves_a_line(pytestconfig: pytest.Config) -> None:
    covering = Covering(pytestconfig, [], None, "operations")
    assert covering.read("http://127.0.0.1:1") is None
    (line,) = covering.missing
    assert line.startswith("  http://127.0.0.1:1 did not tell what it was asked: ")

"""Files of several processes become one coverage."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mockclio.testing.coverage import WrongFile, merge, read, write
from tests.counts import OPERATIONS

Run = Callable[..., dict[str, Any]]


def test_what_was_written_is_read_back(run: Run, tmp_path: Path) -> None:
    covered = run("/matters.json?limit=1", "/nowhere.json")
    write(covered, tmp_path / "deep" / "one.json")
    assert read(tmp_path / "deep" / "one.json") == covered


def test_a_file_holds_the_counts_for_others_to_read(run: Run, tmp_path: Path) -> None:
    write(run("/matters.json?limit=1"), tmp_path / "one.json")
    assert json.loads((tmp_path / "one.json").read_text())["measured"]["operations"] == {"touched": 1, "of": OPERATIONS}


def test_merged_coverages_are_what_one_process_would_have_noted(run: Run) -> None:
    first = ("/matters.json?limit=1&fields=id", "/tasks/1.json", "/nowhere.json")
    second = ("/matters.json?status=open&fields=description", "/tasks/1.json?fields=nope", "/users.json")
    parts = run(*first), run(*second)
    assert merge(parts) == merge(reversed(parts)) == run(*first, *second)


def test_nothing_merged_is_nothing_covered() -> None:
    assert merge([]) == {"mockclio_coverage": 1, "operations": {}, "events": [], "unmatched": 0}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is not JSON"),
        ("[]", "is no coverage of mockclio"),
        ('{"covered": 1}', "is no coverage of mockclio"),
        ('{"mockclio_coverage": 2}', "has version 2 of the form, and this mockclio reads 1"),
        ('{"mockclio_coverage": 1}', "is damaged"),
        ('{"mockclio_coverage": 1, "operations": {"Matter#index": 3}, "events": [], "unmatched": 0}', "is damaged"),
    ],
)
def test_a_file_that_is_no_coverage_is_refused_with_the_reason(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(text)
    with pytest.raises(WrongFile, match=reason):
        read(path)


def test_a_file_that_is_not_there_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match="No such file"):
        read(tmp_path / "none.json")

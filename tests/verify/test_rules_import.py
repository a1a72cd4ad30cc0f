"""The verb `rules import`: what a report of a real account changes in the ledger."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import mockclio.ledger
from mockclio.cli import main

KEPT, BROKEN = "wire.malformed-json-is-400", "paging.bad-token-is-422"
LEDGER = Path(mockclio.ledger.__file__).parent


def case(rule: str, outcome: str, number: int = 0) -> dict[str, Any]:
    return {"id": f"errors/{rule}/{number}", "rules": [rule], "outcome": outcome}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A real account that keeps one rule and not the other."""
    cases = [case(KEPT, "holds"), case(KEPT, "holds", 1), case(KEPT, "unjudged", 2), case(BROKEN, "holds"), case(BROKEN, "broken", 1)]
    file = tmp_path / "report.json"
    file.write_text(json.dumps({"format": "mockclio.verify/1", "mock": False, "cases": cases}))
    return file


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LEDGER, tmp_path / "rules", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["rules", "import", *map(str, words)])


def test_what_held_becomes_observed_and_what_broke_is_a_question(report: Path) -> None:
    result = run(report, "--json")
    printed = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [(one["rule"], one["before"], one["after"], one["cases"]) for one in printed["proposals"]] == [(KEPT, "assumed", "observed", 2)]
    assert [(one["rule"], one["held"], one["broken"]) for one in printed["questions"]] == [(BROKEN, 1, [f"errors/{BROKEN}/1"])]


def test_people_read_a_table_and_the_questions(report: Path) -> None:
    printed = run(report).stdout
    assert KEPT in printed
    assert f"question: {BROKEN}" in printed
    assert "1 to change, 1 to ask about" in printed


def test_the_changes_are_told_as_a_diff(report: Path, ledger: Path) -> None:
    printed = run(report, "--diff", "--ledger", ledger).stdout.splitlines()
    changed = [line for line in printed if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed[0] == '-evidence = "assumed"'
    assert '+evidence = "observed"' in changed
    assert any("2 cases held" in line for line in changed)
    assert len(changed) == 4


def test_apply_writes_them_and_nothing_else(report: Path, ledger: Path) -> None:
    before = {path.name: path.read_text("utf-8") for path in ledger.glob("*.toml")}
    run(report, "--apply", "--ledger", ledger)
    after = {path.name: path.read_text("utf-8") for path in ledger.glob("*.toml")}
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 1
    assert len(after[changed[0]].splitlines()) == len(before[changed[0]].splitlines())
    assert run(report, "--diff", "--ledger", ledger).stdout == ""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("no json", "is not JSON"),
        ("[]", "is no report of the form mockclio.verify/1"),
        ('{"format": "mockclio.verify/1", "mock": true, "cases": []}', "is about a mock, which proves nothing"),
    ],
)
def test_what_is_no_report_of_a_real_account_is_refused(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(content)
    result = run(file)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())


def test_the_list_of_rules_is_printed_as_before() -> None:
    result = CliRunner().invoke(main, ["rules", "--evidence", "assumed", "--json"])
    assert {row["evidence"] for row in json.loads(result.stdout)} == {"assumed"}

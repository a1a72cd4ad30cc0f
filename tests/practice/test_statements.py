"""The statements of the fact sheet on resources, effects and deletion: each is held by rules, each rule by code and tests."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from mockclio.ledger import rules
from mockclio.ledger.sites import collect

STATEMENTS: list[str] = json.loads((Path(__file__).parent / "statements.json").read_text("utf-8"))["statements"]
"""Their numbers: section, and place in it."""

HOLDING = {number: [rule for rule in rules().values() if number in rule.covers] for number in STATEMENTS}


def test_there_are_137_statements() -> None:
    assert len(set(STATEMENTS)) == len(STATEMENTS) == 137
    assert [number for number in STATEMENTS if not re.fullmatch(r"R(3\.\d{1,2}|4|5)-\d\d", number)] == []


def test_the_ledger_covers_these_statements_and_no_others() -> None:
    covered = {number for rule in rules().values() for number in rule.covers if re.match(r"R[345][.-]", number)}
    assert covered == set(STATEMENTS)


def test_every_rule_that_holds_a_statement_has_code_and_tests() -> None:
    sites = collect()
    bare = [rule.id for recorded in HOLDING.values() for rule in recorded if not sites[rule.id]["code"] or not sites[rule.id]["tests"]]
    assert bare == []


def test_the_counts_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    by_section = Counter(number.partition("-")[0] for number in STATEMENTS)
    recorded = {rule.id: rule.evidence for result in HOLDING.values() for rule in result}
    with capsys.disabled():
        print(f"\n{len(STATEMENTS)} statements in {len(by_section)} sections, held by {len(recorded)} of {len(rules())} rules:", end=" ")
        print(", ".join(f"{count} {evidence}" for evidence, count in sorted(Counter(recorded.values()).items())))
    assert len(recorded) > len(STATEMENTS)

"""The ledger, the code and the tests are tied together."""

from __future__ import annotations

import json

from click.testing import CliRunner

from mockclio.cli import main
from mockclio.ledger import rules
from mockclio.ledger.sites import FILE, collect, text
from tests.conventions.source import rule_ids, trees

IN_CODE = {id for tree in trees("mockclio").values() for id in rule_ids(tree)}
IN_TESTS = {id for tree in trees("tests").values() for id in rule_ids(tree)}
EVIDENCE = ("documented", "observed", "inferred", "assumed")


def test_every_rule_that_code_cites_stands_in_the_ledger() -> None:
    assert sorted(IN_CODE - rules().keys()) == []


def test_every_rule_of_the_ledger_is_carried_by_code() -> None:
    assert sorted(rules().keys() - IN_CODE) == []


def test_every_rule_of_the_ledger_is_shown_by_a_test() -> None:
    assert sorted(rules().keys() - IN_TESTS) == []


def test_no_test_shows_a_rule_that_does_not_exist() -> None:
    assert sorted(IN_TESTS - rules().keys()) == []


def test_every_rule_says_how_we_know_it() -> None:
    wrong = [rule.id for rule in rules().values() if rule.evidence not in EVIDENCE or not rule.source or not rule.statement.endswith(".")]
    assert wrong == []


def test_the_written_down_places_are_fresh() -> None:
    assert FILE.read_text("utf-8") == text(collect()), "run: python -m mockclio.ledger.sites"


def test_the_verb_lists_every_rule_with_code_and_tests() -> None:
    listed = json.loads(CliRunner().invoke(main, ["rules", "--json"], catch_exceptions=False).output)
    assert [row["id"] for row in listed] == list(rules())
    assert [row["id"] for row in listed if not row["code"] or not row["tests"]] == []
    assumed = json.loads(CliRunner().invoke(main, ["rules", "--json", "--evidence", "assumed"], catch_exceptions=False).output)
    assert {row["evidence"] for row in assumed} == {"assumed"}
    assert CliRunner().invoke(main, ["rules", "--evidence", "guessed"]).exit_code == 2

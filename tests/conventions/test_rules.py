"""The ledger, the code and the tests are tied together."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from mockclio.cli import main
from mockclio.ledger import FOLDER, Evidence, is_assumed, rules, sites
from tests.conventions.source import rule_ids, trees

IN_CODE = {id for tree in trees("mockclio").values() for id in rule_ids(tree)}
IN_TESTS = {id for tree in trees("tests").values() for id in rule_ids(tree)}
EVIDENCE = get_args(Evidence)
KEEPING = {"cache", "lru_cache", "remember", "cached_property"}
"""Decorators that keep what a function gave, so that its body does not run for the next request."""


def listed(*options: str) -> list[dict[str, object]]:
    printed = json.loads(CliRunner().invoke(main, ["rules", "--json", *options], catch_exceptions=False).output)
    return list(printed)


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


def test_what_the_mock_decides_by_itself_stands_in_an_area_of_its_own() -> None:
    own = {rule.id for rule in rules().values() if rule.evidence == "own"}
    assert own == {id for id in rules() if id.startswith("mock.")} != set()


def test_rules_that_do_not_come_from_clio_are_found_without_parsing_the_ledger() -> None:
    results = [id for id in rules() if is_assumed(id)]
    assert results == [rule.id for rule in rules().values() if rule.evidence in ("assumed", "own")]
    assert not is_assumed("no.such")


def test_no_rule_is_noted_where_a_kept_result_would_pass_it_by() -> None:
    wrong = [
        f"{path}: {node.name}"
        for path, tree in trees("mockclio").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and KEEPING & set(_names(node.decorator_list)) and _notes_a_rule(node)
    ]
    assert wrong == []


def _names(decorators: list[ast.expr]) -> list[str]:
    called = (one.func if isinstance(one, ast.Call) else one for one in decorators)
    return [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called]


def _notes_a_rule(function: ast.FunctionDef) -> bool:
    """Whether its body notes a rule; what an inner function does is done when that is called."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "rule":
            return True
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return False


def test_the_verb_lists_every_rule_with_code_and_tests() -> None:
    rows = listed()
    assert [row["id"] for row in rows] == list(rules())
    assert [row["id"] for row in rows if not row["code"] or not row["tests"]] == []
    assert {row["evidence"] for row in listed("--evidence", "assumed")} == {"assumed"}
    assert CliRunner().invoke(main, ["rules", "--evidence", "guessed"]).exit_code == 2


def test_the_verb_counts_every_rule() -> None:
    printed = CliRunner().invoke(main, ["rules"], catch_exceptions=False).output.splitlines()[-1]
    counts = ", ".join(f"{sum(rule.evidence == kind for rule in rules().values())} {kind}" for kind in EVIDENCE)
    assert printed == f"{len(rules())} rules: {counts}"


def test_an_installed_package_has_no_places_to_tell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sites, "ROOT", tmp_path)
    rows = listed("--evidence", "own")
    assert [set(row) & {"code", "tests"} for row in rows] == [set()] * len(rows) != []


def test_the_ledger_holds_nothing_but_statements() -> None:
    assert {path.suffix for path in FOLDER.iterdir() if path.is_file()} == {".py", ".toml"}

"""The requests that settle rules, run against a mock: each refusal is the rule's own, and what held is proposed for the ledger."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mockclio import MockClio
from mockclio.cli import main
from mockclio.ledger import UNSEEN, Rule, Settle, rules
from mockclio.ledger.strength import STRENGTHS, by_risk, is_refusal, strength
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify import verify
from mockclio.verify.prepared_firm import practice, target_of
from mockclio.verify.settling import ask, cases, judge, prepared

SETTLED = [rule for rule in rules().values() if rule.settle is not None]
DECIDED = [rule for rule in SETTLED if rule.settle is not None and (rule.settle.status or rule.settle.matches)]
ELSEWHERE = ("documents.archive-download",)
"""Rules whose request needs what this firm has not."""
MADE_FIRST = re.compile(r"/[a-z_/]+/<\d+>")
"""The path of a record that a request before made."""


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    result = target_of(MockClio.of(practice()), read_only=False)
    yield result
    assert result.clean() == []


def settle_of(rule: Rule) -> Settle:
    assert rule.settle is not None
    return rule.settle


@pytest.mark.parametrize("rule", DECIDED, ids=lambda rule: rule.id)
def test_a_request_that_settles_a_rule_is_answered_as_the_rule_says(target: Target, rule: Rule) -> None:
    settle = prepared(target, settle_of(rule))
    response = ask(target, settle)
    judge(settle, response, target.last)
    if response.status_code >= 400:
        assert rule.id in response.headers["X-Mockclio-Rule"].split(", ")


@pytest.mark.parametrize("rule", [rule for rule in SETTLED if rule not in DECIDED], ids=lambda rule: rule.id)
def test_a_request_that_somebody_has_to_look_at_is_answered(target: Target, rule: Rule) -> None:
    try:
        assert ask(target, prepared(target, settle_of(rule))).status_code == 200
    except Inconclusive:
        assert rule.id in ELSEWHERE


def test_only_rules_that_nobody_has_seen_are_settled_and_nothing_that_is_there_is_deleted() -> None:
    assert {rule.evidence for rule in SETTLED} <= set(UNSEEN)
    sent = [(step["method"], step["path"]) for rule in SETTLED for step in settle_of(rule).first]
    sent += [(settle_of(rule).method, settle_of(rule).path) for rule in SETTLED]
    assert {method for method, _ in sent} <= {"GET", "POST", "PATCH", "PUT", "DELETE"}
    assert [path for method, path in sent if method == "DELETE" and MADE_FIRST.fullmatch(path) is None] == []
    assert all(settle_of(rule).look for rule in SETTLED)


@pytest.mark.parametrize(
    ("settle", "broken"),
    [
        (Settle("GET", "/tasks?limit=1", "", status=200, matches={"meta.records": r"^\d+$"}), False),
        (Settle("GET", "/tasks?limit=1", "", status=422), True),
        (Settle("GET", "/tasks?limit=1", "", status=200, matches={"data.0.id": "^null$"}), True),
        (Settle("GET", "/tasks?limit=999", "", status=422, words="limit must be"), False),
        (Settle("GET", "/tasks?limit=999", "", status=422, words="something else"), True),
    ],
)
def test_an_answer_is_judged_by_status_places_and_words(target: Target, settle: Settle, broken: bool) -> None:
    response = ask(target, settle)
    if not broken:
        judge(settle, response, target.last)
        return
    with pytest.raises(CheckFailed):
        judge(settle, response, target.last)


@pytest.mark.parametrize(
    ("step", "path", "reason"),
    [
        ({"method": "POST", "path": "/contacts", "body": {"type": "Robot"}}, "/contacts/<1>", "was answered with 422"),
        ({"method": "GET", "path": "/tasks?limit=1&fields=id"}, "/tasks/<1.0.name>", "has nothing at 0.name"),
        ({"method": "GET", "path": "/tasks?query=nonsense&fields=id"}, "/tasks/<1.0.id>", "has nothing at 0.id"),
    ],
)
def test_a_request_is_not_sent_when_one_before_it_gave_nothing(target: Target, step: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Inconclusive, match=reason):
        prepared(target, Settle("GET", path, "", first=[step]))


def test_what_requests_before_made_is_removed_once(target: Target) -> None:
    steps = [{"method": "POST", "path": "/contacts", "body": {"type": "Company", "name": "Mockclio settles"}}]
    before = list(target.made)
    prepared_steps = prepared(target, Settle("DELETE", "/contacts/<1>", "", matches={"data": "<1>"}, first=steps))
    assert target.made == [*before, f"{prepared_steps.path}.json"]
    assert prepared_steps.matches == {"data": prepared_steps.path.rpartition("/")[2]}
    assert ask(target, prepared_steps).status_code == 204
    assert target.made == before


def test_nothing_is_written_by_a_run_that_only_reads() -> None:
    with MockClio.of(practice().fork("reading")) as mock:
        target = target_of(mock, read_only=True)
        report = verify(target, cases=cases())
        assert {call.method for call in mock.world.request_log} == {"GET"}
    inconclusive = {outcome.case.check.rules[0] for outcome in report.outcomes if "add --write" in outcome.reason}
    assert inconclusive == {rule.id for rule in SETTLED if settle_of(rule).writes}
    assert not report.findings


def run(*words: str) -> Result:
    return CliRunner().invoke(main, [*words], catch_exceptions=False)


def test_the_command_prints_the_proposed_changes_of_the_ledger() -> None:
    printed = run("verify", "--settle")
    assert printed.exit_code == 0
    assert '-evidence = "inferred"' in printed.output
    assert '+evidence = "observed"' in printed.output
    assert "a mock answered, which proves nothing about Clio" in printed.output
    assert "add --write" in printed.output
    proposed = json.loads(run("verify", "--settle", "--match", "lists.invalid-order", "--json").output)
    assert [(one["rule"], one["before"], one["after"]) for one in proposed["proposals"]] == [
        ("lists.invalid-order-is-422", "inferred", "observed")
    ]


def test_a_rule_that_an_account_does_not_keep_is_asked_about() -> None:
    with MockClio.of(practice()) as mock:
        mock.faults.add("status", status=500, operation="Matter#index")
        report = verify(target_of(mock, read_only=True), cases=cases(), match="lists.invalid-order")
    assert [finding.rules for finding in report.findings] == [("lists.invalid-order-is-422",)]


def test_the_ledger_is_counted_by_evidence_and_by_the_strength_of_its_sources() -> None:
    printed = run("rules").output.replace("\n    ", " ").splitlines()[-2:]
    assert [line.partition(":")[0] for line in printed] == [f"{len(rules())} rules by strength", f"{len(rules())} rules"]
    for place, values in enumerate((STRENGTHS, ("documented", "observed", "inferred", "assumed", "own"))):
        counts = printed[place].partition(": ")[2].split(", ")
        assert [count.partition(" ")[2] for count in counts] == list(values)
        assert sum(int(count.partition(" ")[0]) for count in counts) == len(rules())


@pytest.mark.parametrize(
    ("evidence", "source", "expected"),
    [
        ("observed", "a law firm's production programs: error text quoted", "wire copy"),
        ("observed", "live probes of 2026", "wire copy"),
        ("observed", "a firm's bridge, August 2026", "live statement"),
        ("documented", "developer documentation, page on paging", "official prose"),
        ("documented", "official document", "official schema"),
        ("inferred", "what a Rails API does", "inference"),
        ("assumed", "a live call", "inference"),
    ],
)
def test_a_source_is_as_strong_as_its_words(evidence: str, source: str, expected: str) -> None:
    assert strength(Rule("x.y", "It is.", evidence, source)) == expected  # type: ignore[arg-type]


def test_refusals_that_nobody_has_seen_come_riskiest_first() -> None:
    printed = json.loads(run("rules", "--evidence", "assumed", "--refusals", "--json").output)
    wanted = [rule for rule in rules().values() if rule.evidence == "assumed" and is_refusal(rule)]
    assert [row["id"] for row in printed] == [rule.id for rule in by_risk(wanted)]
    assert len(printed) == len(wanted) > 20
    writes = ["refused" in row["statement"] or "422" in row["statement"] for row in printed]
    assert writes == sorted(writes, reverse=True)


def test_every_assumed_refusal_says_why_the_mock_refuses() -> None:
    silent = [rule.id for rule in rules().values() if rule.evidence == "assumed" and is_refusal(rule) and not rule.decision]
    assert silent == []

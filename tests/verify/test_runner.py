"""Which cases a run judges, in which order, and what it does when a server does not answer properly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from mockclio.testing.target import Target
from mockclio.verify import Finding, Outcome, Report, Unreachable, verify


def test_our_own_server_passes_the_checks_of_a_tag(target: Target) -> None:
    report = verify(target, tags=("Bank Accounts", "Task Types"))
    assert [finding.case for finding in report.findings] == []
    assert report.passed
    assert {outcome.case.tag for outcome in report.outcomes} == {"Bank Accounts", "Task Types"}


def test_our_own_server_passes_the_checks_of_refusals(target: Target) -> None:
    report = verify(target, kinds=("errors",), tags=("Matters", "Bills", "Documents"))
    assert [finding.case for finding in report.findings] == []
    assert report.mock


@pytest.mark.long
def test_our_own_server_passes_all_checks_of_reading(target: Target) -> None:
    assert [finding.case for finding in verify(target).findings] == []


def test_kinds_tags_and_a_part_of_the_id_choose_cases(target: Target) -> None:
    report = verify(target, kinds=("filters",), tags=("Matters",), match="/client_id")
    assert [outcome.case.id for outcome in report.outcomes] == [
        "filters/Matter#index/client_id",
        "filters/beside/Matter#index/client_id",
        "filters/links/Matter#index/client_id",
    ]


def test_each_case_is_told_of_when_it_is_judged(target: Target) -> None:
    judged: list[Outcome] = []
    report = verify(target, match="errors/missing/Note", progress=judged.append)
    assert judged == report.outcomes != []


def test_a_run_that_only_reads_writes_nothing(target: Target) -> None:
    report = verify(target, match="errors/missing-write/Task#")
    assert {(outcome.state, outcome.reason) for outcome in report.outcomes} == {("unjudged", "this writes, and this run only reads")}


def test_a_run_stops_at_the_first_finding_where_that_is_asked(wrong: Callable[[Any], Target]) -> None:
    target = wrong(lambda path, body: body | {"surplus": 1})
    report = verify(target, tags=("Tasks",), stop_at_first=True)
    assert len(report.findings) == 1
    assert report.outcomes[-1].state == "broken"


def test_an_answer_that_cannot_be_read_is_a_finding_and_no_crash(wrong: Callable[[Any], Target]) -> None:
    target = wrong(lambda path, body: {"data": "?"} if "/tasks" in path else body)
    report = verify(target, match="fields/type/Task#")
    assert {outcome.state for outcome in report.outcomes} == {"broken"}
    assert report.findings[0].actual == "KeyError: 'meta' (at following)"


def test_nobody_who_answers_is_unreachable(nowhere: Target) -> None:
    with pytest.raises(Unreachable, match=r"http://127\.0\.0\.1:1 does not answer"):
        verify(nowhere, match="errors/")


def test_ctrl_c_ends_a_run_and_removes_what_it_made(mock: Any) -> None:
    target = Target(mock.http, read_only=False)
    made: dict[str, Any] = {}

    def interrupt(outcome: Outcome) -> None:
        made.update(target.create("/notes", {"type": "Matter", "subject": "Call", "matter": {"id": first(target)}}))
        raise KeyboardInterrupt

    report = verify(target, match="errors/missing/Note", progress=interrupt)
    assert report.interrupted
    assert (len(report.outcomes), report.left) == (1, [])
    assert mock.http.get(f"/api/v4/notes/{made['id']}").status_code == 404


def first(target: Target) -> int:
    return int(target.get("/matters.json", fields="id")["data"][0]["id"])


def test_what_could_not_be_removed_is_listed(mock: Any) -> None:
    target = Target(mock.http, read_only=False)
    target.made += ["/matters/2000000000.json", "/users/1048578.json", "/nonsense.json"]
    mock.faults.add("status", status=500, operation="Note#destroy")
    note = target.create("/notes", {"type": "Matter", "subject": "Call", "matter": {"id": first(target)}})
    assert verify(target, match="errors/missing/Note#show").left == [f"/notes/{note['id']}.json"]


def test_a_call_waits_as_long_as_the_rate_limit_says_and_asks_again() -> None:
    answers = [httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(200, json={"data": []})]
    waits: list[float] = []
    with httpx.Client(base_url="http://127.0.0.1", transport=httpx.MockTransport(lambda request: answers.pop(0))) as http:
        assert Target(http, pause=waits.append).get("/matters.json") == {"data": []}
    assert waits == [7.0]


def test_old_names_of_a_report_work_with_a_warning() -> None:
    finding = Finding("totals/x", "A statement.", (), "Contact#index", "GET /contacts", 1, 2)
    with pytest.warns(DeprecationWarning, match=r"Finding\.actual"):
        assert finding.found == 2
    with pytest.warns(DeprecationWarning, match=r"Report\.passed"):
        assert Report().held is False

"""Reports: three forms of the same outcomes, none of which says what answers said of people."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from mockclio import MockClio
from mockclio.store.world import World
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.target import Target
from mockclio.verify import Finding, Report, verify
from mockclio.verify.check import CHECKS, Case
from mockclio.verify.prepared_firm import target_of
from mockclio.verify.redaction import masked, redacted
from mockclio.verify.rendering import FORMS, as_html, as_json, as_junit, as_rows, lines, reasons, shown

MARK = "Zqxjw"
"""Stands in every text of the marked firm, and in nothing of ours."""
SECRETS = (MARK, MARK.lower(), "417-55-0199", "zq.xj@mail.test")


@pytest.fixture
def report(wrong: Callable[[Any], Target]) -> Report:
    target = wrong(lambda path, body: {"error": {"type": "Oops"}} if "error" in body else body)
    return verify(target, tags=("Notes",), kinds=("errors", "bodies", "fields"))


def test_the_json_report_names_its_form_and_has_a_row_for_each_case(report: Report) -> None:
    printed = json.loads(as_json(report))
    assert (printed["format"], printed["mock"], printed["target"]) == ("mockclio.verify/1", True, "http://mockclio.test")
    assert printed["counts"] == {"holds": report.count("holds"), "broken": report.count("broken"), "unjudged": report.count("unjudged")}
    assert len(printed["cases"]) == len(report.outcomes)
    broken = next(case for case in printed["cases"] if case["outcome"] == "broken")
    assert broken.keys() >= {"id", "law", "kind", "tag", "operation", "rules", "seconds", "calls", "finding"}
    assert broken["finding"].keys() == {"statement", "call", "expected", "found", "path"}


def test_the_junit_report_has_a_failure_for_each_finding_and_a_skip_for_each_case_that_was_not_judged(report: Report) -> None:
    root = ElementTree.fromstring(as_junit(report))
    assert len(root.findall(".//failure")) == len(report.findings) > 0
    assert len(root.findall(".//skipped")) == report.count("unjudged") > 0
    assert sum(int(suite.get("tests", 0)) for suite in root) == len(report.outcomes)


def test_the_html_report_needs_nothing_else(report: Report) -> None:
    page = as_html(report)
    assert report.findings[0].case in page
    assert not any(word in page for word in ("<script", "<link", "src=", "@import", "url("))


def marked(value: Any) -> Any:
    """Every text of a row that people wrote, with the mark in front."""
    if isinstance(value, dict):
        return {key: marked(member) if key in PERSONAL or isinstance(member, dict | list) else member for key, member in value.items()}
    if isinstance(value, list):
        return [marked(member) for member in value]
    return f"{MARK} {value}" if isinstance(value, str) else value


PERSONAL = {
    *("name", "first_name", "last_name", "display_number", "description", "detail", "subject", "note", "street", "city", "number"),
    *("address", "body", "summary", "location", "message", "memo", "title", "value", "email", "phone_number", "primary_email_address"),
}


@pytest.fixture(scope="module")
def leaking(full: World) -> Report:
    """A run against a firm whose texts are marked, on a server that shows wrong values everywhere."""
    world = full.fork("default")
    for table in list(world.tables.values()):
        for id in list(table.ids()):
            table.put(marked(table[id]))
    world.revision += 1
    with MockClio.of(world) as mock:
        target = target_of(mock, read_only=True)
        report = verify(target, tags=("Contacts", "Notes"), kinds=("totals", "paging"), examples=1)
    broken = CheckFailed({"name": f"{MARK} Hale", "id": 7}, f"{MARK} and 417-55-0199", f"data[0].{MARK}", f"GET /contacts?query={MARK}%20x")
    for printed in (broken, CheckFailed(f"status 200 {MARK}", [f"{MARK}", "zq.xj@mail.test", "417-55-0199"], "", "")):
        finding = Finding("totals/x", "A statement.", (), "Contact#index", printed.call, printed.expected, printed.actual, printed.path)
        case = next(iter(CHECKS["filters"].cases()))
        report.outcomes.append(_broken(case, finding))
    return report


def _broken(case: Case, finding: Finding) -> Any:
    from mockclio.verify import Outcome

    return Outcome(case, "broken", finding=finding)


def test_no_report_says_what_answers_said_of_people(leaking: Report) -> None:
    assert len(leaking.findings) > 1
    assert MARK in str([(finding.expected, finding.actual) for finding in leaking.findings])
    printed = [form(leaking, False) for form in FORMS.values()]
    printed += ["\n".join(lines(shown(finding))) for finding in leaking.findings]
    printed.append(str(reasons(leaking)))
    assert [secret for secret in SECRETS for text in printed if secret in text] == []


def test_values_are_shown_where_that_is_asked(leaking: Report) -> None:
    assert MARK in as_json(leaking, True)
    assert as_rows(leaking, True)["cases"][-1]["finding"]["found"] == [MARK, "zq.xj@mail.test", "417-55-0199"]


@pytest.mark.parametrize(
    ("value", "shown_as"),
    [
        ({"id": 7, "type": "Person", "name": "Ada"}, {"id": 7, "type": "Person", "name": "<text of 3>"}),
        ([12.5, None, True], [12.5, None, True]),
        ({"date_of_birth": "1980-02-03"}, {"date_of_birth": "<date>"}),
        ({"created_at": "2026-01-02T09:00:00Z"}, {"created_at": "<datetime>"}),
        ("status 404", "status 404"),
        ("the row of Hale", "the row of ▒▒▒"),
        ({"identity": "417550199"}, {"identity": "<text of 9>"}),
    ],
)
def test_numbers_and_words_of_the_catalogue_stay(value: Any, shown_as: Any) -> None:
    result = masked(value)
    assert result == shown_as or list(result.values()) == list(shown_as.values())


def test_a_call_keeps_its_path_and_the_names_of_its_parameters() -> None:
    finding = Finding("x", "y", (), "", "GET /api/v4/contacts.json?query=Hale%20Ada&limit=2&type=Person&order=name%28asc%29", 1, 2)
    assert redacted(finding).call == "GET /api/v4/contacts.json?query=▒▒▒&limit=2&type=Person&order=name%28asc%29"

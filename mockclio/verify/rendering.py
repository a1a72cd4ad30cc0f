"""Reports for programs and people: junit, html and json, each from the same rows, masked unless it is asked otherwise."""

from __future__ import annotations

import json
from collections import Counter
from importlib import resources
from typing import Any
from xml.etree import ElementTree

from mockclio.verify.redaction import prose, redacted
from mockclio.verify.report import Finding, Outcome, Report

FORMAT = "mockclio.verify/1"
"""Names the shape of the json report; a change that breaks readers gets another number."""

Row = dict[str, Any]


def shown(finding: Finding, show_values: bool = False) -> Finding:
    return finding if show_values else redacted(finding)


def as_rows(report: Report, show_values: bool = False) -> Row:
    """The report as plain data: what was judged, the counts, and one row a case."""
    return {
        "format": FORMAT,
        "target": report.target,
        "mock": report.mock,
        "sample": report.sample,
        "seed": report.seed,
        "interrupted": report.interrupted,
        "seconds": round(report.seconds, 3),
        "calls": report.calls,
        "counts": {state: report.count(state) for state in ("holds", "broken", "unjudged")},
        "left": report.left,
        "cases": [_row(outcome, show_values) for outcome in report.outcomes],
    }


def _row(outcome: Outcome, show_values: bool) -> Row:
    case = outcome.case
    results: Row = {
        "id": case.id,
        "law": case.check.name,
        "kind": case.check.kind,
        "tag": case.tag,
        "operation": case.operation_id,
        "rules": list(case.check.rules),
        "outcome": outcome.state,
        "seconds": round(outcome.seconds, 4),
        "calls": outcome.calls,
    }
    if outcome.reason:
        results["reason"] = outcome.reason if show_values else prose(outcome.reason)
    if outcome.finding is not None:
        message = shown(outcome.finding, show_values)
        results["finding"] = {
            "statement": message.statement,
            "call": message.call,
            "expected": _plain(message.expected),
            "found": _plain(message.actual),
            "path": message.path,
        }
    return results


def _plain(value: Any) -> Any:
    """The value where JSON can hold it, else its text."""
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return str(value)
    return value


def as_json(report: Report, show_values: bool = False) -> str:
    return json.dumps(as_rows(report, show_values), indent=2, ensure_ascii=False)


def as_junit(report: Report, show_values: bool = False) -> str:
    """A test suite a check, a test case a case: broken is a failure, inconclusive is skipped."""
    root = ElementTree.Element("testsuites", name="mockclio verify", time=f"{report.seconds:.3f}")
    by_check: dict[str, list[Outcome]] = {}
    for outcome in report.outcomes:
        by_check.setdefault(outcome.case.check.name, []).append(outcome)
    for name, outcomes in by_check.items():
        counts = Counter(outcome.state for outcome in outcomes)
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=name,
            tests=str(len(outcomes)),
            failures=str(counts["broken"]),
            skipped=str(counts["unjudged"]),
            time=f"{sum(outcome.seconds for outcome in outcomes):.3f}",
        )
        for outcome in outcomes:
            _junit_case(suite, outcome, show_values)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _junit_case(suite: ElementTree.Element, outcome: Outcome, show_values: bool) -> None:
    case = ElementTree.SubElement(suite, "testcase", name=outcome.case.id, classname=outcome.case.tag, time=f"{outcome.seconds:.4f}")
    if outcome.finding is not None:
        message = shown(outcome.finding, show_values)
        failure = ElementTree.SubElement(case, "failure", message=_printable(message.statement))
        failure.text = _printable("\n".join(lines(message)))
    elif outcome.state == "unjudged":
        ElementTree.SubElement(case, "skipped", message=_printable(outcome.reason if show_values else prose(outcome.reason)))


def _printable(text: str) -> str:
    """Without the signs that XML does not allow."""
    return "".join(sign for sign in text if sign in "\t\n" or " " <= sign < "\ufffe")


def lines(finding: Finding) -> list[str]:
    """A finding as people read it."""
    message = [
        finding.statement,
        f"  call      {finding.call}" if finding.call else "",
        f"  at        {finding.path}" if finding.path else "",
    ]
    message += [f"  expected  {_text(finding.expected)}", f"  found     {_text(finding.actual)}"]
    message.append(f"  rules     {', '.join(finding.rules)}" if finding.rules else "")
    return [line for line in message if line]


def reasons(report: Report) -> list[tuple[str, int]]:
    """Why cases could not be judged, and how many of them, the commonest first."""
    return Counter(prose(outcome.reason) for outcome in report.outcomes if outcome.state == "unjudged").most_common()


LONGEST = 400


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(_plain(value), ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def as_html(report: Report, show_values: bool = False) -> str:
    """One page that needs nothing else: the counts, the findings, and every case by check."""
    from jinja2 import Environment

    by_check: dict[str, list[Outcome]] = {}
    for outcome in report.outcomes:
        by_check.setdefault(outcome.case.check.name, []).append(outcome)
    checks = [
        {
            "name": name,
            "statement": outcomes[0].case.check.statement,
            "counts": Counter(outcome.state for outcome in outcomes),
            "cases": [{"id": one.case.id, "state": one.state, "reason": prose(one.reason), "calls": one.calls} for one in outcomes],
        }
        for name, outcomes in by_check.items()
    ]
    findings = [{"case": finding.case, "lines": "\n".join(lines(shown(finding, show_values)))} for finding in report.findings]
    template = Environment(autoescape=True).from_string(resources.files("mockclio.verify").joinpath("page.html").read_text("utf-8"))
    counts = {state: report.count(state) for state in ("holds", "broken", "unjudged")}
    return template.render(report=report, counts=counts, checks=checks, findings=findings)


FORMS = {"junit": as_junit, "html": as_html, "json": as_json}

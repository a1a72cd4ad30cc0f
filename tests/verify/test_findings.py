"""Servers that are wrong in one place, and the case that finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockclio.testing.target import Target
from mockclio.verify import verify

Wrong = Callable[[Callable[[str, Any], Any]], Target]


def rows(body: Any) -> list[dict[str, Any]]:
    """The records of an answer."""
    data = body.get("data") if isinstance(body, dict) else None
    return [row for row in (data if isinstance(data, list) else [data]) if isinstance(row, dict)]


def every(path_part: str, change: Callable[[dict[str, Any]], None]) -> Callable[[str, Any], Any]:
    def changed(path: str, body: Any) -> Any:
        for row in rows(body) if path_part in path else ():
            change(row)
        return body

    return changed


def a_null(row: dict[str, Any]) -> None:
    if "due_at" in row:
        row["due_at"] = None


def another(row: dict[str, Any]) -> None:
    if "name" in row:
        row["name"] = "Task"


def a_cent_more(row: dict[str, Any]) -> None:
    if isinstance(row.get("balance"), int | float):
        row["balance"] = round(row["balance"] + 0.01, 2)


def text(row: dict[str, Any]) -> None:
    if isinstance(row.get("total"), int | float):
        row["total"] = str(row["total"])


def no_second_row(path: str, body: Any) -> Any:
    if "/api/v4/bills.json" in path and "page_token" in path and len(body.get("data", [])) > 1:
        del body["data"][0]
    return body


def no_records(path: str, body: Any) -> Any:
    if "/api/v4/bills.json" in path and "meta" in body:
        body["meta"]["records"] += 1
    return body


def one_more_link(path: str, body: Any) -> Any:
    if "/api/v4/bills.json" in path and "meta" in body and "next" not in body["meta"]["paging"]:
        body["meta"]["paging"]["next"] = f"http://mockclio.test{path}"
    return body


def an_errors_list(path: str, body: Any) -> Any:
    return {"errors": [body["error"]]} if "error" in body else body


WRONG = {
    "a due date that is never shown": (every("/tasks.json", a_null), "Tasks", "fields", "/Task#"),
    "a name that is the same everywhere": (every("/tasks.json", another), "Tasks", "fields", "/name"),
    "a number as text": (every("/bills", text), "Bills", "fields", "fields/type/Bill#index/total"),
    "a balance that is a cent too high": (every("/bills", a_cent_more), "Bills", "totals", "totals/Bill#index/balance"),
    "a row that is lost between pages": (no_second_row, "Bills", "paging", "paging/walk/Bill#index"),
    "a count that is one too high": (no_records, "Bills", "paging", "paging/walk/Bill#index"),
    "a last page with a next link": (one_more_link, "Bills", "paging", "paging/walk/Bill#index"),
    "errors as a list": (an_errors_list, "Bills", "errors", "errors/missing/Bill#show"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_server_is_found(wrong: Wrong, what: str) -> None:
    change, tag, kind, case = WRONG[what]
    report = verify(wrong(change), tags=(tag,), kinds=(kind,))
    assert any(case in finding.case for finding in report.findings), [finding.case for finding in report.findings]


def test_a_finding_says_where_the_first_difference_stands(wrong: Wrong) -> None:
    report = verify(wrong(every("/bills", text)), match="fields/type/Bill#index/total")
    finding = next(one for one in report.findings if one.case == "fields/type/Bill#index/total")
    assert (finding.path, finding.expected, finding.operation) == ("data[0].total", "float", "Bill#index")
    assert isinstance(finding.actual, str)
    assert finding.call.startswith("GET /api/v4/bills.json?")


def test_a_filter_that_is_passed_over_is_found(mock: Any, target: Target) -> None:
    inner = mock.app.wsgi_app

    def deaf(environ: dict[str, Any], start_response: Any) -> Any:
        environ["QUERY_STRING"] = environ.get("QUERY_STRING", "").replace("client_id=", "nobody=")
        return inner(environ, start_response)

    mock.app.wsgi_app = deaf
    report = verify(target, tags=("Matters",), kinds=("filters",), match="/client_id")
    assert [finding.case for finding in report.findings] == [
        "filters/Matter#index/client_id",
        "filters/beside/Matter#index/client_id",
        "filters/links/Matter#index/client_id",
    ]
    assert report.findings[0].actual["too many"]

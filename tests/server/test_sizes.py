"""The bounds of one request: what is above them is refused with a short, clear text."""

from __future__ import annotations

from typing import Any

import httpx
import orjson
import pytest

from mockclio import MockClio
from mockclio.errors import LONGEST_MESSAGE, BadRequest, InvalidArgument, NotFound
from mockclio.practice.calendars import recurrence
from mockclio.server import sizes
from mockclio.server.arguments import conditions
from mockclio.store import request_log
from mockclio.store.request_log import RequestLog
from tests.api import Api


def message(answer: httpx.Response) -> str:
    assert answer.status_code == 400, answer.text[:300]
    return str(answer.json()["error"]["message"])


def nested(depth: int) -> bytes:
    return b'{"data":{"name":"A","type":"Company","x":' + b"[" * depth + b"]" * depth + b"}}"


@pytest.mark.parametrize("path", ["/api/v4/contacts", "/_mockclio/clock", "/oauth/token"])
def test_a_body_above_the_bound_is_refused(mock: MockClio, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "BODY_BYTES", 1_000)
    answer = mock.http.post(path, json={"data": {"name": "a" * 1_000, "type": "Company"}})
    assert message(answer) == "The body has 1037 bytes, and at most 1000 are read: upload files instead"
    assert len(answer.content) < 300


def test_a_body_with_files_has_a_bound_of_its_own(mock: MockClio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "BODY_BYTES", 10)
    monkeypatch.setattr(sizes, "MULTIPART_BYTES", 1_000)
    answer = mock.http.patch("/api/v4/contacts/1", files={"data[avatar]": ("a.gif", b"a" * 2_000, "image/gif")})
    assert "at most 1000 are read" in message(answer)


def test_the_refused_body_is_not_kept(mock: MockClio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "BODY_BYTES", 1_000)
    mock.http.post("/api/v4/contacts", content=b"a" * 2_000)
    entry = list(mock.world.request_log)[-1]
    assert (entry.body, entry.status) == (b"", 400)


def test_a_query_with_too_many_values_is_refused(mock: MockClio) -> None:
    query = "&".join(["ids[]=1"] * (sizes.QUERY_VALUES + 1))
    assert "at most 2000 are read" in message(mock.http.get(f"/api/v4/matters?{query}"))
    query = "&".join(["ids[]=1"] * sizes.QUERY_VALUES)
    assert mock.http.get(f"/api/v4/matters?{query}").status_code == 200


def test_a_form_with_too_many_values_is_refused(mock: MockClio) -> None:
    body = "&".join(["data[name]=a"] * (sizes.FORM_VALUES + 1))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert "at most 20000 are read" in message(mock.http.post("/api/v4/contacts", content=body, headers=headers))


def test_json_nested_too_deep_is_refused(mock: MockClio) -> None:
    for path in ("/api/v4/contacts", "/_mockclio/clock"):
        answer = mock.http.post(path, content=nested(sizes.NESTING), headers={"Content-Type": "application/json"})
        assert message(answer) == "The body is nested deeper than 64 levels"
    accepted = mock.http.post("/api/v4/contacts", content=nested(sizes.NESTING - 2), headers={"Content-Type": "application/json"})
    assert accepted.status_code == 201


@pytest.mark.parametrize(("depth", "expected"), [(1, False), (3, False), (4, True), (500, True)])
def test_depth_is_measured(depth: int, expected: bool) -> None:
    value: Any = orjson.loads(b"[" * depth + b"]" * depth)
    assert sizes.is_deeper(value, 3) is expected
    assert sizes.is_deeper({"a": [1, {"b": 2}]}, 3) is False
    assert sizes.is_deeper({"a": [1, {"b": []}]}, 3) is True


def test_the_message_of_a_refusal_is_cut(mock: MockClio) -> None:
    answer = mock.http.get("/api/v4/matters", params={"fields": "x" * 50_000})
    assert answer.status_code == 400
    assert len(answer.content) < LONGEST_MESSAGE + 200
    assert len(list(mock.world.request_log)[-1].error) <= LONGEST_MESSAGE + 3
    assert len(BadRequest("a" * 5_000).body["error"]["message"]) == LONGEST_MESSAGE + 3


def test_a_client_keeps_the_whole_message_of_an_answer() -> None:
    assert NotFound.received(status=404, type="NotFoundError", message="a" * 5_000).message == "a" * 5_000


def test_the_request_log_counts_headers_queries_and_names(mock: MockClio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_log, "KEPT_BYTES", 200_000)
    for headers, query in (({"X-Long": "a" * 20_000}, ""), ({f"X-{'n' * 20_000}": "a"}, ""), ({}, "?x=" + "a" * 20_000)):
        for _ in range(20):
            mock.http.get(f"/api/v4/users/who_am_i{query}", headers=headers)
        kept = list(mock.world.request_log)
        assert len(kept) < 11
        assert sum(entry.size() for entry in kept) <= 200_000
        assert mock.world.request_log._bytes == sum(entry.size() for entry in kept)


def test_an_entry_that_is_larger_than_the_log_is_not_kept(monkeypatch: pytest.MonkeyPatch, mock: MockClio) -> None:
    monkeypatch.setattr(request_log, "KEPT_BYTES", 10)
    mock.http.get("/api/v4/users/who_am_i")
    log: RequestLog = mock.world.request_log
    assert (len(log), log._bytes) == (0, 0)


@pytest.mark.parametrize(
    "never",
    [
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=YEARLY;BYYEARDAY=300;BYMONTH=1",
        "FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12",
    ],
)
@pytest.mark.rule("calendars.recurrence-rule")
def test_a_rule_that_matches_no_day_is_refused_after_a_bounded_search(api: Api, never: str) -> None:
    calendar = next(iter(api.mock.world.calendars))["id"]
    entry = {"summary": "A", "calendar_owner": {"id": calendar}, "start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z"}
    refused = api.refused(422, "POST", "/calendar_entries", {**entry, "recurrence_rule": never})
    assert "no day after the start fulfils it" in str(refused)


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYDAY=6MO", "FREQ=YEARLY;BYDAY=-8MO;BYMONTH=12", "FREQ=MONTHLY;BYDAY=1MO,54TU"])
def test_a_weekday_that_no_month_has_is_refused_without_a_search(rule: str) -> None:
    with pytest.raises(InvalidArgument, match=r"no such BYDAY|no calendar has"):
        recurrence.normalized(rule)


def test_a_rule_has_a_longest_text() -> None:
    with pytest.raises(Exception, match="at most 500 characters"):
        recurrence.normalized("FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 500))


def test_every_search_of_a_rule_begins_anew() -> None:
    row = {"start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z", "recurrence_rule": "FREQ=YEARLY"}
    counts = [len(list(recurrence.occurrences(row, None, "2070-01-01T00:00:00Z"))) for _ in range(3)]
    assert counts == [44] * 3


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("  >=  2026-01-31  ", [(">=", "2026-01-31")]),
        ("[<=50, >= 45 ]", [("<=", "50"), (">=", "45")]),
        ("2026-01-31", [("=", "2026-01-31")]),
        (" [ ] ", []),
        ("[", [("=", "[")]),
        ("x" + " " * 100_000 + "y", [("=", "x" + " " * 100_000 + "y")]),
        (" " * 100_000 + "y", [("=", "y")]),
    ],
)
def test_conditions_of_any_length_are_read_in_one_pass(text: str, read: list[tuple[str, str]]) -> None:
    assert conditions(text) == read

"""Report presets: what they keep, and the reports that are made from them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from mockclio import MockClio
from tests.api import Api
from tests.practice.cases import matter
from tests.practice.report_tables import fetched

FIELDS = "id,name,kind,format,last_generated_at,category,options,report_schedule"
NEW = {"name": "Monthly", "kind": "matter", "format": "json", "options": "{}"}
DAILY = {"frequency": "daily", "time_of_day": "2026-06-01T08:00:00-04:00", "time_zone": "America/New_York"}


def preset(api: Api, **values: Any) -> int:
    id = api.post("/report_presets", {**NEW, **values})["id"]
    assert isinstance(id, int)
    return id


def refusal(api: Api, status: int = 422, **values: Any) -> str:
    message = api.refused(status, "POST", "/report_presets", {**NEW, **values})
    assert api.get("/report_presets") == []
    return message


def ids(api: Api, **parameters: Any) -> list[int]:
    return [row["id"] for row in api.get("/report_presets", **parameters)]


@pytest.mark.rule("reports.category-by-kind")
def test_a_preset_keeps_what_was_written(api: Api) -> None:
    made = api.post("/report_presets", {**NEW, "options": '{"date_range": "this_month"}'}, fields=FIELDS)
    assert made == {
        "id": made["id"],
        "name": "Monthly",
        "kind": "matter",
        "format": "json",
        "last_generated_at": None,
        "category": "matter",
        "options": '{"date_range": "this_month"}',
        "report_schedule": None,
    }
    changed = api.patch(
        f"/report_presets/{made['id']}", {"kind": "revenue", "name": "Yearly", "format": "csv", "options": ""}, fields=FIELDS
    )
    assert changed == {**made, "kind": "revenue", "category": "revenue", "name": "Yearly", "format": "csv", "options": ""}
    api.delete(f"/report_presets/{made['id']}")
    api.refused(404, "GET", f"/report_presets/{made['id']}")


@pytest.mark.rule("reports.options-as-object")
def test_options_may_be_sent_as_an_object_and_are_read_as_text(api: Api) -> None:
    options = {
        "date_range": "custom",
        "start_date": "2026-01-01",
        "end_date": "2026-01-31",
        "group_by": "client",
        "kind": "matter",
        "more": [1],
    }
    made = api.post("/report_presets", {**NEW, "options": options}, fields="options")
    assert json.loads(made["options"]) == options


@pytest.mark.rule("reports.preset-options")
@pytest.mark.parametrize(
    "options",
    [
        "not json",
        "[]",
        None,
        {"date_range": "someday"},
        {"start_date": "yesterday"},
        {"start_date": "2026-02-01", "end_date": "2026-01-01"},
        {"year": "26"},
        {"group_by": "weather"},
        {"client": "Smith"},
    ],
)
def test_options_that_no_report_could_be_made_from_are_refused(api: Api, options: Any) -> None:
    assert refusal(api, options=options).startswith("An invalid argument was supplied: ")


@pytest.mark.rule("reports.preset-options")
def test_options_refer_to_what_exists(api: Api) -> None:
    assert "options.client" in refusal(api, 404, options={"client": {"id": 1}})
    assert "options.matter" in refusal(api, 404, options={"matter_id": 1})


@pytest.mark.rule("reports.preset-options")
def test_another_kind_must_know_the_column_to_group_by(api: Api) -> None:
    id = preset(api, options={"group_by": "practice_area"})
    assert "group_by" in api.refused(422, "PATCH", f"/report_presets/{id}", {"kind": "trust_listing"})
    assert api.get(f"/report_presets/{id}", fields="kind") == {"kind": "matter"}


@pytest.mark.parametrize(("body", "word"), [({"name": " "}, "name"), ({"kind": "gossip"}, "kind"), ({"format": "doc"}, "format")])
def test_name_kind_and_format_are_checked(api: Api, body: dict[str, str], word: str) -> None:
    assert word in refusal(api, **body)


def test_what_is_missing_is_named(api: Api) -> None:
    assert "name is required" in api.refused(422, "POST", "/report_presets", {"kind": "matter", "format": "csv", "options": "{}"})
    assert "options is required" in api.refused(422, "POST", "/report_presets", {"name": "x", "kind": "matter", "format": "csv"})


@pytest.mark.rule("reports.presets-make-reports")
def test_a_preset_makes_a_report_of_its_name_kind_and_format(api: Api, mock: MockClio) -> None:
    id = preset(api)
    matter(api, description="Lease")
    mock.clock.advance(timedelta(hours=2))
    answer = api.call("POST", f"/report_presets/{id}/generate_report.json")
    assert (answer.status_code, set(answer.json()["data"])) == (201, {"id", "etag"})
    report = answer.json()["data"]["id"]
    api.get(f"/reports/{report}")
    assert api.get(f"/reports/{report}", fields="name,kind,format,state,source,category") == {
        "name": "Monthly",
        "kind": "matter",
        "format": "json",
        "state": "completed",
        "source": "presets",
        "category": "matter",
    }
    assert [row["description"] for row in json.loads(fetched(api, report))["rows"]] == ["Lease"]
    assert api.get(f"/report_presets/{id}", fields="last_generated_at") == {"last_generated_at": "2026-06-01T11:00:00-04:00"}


def test_there_is_nothing_to_make_where_there_is_no_preset(api: Api) -> None:
    assert api.call("POST", "/report_presets/1/generate_report").status_code == 404


@pytest.mark.rule("reports.preset-options")
@pytest.mark.parametrize(
    ("word", "days"),
    [
        ("today", ["2026-06-01"]),
        ("yesterday", ["2026-05-31"]),
        ("this_week", ["2026-05-31", "2026-06-01", "2026-06-06"]),
        ("last_week", ["2026-05-30"]),
        ("this_month", ["2026-06-01", "2026-06-06", "2026-06-30"]),
        ("last_month", ["2026-05-30", "2026-05-31"]),
        ("this_quarter", ["2026-05-30", "2026-05-31", "2026-06-01", "2026-06-06", "2026-06-30"]),
        ("last_quarter", ["2026-01-01"]),
        ("last_year", ["2025-12-31"]),
        ("year_to_date", ["2026-01-01", "2026-05-30", "2026-05-31", "2026-06-01"]),
        ("last_7_days", ["2026-05-30", "2026-05-31", "2026-06-01"]),
    ],
)
def test_a_word_for_a_period_counts_from_the_day_of_the_report(api: Api, word: str, days: list[str]) -> None:
    for day in ("2025-12-31", "2026-01-01", "2026-05-30", "2026-05-31", "2026-06-01", "2026-06-06", "2026-06-30"):
        matter(api, open_date=day)
    assert [row["open_date"] for row in _rows(api, {"date_range": word})] == days


def _rows(api: Api, options: dict[str, Any]) -> list[dict[str, Any]]:
    id = preset(api, options=options)
    report = api.call("POST", f"/report_presets/{id}/generate_report").json()["data"]["id"]
    api.get(f"/reports/{report}")
    rows: list[dict[str, Any]] = json.loads(fetched(api, report))["rows"]
    return rows


@pytest.mark.rule("reports.preset-options")
def test_rows_are_grouped_by_a_column(api: Api) -> None:
    for name in ("Zoning", "Appeal", "Zoning"):
        matter(api, description=name)
    assert [row["description"] for row in _rows(api, {"group_by": "description"})] == ["Appeal", "Zoning", "Zoning"]


def test_options_narrow_a_report_to_a_matter(api: Api) -> None:
    first = matter(api, description="One")["id"]
    matter(api, description="Two")
    assert [row["description"] for row in _rows(api, {"matter": {"id": first}})] == ["One"]


def test_presets_are_filtered(api: Api) -> None:
    first, second = preset(api, name="Open matters"), preset(api, name="Money in trust", kind="trust_listing", format="pdf")
    schedule = {**DAILY, "report_preset_id": second}
    api.post("/report_schedules", schedule)
    assert (ids(api, category="matter"), ids(api, output_format="pdf"), ids(api, query="money")) == ([first], [second], [second])
    assert (ids(api, has_schedule="true"), ids(api, has_schedule="false")) == ([second], [first])
    assert (ids(api, schedule_frequency="daily"), ids(api, schedule_frequency="weekly")) == ([second], [])


def test_presets_are_ordered(api: Api, mock: MockClio) -> None:
    first = preset(api, name="B")
    mock.clock.advance(timedelta(hours=1))
    second = preset(api, name="A")
    mock.clock.advance(timedelta(hours=1))
    assert (ids(api), ids(api, order="name(asc)"), ids(api, order="created_at(desc)")) == (
        [first, second],
        [second, first],
        [second, first],
    )
    api.patch(f"/report_presets/{first}", {"name": "C"})
    assert ids(api, order="last_modified_at(desc)") == [first, second]
    api.call("POST", f"/report_presets/{second}/generate_report")
    assert ids(api, order="last_modified_at(desc)") == [first, second]
    assert ids(api, order="last_generated_at(desc)") == [second, first]
    api.post("/report_schedules", {**DAILY, "report_preset_id": first})
    assert ids(api, order="next_scheduled_date(desc)") == [first, second]


@pytest.mark.rule("reports.preset-takes-its-schedule")
def test_a_deleted_preset_takes_its_schedule_and_leaves_its_reports(api: Api) -> None:
    id = preset(api)
    schedule = api.post("/report_schedules", {**DAILY, "report_preset_id": id})["id"]
    report = api.call("POST", f"/report_presets/{id}/generate_report").json()["data"]["id"]
    api.delete(f"/report_presets/{id}")
    api.refused(404, "GET", f"/report_schedules/{schedule}")
    assert api.get(f"/reports/{report}")["id"] == report

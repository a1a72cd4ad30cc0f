"""Report schedules: when they are due, what they make then, and that nothing of it is lost in forks and saved worlds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.assembly import prepare
from mockclio.store.state import build, dump
from tests.api import Api
from tests.practice.cases import matter

ALL = (
    "id,frequency,time_of_day,time_zone,days_of_week,day_of_month,every_no_of_months,effective_from,status,status_updated_at,"
    "next_scheduled_date,report_preset_id"
)
DAILY = {"frequency": "daily", "time_of_day": "2026-06-01T10:30:00-04:00", "time_zone": "America/New_York"}


@pytest.fixture
def preset(api: Api) -> int:
    matter(api, description="Lease", open_date="2026-06-01")
    id = api.post("/report_presets", {"name": "Mine", "kind": "matter", "format": "csv", "options": {"date_range": "today"}})["id"]
    assert isinstance(id, int)
    return id


def due(api: Api, preset: int, **values: Any) -> str:
    """The first time at which a new schedule is due."""
    made = api.post("/report_schedules", {**DAILY, "report_preset_id": preset, **values}, fields="next_scheduled_date")
    return str(made["next_scheduled_date"])


def reports(api: Api) -> list[tuple[str, str, str]]:
    rows = api.get("/reports", fields="created_at,source,state")
    return [(row["created_at"], row["source"], row["state"]) for row in rows]


@pytest.mark.rule("reports.schedule-status")
def test_a_schedule_shows_what_was_written_and_when_it_is_due(api: Api, preset: int) -> None:
    made = api.post("/report_schedules", {**DAILY, "report_preset_id": preset, "effective_from": "2026-06-01"}, fields=ALL)
    assert made == {
        "id": made["id"],
        "frequency": "daily",
        "time_of_day": "2026-06-01T10:30:00-04:00",
        "time_zone": "America/New_York",
        "days_of_week": [],
        "day_of_month": None,
        "every_no_of_months": None,
        "effective_from": "2026-06-01",
        "status": "initial",
        "status_updated_at": None,
        "next_scheduled_date": "2026-06-01T10:30:00-04:00",
        "report_preset_id": preset,
    }
    shown = api.get(f"/report_presets/{preset}", fields="report_schedule{id,frequency}")
    assert shown == {"report_schedule": {"id": made["id"], "frequency": "daily"}}


@pytest.mark.rule("reports.schedule-times")
@pytest.mark.parametrize(
    ("values", "first"),
    [
        ({}, "2026-06-01T10:30:00-04:00"),
        ({"time_of_day": "2026-06-01T09:00:00-04:00"}, "2026-06-02T09:00:00-04:00"),
        ({"time_zone": "Europe/London", "time_of_day": "2026-06-01T08:00:00+01:00"}, "2026-06-02T03:00:00-04:00"),
        ({"effective_from": "2026-06-20"}, "2026-06-20T10:30:00-04:00"),
        ({"frequency": "weekly", "days_of_week": [1]}, "2026-06-01T10:30:00-04:00"),
        ({"frequency": "weekly", "days_of_week": [0, 6]}, "2026-06-06T10:30:00-04:00"),
        ({"frequency": "monthly", "day_of_month": 15}, "2026-06-15T10:30:00-04:00"),
        ({"frequency": "monthly", "day_of_month": 32}, "2026-06-30T10:30:00-04:00"),
        ({"frequency": "monthly", "day_of_month": 31}, "2026-06-30T10:30:00-04:00"),
        ({"frequency": "monthly", "day_of_month": 5, "every_no_of_months": 3, "effective_from": "2026-06-10"}, "2026-09-05T10:30:00-04:00"),
        ({"frequency": "monthly", "day_of_month": 30, "effective_from": "2027-02-01"}, "2027-02-28T10:30:00-05:00"),
    ],
)
def test_the_first_time_follows_from_frequency_days_and_zone(api: Api, preset: int, values: dict[str, Any], first: str) -> None:
    assert due(api, preset, **values) == first


@pytest.mark.rule("reports.schedule-times")
def test_the_time_of_day_stays_when_the_clocks_change(api: Api, preset: int, mock: MockClio) -> None:
    mock.clock.advance(timedelta(days=152))
    assert due(api, preset, time_of_day="2026-06-01T08:00:00-04:00") == "2026-11-01T08:00:00-05:00"


@pytest.mark.rule("reports.schedules-make-reports")
def test_each_time_that_has_come_makes_a_report_at_its_own_time(api: Api, preset: int, mock: MockClio) -> None:
    schedule = api.post("/report_schedules", {**DAILY, "report_preset_id": preset})["id"]
    mock.clock.advance(timedelta(hours=1))
    assert reports(api) == []
    mock.clock.advance(timedelta(days=2))
    assert reports(api) == [
        ("2026-06-01T10:30:00-04:00", "scheduled", "completed"),
        ("2026-06-02T10:30:00-04:00", "scheduled", "empty"),
    ]
    assert api.get(f"/report_schedules/{schedule}", fields="next_scheduled_date") == {"next_scheduled_date": "2026-06-03T10:30:00-04:00"}
    assert api.get(f"/report_presets/{preset}", fields="last_generated_at") == {"last_generated_at": "2026-06-02T10:30:00-04:00"}


@pytest.mark.rule("reports.schedules-make-reports")
def test_a_moved_clock_is_enough_and_what_ran_does_not_run_again(api: Api, preset: int, mock: MockClio) -> None:
    api.post("/report_schedules", {**DAILY, "report_preset_id": preset})
    mock.clock.advance(timedelta(hours=2))
    assert len(reports(api)) == 1
    mock.clock.advance(-timedelta(hours=2))
    mock.clock.advance(timedelta(hours=2))
    assert len(reports(api)) == 1


@pytest.mark.rule("reports.schedule-status")
def test_a_schedule_says_how_its_last_report_goes(api: Api, preset: int, mock: MockClio) -> None:
    id = api.post("/report_schedules", {**DAILY, "report_preset_id": preset}, fields="id,etag")["id"]
    before = api.get(f"/report_schedules/{id}", fields="etag,status")
    mock.clock.advance(timedelta(hours=1, minutes=30))
    seen = [api.get(f"/report_schedules/{id}", fields="etag,status,status_updated_at")]
    for _ in range(2):
        api.get("/reports")
        seen.append(api.get(f"/report_schedules/{id}", fields="etag,status,status_updated_at"))
    assert before["status"] == "initial"
    assert [one["status"] for one in seen] == ["queued", "processing", "completed"]
    assert {one["status_updated_at"] for one in seen} == {"2026-06-01T10:30:00-04:00"}
    assert len({one["etag"] for one in (before, *seen)}) == 4


@pytest.mark.rule("reports.schedule-status", "reports.failed-has-no-file")
def test_a_schedule_fails_when_what_its_preset_names_is_gone(api: Api, mock: MockClio) -> None:
    area = api.post("/practice_areas", {"name": "Aviation"})["id"]
    options = {"practice_area": {"id": area}}
    preset = api.post("/report_presets", {"name": "x", "kind": "matter", "format": "csv", "options": options})["id"]
    id = api.post("/report_schedules", {**DAILY, "report_preset_id": preset})["id"]
    api.delete(f"/practice_areas/{area}")
    mock.clock.advance(timedelta(days=1))
    assert api.get(f"/report_schedules/{id}", fields="status,next_scheduled_date") == {
        "status": "failed",
        "next_scheduled_date": "2026-06-02T10:30:00-04:00",
    }


def test_schedules_go_on_in_forks_and_after_they_were_saved(api: Api, preset: int, mock: MockClio) -> None:
    api.post("/report_schedules", {**DAILY, "report_preset_id": preset})
    saved = prepare(build(dump(mock.world), "saved"), frozen=True)
    for world in (mock.world.fork("default"), saved):
        with MockClio.of(world) as other:
            other.clock.advance(timedelta(days=1))
            assert reports(Api(other)) == [("2026-06-01T10:30:00-04:00", "scheduled", "completed")]
    assert reports(api) == []


@pytest.mark.rule("reports.schedule-times")
def test_a_changed_schedule_is_due_anew(api: Api, preset: int) -> None:
    id = api.post("/report_schedules", {**DAILY, "report_preset_id": preset})["id"]
    place = f"/report_schedules/{id}"
    changed = api.patch(place, {"frequency": "weekly", "days_of_week": [3, 2, 3]}, fields="next_scheduled_date,days_of_week,frequency")
    assert changed == {"frequency": "weekly", "days_of_week": [2, 3], "next_scheduled_date": "2026-06-02T10:30:00-04:00"}
    api.delete(place)
    api.refused(404, "GET", place)


def test_a_deleted_schedule_makes_nothing(api: Api, preset: int, mock: MockClio) -> None:
    id = api.post("/report_schedules", {**DAILY, "report_preset_id": preset})["id"]
    api.delete(f"/report_schedules/{id}")
    mock.clock.advance(timedelta(days=3))
    assert reports(api) == []


@pytest.mark.rule("reports.schedule-days", "reports.schedule-needs-days")
@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"frequency": "weekly"}, "days_of_week"),
        ({"frequency": "weekly", "days_of_week": []}, "days_of_week"),
        ({"frequency": "weekly", "days_of_week": [7]}, "days_of_week"),
        ({"frequency": "monthly"}, "day_of_month"),
        ({"frequency": "monthly", "day_of_month": 0}, "day_of_month"),
        ({"frequency": "monthly", "day_of_month": 33}, "day_of_month"),
        ({"frequency": "monthly", "day_of_month": 1, "every_no_of_months": 0}, "every_no_of_months"),
        ({"frequency": "hourly"}, "frequency"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_of_day": "noon"}, "xmlschema"),
        ({"effective_from": "9999-12-31"}, "effective_from"),
    ],
)
def test_a_schedule_that_could_never_be_due_is_refused(api: Api, preset: int, values: dict[str, Any], word: str) -> None:
    assert word in api.refused(422, "POST", "/report_schedules", {**DAILY, "report_preset_id": preset, **values})
    assert api.get("/report_schedules") == []


@pytest.mark.rule("reports.schedule-needs-days")
def test_a_schedule_keeps_the_days_that_its_frequency_needs(api: Api, preset: int) -> None:
    id = api.post("/report_schedules", {**DAILY, "report_preset_id": preset})["id"]
    assert "day_of_month" in api.refused(422, "PATCH", f"/report_schedules/{id}", {"frequency": "monthly"})
    assert api.get(f"/report_schedules/{id}", fields="frequency") == {"frequency": "daily"}


@pytest.mark.rule("reports.one-schedule-a-preset")
def test_a_preset_has_one_schedule(api: Api, preset: int) -> None:
    first = api.post("/report_schedules", {**DAILY, "report_preset_id": preset})["id"]
    assert "already" in api.refused(422, "POST", "/report_schedules", {**DAILY, "report_preset_id": preset})
    api.refused(404, "POST", "/report_schedules", {**DAILY, "report_preset_id": 1})
    other = api.post("/report_presets", {"name": "Other", "kind": "matter", "format": "csv", "options": "{}"})["id"]
    moved = api.patch(f"/report_schedules/{first}", {"report_preset_id": other}, fields="report_preset_id")
    assert moved == {"report_preset_id": other}
    assert [row["id"] for row in api.get("/report_schedules")] == [first]

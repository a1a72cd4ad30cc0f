"""Due dates that follow another task."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mockclio.practice.tasks.due_dates import shifted
from mockclio.seeding.office import Office
from tests.api import Api
from tests.hashing import digest
from tests.practice.tasks.test_tasks import task


@pytest.fixture
def source(api: Api, office: Office) -> int:
    """A task that is due on Friday, 5 June 2026."""
    return task(api, office, name="Source", due_at="2026-06-05")["id"]


def follower(api: Api, office: Office, source: int, **body: Any) -> int:
    return task(api, office, name="Follower", cascading=True, cascading_source=source, **body)["id"]


def due(api: Api, id: int) -> str | None:
    return api.get(f"/tasks/{id}", "due_at")["due_at"]


@pytest.mark.rule("tasks.cascade-units", "tasks.cascade-gives-due-date")
@pytest.mark.parametrize(
    ("unit", "offset", "side", "expected"),
    [
        ("CalendarDays", 3, "After", "2026-06-08"),
        ("CalendarDays", 3, "Before", "2026-06-02"),
        ("CalendarWeeks", 2, "After", "2026-06-19"),
        ("CalendarMonths", 1, "Before", "2026-05-05"),
        ("CalendarYears", 1, "After", "2027-06-05"),
        ("BusinessDays", 1, "After", "2026-06-08"),
        ("BusinessDays", 6, "After", "2026-06-15"),
        ("BusinessDays", 5, "Before", "2026-05-29"),
    ],
)
def test_a_follower_is_due_its_offset_away(api: Api, office: Office, source: int, unit: str, offset: int, side: str, expected: str) -> None:
    offsets = {"cascading_offset": offset, "cascading_offset_type": unit, "cascading_offset_polarity": side}
    made = follower(api, office, source, **offsets, due_at="2026-12-24")
    assert due(api, made) == expected
    assert [row["id"] for row in api.get("/tasks", cascading_source_id=source)] == [made]


@pytest.mark.rule("tasks.cascade-units")
def test_business_days_from_a_weekend_are_counted_from_the_working_day_behind() -> None:
    saturday = date(2026, 6, 6)
    results = [shifted(saturday, steps, "BusinessDays").isoformat() for steps in (-5, -1, 0, 1, 5)]
    assert results == ["2026-06-01", "2026-06-05", "2026-06-06", "2026-06-08", "2026-06-12"]
    assert shifted(date(2026, 1, 31), 1, "CalendarMonths") == date(2026, 2, 28)


@pytest.mark.rule("tasks.cascade-enumerations-in-either-place")
def test_type_and_polarity_are_taken_in_either_place(api: Api, office: Office, source: int) -> None:
    swapped = follower(api, office, source, cascading_offset=2, cascading_offset_type="Before", cascading_offset_polarity="BusinessDays")
    assert due(api, swapped) == "2026-06-03"
    api.patch(f"/tasks/{swapped}", {"cascading_offset_polarity": "CalendarWeeks"})
    assert due(api, swapped) == "2026-05-22"
    before = digest(api.mock.world)
    api.refused(422, "PATCH", f"/tasks/{swapped}", {"cascading_offset_type": "After", "cascading_offset_polarity": "After"})
    assert digest(api.mock.world) == before


@pytest.mark.rule("tasks.cascade-moves-with-its-source")
def test_moving_a_task_moves_what_follows_it_and_what_follows_that(api: Api, office: Office, source: int) -> None:
    second = follower(api, office, source, cascading_offset=2)
    third = follower(api, office, second, cascading_offset=1)
    done = follower(api, office, source, cascading_offset=3, status="complete")
    api.patch(f"/tasks/{source}", {"due_at": "2026-07-01"})
    assert [due(api, id) for id in (second, third, done)] == ["2026-07-03", "2026-07-04", "2026-06-08"]
    api.patch(f"/tasks/{source}", {"status": "complete"})
    assert [due(api, id) for id in (second, third)] == ["2026-07-03", "2026-07-04"]


@pytest.mark.rule("tasks.cascade-moves-with-its-source")
def test_a_task_without_a_date_gives_one_when_it_is_completed(api: Api, office: Office) -> None:
    open_end = task(api, office)["id"]
    made = follower(api, office, open_end, cascading_offset=2)
    assert due(api, made) is None
    api.patch(f"/tasks/{open_end}", {"status": "complete"})
    assert due(api, made) == "2026-06-03"


@pytest.mark.rule("tasks.cascade-gives-due-date")
def test_a_date_by_hand_or_cascading_false_ends_the_cascade(api: Api, office: Office, source: int) -> None:
    first, second = follower(api, office, source), follower(api, office, source)
    api.patch(f"/tasks/{first}", {"due_at": "2026-06-20"})
    api.patch(f"/tasks/{second}", {"cascading": False})
    api.patch(f"/tasks/{source}", {"due_at": "2026-07-01"})
    assert (due(api, first), due(api, second)) == ("2026-06-20", "2026-06-05")
    assert api.get("/tasks", cascading_source_id=source) == []


@pytest.mark.rule("tasks.cascade-gives-due-date")
def test_a_cascade_without_a_source_is_refused(api: Api, office: Office, source: int) -> None:
    before = digest(api.mock.world)
    body = {"name": "x", "description": "x", "assignee": {"id": office["user.owner"], "type": "User"}}
    assert "cascading_source must name" in api.refused(422, "POST", "/tasks", {**body, "cascading": True, "cascading_offset": 2})
    api.refused(404, "POST", "/tasks", {**body, "cascading": True, "cascading_source": 9})
    years = {"cascading_offset": 9_000, "cascading_offset_type": "CalendarYears"}
    assert "leaves the calendar" in api.refused(422, "POST", "/tasks", {**body, "cascading_source": source, **years})
    assert digest(api.mock.world) == before


@pytest.mark.rule("tasks.offset-needs-a-cascade")
def test_an_offset_from_nothing_is_passed_over(api: Api, office: Office) -> None:
    body = {"name": "x", "description": "x", "assignee": {"id": office["user.owner"], "type": "User"}}
    made = api.post("/tasks", {**body, "cascading_offset": 2, "cascading_offset_type": "CalendarDays"}, "id,due_at")
    assert made["due_at"] is None
    assert api.patch(f"/tasks/{made['id']}", {"cascading_offset": 3, "name": "y"}, "name,due_at") == {"name": "y", "due_at": None}
    follower = api.post("/tasks", {**body, "name": "z", "due_at": "2026-06-08"}, "id")["id"]
    moved = {"cascading_source": follower, "cascading_offset_type": "CalendarDays", "cascading_offset": 1}
    assert api.patch(f"/tasks/{made['id']}", moved, "due_at") == {"due_at": "2026-06-09"}
    assert api.patch(f"/tasks/{made['id']}", {"cascading_offset": 4}, "due_at") == {"due_at": "2026-06-12"}


@pytest.mark.rule("tasks.no-circular-cascade")
def test_a_task_cannot_follow_itself_or_its_followers(api: Api, office: Office, source: int) -> None:
    second = follower(api, office, source)
    third = follower(api, office, second)
    before = digest(api.mock.world)
    for id in (source, second, third):
        api.refused(422, "PATCH", f"/tasks/{source}", {"cascading": True, "cascading_source": id})
    assert digest(api.mock.world) == before

"""Reminders: durations, the next delivery, and states on the world's clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.practice.calendars.test_calendar_entries import make
from tests.practice.cases import change
from tests.practice.people_and_groups import hire
from tests.practice.tasks.test_tasks import task


@pytest.fixture
def method(api: Api) -> int:
    """The e-mail of the owner."""
    return api.get("/users/who_am_i", "notification_methods")["notification_methods"][0]["id"]


@pytest.fixture
def meeting(api: Api, office: Office) -> int:
    """Tomorrow, 2 June 2026, from nine in New York."""
    return int(make(api, office["calendar.firm"])["id"])


def remind(api: Api, method: int, subject: int, kind: str = "CalendarEntry", fields: str = "", **body: Any) -> Data:
    return api.post("/reminders", {"notification_method": {"id": method}, "subject": {"id": subject, "type": kind}, **body}, fields)


def course(api: Api, id: int) -> tuple[str, str | None]:
    row = api.get(f"/reminders/{id}", "state,next_delivery_at")
    return row["state"], row["next_delivery_at"]


@pytest.mark.rule("tasks.reminder-states", "tasks.reminder-duration-in-minutes")
def test_a_reminder_of_an_entry_is_scheduled_and_then_delivered(api: Api, method: int, meeting: int) -> None:
    fields = "id,duration,state,next_delivery_at,notification_method{id,type},subject{id,type,identifier}"
    made = remind(api, method, meeting, fields=fields, duration_value=2, duration_unit="hours")
    assert made == {
        "id": made["id"],
        "duration": 120,
        "state": "scheduled",
        "next_delivery_at": "2026-06-02T07:00:00-04:00",
        "notification_method": {"id": method, "type": "Email"},
        "subject": {"id": meeting, "type": "CalendarEntry", "identifier": "Talk"},
    }
    assert api.get(f"/calendar_entries/{meeting}", "reminders{id}") == {"reminders": [{"id": made["id"]}]}
    api.mock.clock.advance(timedelta(hours=22) - timedelta(seconds=1))
    assert course(api, made["id"])[0] == "scheduled"
    api.mock.clock.advance(timedelta(seconds=1))
    assert course(api, made["id"]) == ("delivered", None)


@pytest.mark.rule("tasks.reminder-states")
def test_a_reminder_moves_with_its_subject(api: Api, method: int, meeting: int) -> None:
    made = remind(api, method, meeting)["id"]
    assert course(api, made) == ("scheduled", "2026-06-02T09:00:00-04:00")
    api.patch(f"/calendar_entries/{meeting}", {"start_at": "2026-06-03T09:00:00-04:00", "end_at": "2026-06-03T10:00:00-04:00"})
    assert course(api, made) == ("scheduled", "2026-06-03T09:00:00-04:00")
    api.delete(f"/calendar_entries/{meeting}")
    api.refused(404, "GET", f"/reminders/{made}")


@pytest.mark.rule("tasks.reminder-states")
def test_a_reminder_of_a_task_waits_for_a_due_date(api: Api, office: Office, method: int) -> None:
    made = task(api, office)["id"]
    reminder = remind(api, method, made, "Task", duration_value=1, duration_unit="days")["id"]
    assert course(api, reminder) == ("initializing", None)
    api.patch(f"/tasks/{made}", {"due_at": "2026-06-05"})
    assert course(api, reminder) == ("scheduled", "2026-06-04T00:00:00-04:00")
    api.patch(f"/tasks/{made}", {"status": "complete"})
    assert course(api, reminder) == ("delivery_skipped", None)


@pytest.mark.rule("tasks.reminder-states")
def test_a_reminder_of_what_is_over_is_skipped_and_one_that_is_late_goes_out_at_once(api: Api, office: Office, method: int) -> None:
    firm = office["calendar.firm"]
    over = int(make(api, firm, start_at="2026-05-01T09:00:00Z", end_at="2026-05-01T10:00:00Z")["id"])
    soon = int(make(api, firm, start_at="2026-06-01T14:00:00Z", end_at="2026-06-01T15:00:00Z")["id"])
    assert course(api, remind(api, method, over)["id"]) == ("delivery_skipped", None)
    assert course(api, remind(api, method, soon, duration_value=1, duration_unit="weeks")["id"]) == ("delivered", None)


@pytest.mark.rule("tasks.reminder-states")
def test_a_disabled_user_is_not_reminded(api: Api, office: Office, meeting: int) -> None:
    noor = hire(api.mock, office, "Noor", "Haddad")
    method = noor.get("/users/who_am_i", "notification_methods")["notification_methods"][0]["id"]
    made = remind(api, method, meeting)["id"]
    change(api, "users", noor.user, enabled=False)
    assert course(api, made) == ("invalid_user", None)


@pytest.mark.rule("tasks.reminders-of-series-come-again")
def test_a_reminder_of_a_series_comes_before_each_occurrence(api: Api, office: Office, method: int) -> None:
    series = make(api, office["calendar.firm"], recurrence_rule="FREQ=DAILY;COUNT=3")["id"]
    made = remind(api, method, int(series), duration_value=30)["id"]
    api.patch(f"/calendar_entries/{series}-20260603T130000Z", {"start_at": "2026-06-03T12:00:00Z", "end_at": "2026-06-03T13:00:00Z"})
    delivery = []
    for _ in range(4):
        delivery.append(course(api, made))
        api.mock.clock.advance(timedelta(days=1))
    assert delivery == [
        ("scheduled", "2026-06-02T08:30:00-04:00"),
        ("scheduled", "2026-06-03T07:30:00-04:00"),
        ("scheduled", "2026-06-04T08:30:00-04:00"),
        ("delivered", None),
    ]
    assert api.get(f"/calendar_entries/{series}-20260603T130000Z", "reminders{id}") == {"reminders": [{"id": made}]}


@pytest.mark.rule("tasks.reminder-states")
def test_reminders_fall_due_in_a_fork_and_in_a_saved_world(api: Api, method: int, meeting: int, tmp_path: Any) -> None:
    from mockclio.assembly import prepare
    from mockclio.store.state import load, save

    made = remind(api, method, meeting)["id"]
    save(api.mock.world, tmp_path / "world.json")
    for world in (api.mock.world.fork("default"), prepare(load(tmp_path / "world.json"), frozen=True)):
        with MockClio.of(world) as twin:
            assert course(Api(twin), made)[0] == "scheduled"
            twin.clock.advance(timedelta(days=1))
            assert course(Api(twin), made)[0] == "delivered"


@pytest.mark.rule("tasks.reminder-duration-in-minutes")
@pytest.mark.parametrize(("unit", "minutes"), [("weeks", 20_160), ("days", 2_880), ("hours", 120), ("minutes", 2)])
def test_durations_are_shown_in_minutes(api: Api, method: int, meeting: int, unit: str, minutes: int) -> None:
    assert remind(api, method, meeting, fields="duration", duration_value=2, duration_unit=unit) == {"duration": minutes}


@pytest.mark.rule("tasks.reminder-duration-in-minutes")
@pytest.mark.rule("tasks.reminder-stays-with-its-subject")
def test_what_is_not_sent_of_a_duration_stays_and_the_subject_cannot_change(api: Api, method: int, meeting: int, office: Office) -> None:
    made = remind(api, method, meeting, duration_value=2, duration_unit="days")["id"]
    assert api.patch(f"/reminders/{made}", {"duration_value": 3}, "duration") == {"duration": 4320}
    assert api.patch(f"/reminders/{made}", {"duration_unit": "hours"}, "duration") == {"duration": 180}
    other = task(api, office)["id"]
    shown = api.patch(f"/reminders/{made}", {"subject": {"id": other, "type": "Task"}}, "subject{id}")
    assert shown == {"subject": {"id": meeting}}
    api.refused(422, "PATCH", f"/reminders/{made}", {"duration_unit": "years"})
    api.refused(422, "PATCH", f"/reminders/{made}", {"duration_value": -1})
    assert api.get(f"/reminders/{made}", "duration") == {"duration": 180}


def test_a_reminder_needs_subject_and_method(api: Api, method: int) -> None:
    message = api.refused(422, "POST", "/reminders", {})
    assert "notification_method is required" in message
    assert "subject is required" in message
    api.refused(404, "POST", "/reminders", {"notification_method": {"id": method}, "subject": {"id": 9, "type": "Task"}})
    api.refused(422, "POST", "/reminders", {"notification_method": {"id": method}, "subject": {"id": 9, "type": "Matter"}})
    assert api.get("/reminders") == []


@pytest.mark.rule("tasks.reminders-subject-id-needs-type")
def test_reminders_are_found_by_subject_method_user_and_state(api: Api, office: Office, method: int, meeting: int) -> None:
    noor = hire(api.mock, office, "Noor", "Haddad")
    hers = noor.get("/users/who_am_i", "notification_methods")["notification_methods"][1]["id"]
    first = remind(api, method, meeting, duration_value=1)["id"]
    waiting = task(api, office)["id"]
    second = remind(api, hers, waiting, "Task")["id"]

    def ids(**parameters: Any) -> list[int]:
        return [row["id"] for row in api.get("/reminders", **parameters)]

    assert ids(subject_id=meeting, subject_type="calendar_entry") == ids(subject_type="calendar_entry") == [first]
    assert ids(notification_method_id=hers) == ids(user_id=noor.user) == ids(subject_type="task") == [second]
    assert ids(state="scheduled") == [first]
    assert ids(state="initializing") == [second]
    assert ids(state="delivered") == []
    assert ids(subject_id=meeting, subject_type="task") == []
    assert "needs subject_type" in api.refused(422, "GET", "/reminders", subject_id=meeting)
    assert ids(order="next_delivery_at(desc)") == [first, second]
    api.delete(f"/reminders/{first}")
    assert ids() == [second]

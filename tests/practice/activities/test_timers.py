"""The timer: started, read while it runs, banked when it stops."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.work import bill, colleague, entry, matter


def start(api: Api, activity: int) -> dict[str, object]:
    return api.post("/timer", {"activity": {"id": activity}}, fields="id,start_time,elapsed_time,activity{id}")


@pytest.mark.rule("timers.none-running-is-404")
def test_without_a_running_timer_there_is_none(api: Api) -> None:
    api.refused(404, "GET", "/timer")
    api.refused(404, "DELETE", "/timer")


@pytest.mark.rule("timers.elapsed-in-hours", "timers.stopping-banks-the-time")
def test_a_timer_runs_and_is_banked(mock: MockClio, api: Api) -> None:
    id = entry(api)["id"]
    made = start(api, id)
    assert made == {"id": made["id"], "start_time": "2026-06-01T09:00:00-04:00", "elapsed_time": 0, "activity": {"id": id}}
    mock.clock.advance(timedelta(minutes=90))
    assert api.get("/timer", fields="id,elapsed_time") == {"id": made["id"], "elapsed_time": 1.5}
    assert api.get(f"/activities/{id}", fields="quantity,timer{id,elapsed_time}") == {
        "quantity": 3600,
        "timer": {"id": made["id"], "elapsed_time": 1.5},
    }
    api.delete("/timer")
    assert api.get(f"/activities/{id}", fields="quantity,total,timer") == {"quantity": 9000, "total": 875, "timer": None}
    api.refused(404, "GET", "/timer")


@pytest.mark.rule("timers.one-at-a-time")
def test_starting_another_banks_the_first(mock: MockClio, api: Api) -> None:
    first, second = entry(api)["id"], entry(api)["id"]
    start(api, first)
    mock.clock.advance(timedelta(minutes=10))
    start(api, second)
    assert api.get("/timer", fields="activity{id}") == {"activity": {"id": second}}
    assert api.get(f"/activities/{first}", fields="quantity,timer") == {"quantity": 4200, "timer": None}


@pytest.mark.rule("timers.only-unbilled-hourly-time")
def test_a_timer_runs_on_unbilled_hourly_time_only(mock: MockClio, api: Api, office: Office) -> None:
    owner = matter(api)
    on_bill = entry(api, matter={"id": owner})["id"]
    bill(mock, owner)
    flat = entry(api, activity_description={"id": office["activity_description.Simple will"]})["id"]
    spent = entry(api, type="ExpenseEntry", price=1)["id"]
    for id, words in ((on_bill, "has not been billed"), (flat, "without a flat rate"), (spent, "TimeEntry")):
        assert words in api.refused(422, "POST", "/timer", {"activity": {"id": id}})
    api.refused(404, "POST", "/timer", {"activity": {"id": 1}})
    assert "activity is required" in api.refused(422, "POST", "/timer", {})
    api.refused(404, "GET", "/timer")


@pytest.mark.rule("timers.stopping-banks-the-time")
def test_an_entry_that_was_billed_meanwhile_is_left_alone(mock: MockClio, api: Api) -> None:
    owner = matter(api)
    id = entry(api, matter={"id": owner})["id"]
    start(api, id)
    bill(mock, owner)
    mock.clock.advance(timedelta(hours=1))
    api.delete("/timer")
    assert api.get(f"/activities/{id}", fields="quantity,timer") == {"quantity": 3600, "timer": None}


@pytest.mark.rule("activities.start-timer")
def test_an_entry_starts_and_stops_its_own_timer(mock: MockClio, api: Api) -> None:
    made = entry(api, "id,timer{elapsed_time}", start_timer=True)
    assert made == {"id": made["id"], "timer": {"elapsed_time": 0}}
    mock.clock.advance(timedelta(minutes=6))
    stopped = api.patch(f"/activities/{made['id']}", {"start_timer": False}, fields="quantity,timer")
    assert stopped == {"quantity": 3960, "timer": None}
    assert api.patch(f"/activities/{made['id']}", {"start_timer": False}, fields="quantity") == {"quantity": 3960}


def test_a_refused_start_leaves_no_entry_behind(api: Api, office: Office) -> None:
    flat = {"id": office["activity_description.Simple will"]}
    body = {"type": "TimeEntry", "date": "2026-06-01", "start_timer": True, "activity_description": flat}
    api.refused(422, "POST", "/activities", body)
    assert api.get("/activities") == []


def test_each_user_has_a_timer_of_their_own(mock: MockClio, api: Api, office: Office) -> None:
    user = mock.world.table("users")[colleague(mock, office)]
    id = entry(api)["id"]
    with mock.world.session(user) as session:
        session.insert("timers", {"activity": id, "user": user["id"], "start_time": session.now})
    api.refused(404, "GET", "/timer")
    mock.clock.advance(timedelta(minutes=5))
    start(api, id)
    assert api.get(f"/activities/{id}", fields="quantity") == {"quantity": 3900}


def test_a_deleted_entry_takes_its_timer_along(api: Api) -> None:
    id = entry(api, start_timer=True)["id"]
    api.delete(f"/activities/{id}")
    api.refused(404, "GET", "/timer")

"""Court rules: jurisdictions, triggers, service types, dockets and the entries that they make."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from mockclio.practice.court_rules.deadlines import due
from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.hashing import digest
from tests.practice.cases import change, client, matter

RULES = "/court_rules"
NEW_YORK = 1204
ONTARIO = 7310


@pytest.fixture
def court(office: Office) -> int:
    return office[f"jurisdiction.{NEW_YORK}"]


def trigger(api: Api, court: int, description: str) -> int:
    result = api.get(f"{RULES}/jurisdictions/{court}/triggers", "id,description", query=description)
    assert len(result) == 1
    return result[0]["id"]


def service(api: Api, court: int, description: str) -> int:
    result = api.get(f"{RULES}/jurisdictions/{court}", "service_types{id,description}")["service_types"]
    return next(row["id"] for row in result if row["description"] == description)


def docket(api: Api, court: int, fields: str = "", **body: Any) -> Data:
    """The docket of a motion that was served by mail on Monday, 1 June 2026."""
    parts = {"trigger": {"id": trigger(api, court, "Service of motion")}, "service_type": {"id": service(api, court, "Mail")}}
    return api.post(
        f"{RULES}/matter_dockets", {"name": "Motion", "jurisdiction": {"id": court}, "start_date": "2026-06-01", **parts, **body}, fields
    )


def status(api: Api, id: int) -> str:
    return api.get(f"{RULES}/matter_dockets/{id}", "status")["status"]


@pytest.mark.rule("court_rules.jurisdictions-of-the-account")
def test_a_firm_subscribes_to_some_jurisdictions(api: Api, office: Office, court: int) -> None:
    fields = "system_id,description,default,display_timezone,valid_subscription,is_local_timezone"
    assert api.get(f"{RULES}/jurisdictions/{court}", fields) == {
        "system_id": NEW_YORK,
        "description": "United States District Court, Southern District of New York, Civil",
        "default": False,
        "display_timezone": "America/New_York",
        "valid_subscription": True,
        "is_local_timezone": True,
    }
    mine, others = (api.get(f"{RULES}/jurisdictions", "system_id", for_current_account=word) for word in ("true", "false"))
    assert [row["system_id"] for row in mine] == [4101, NEW_YORK]
    assert others == [{"system_id": ONTARIO}]
    ordered = [row["system_id"] for row in api.get(f"{RULES}/jurisdictions", "system_id", order="description(desc)")]
    assert ordered == [NEW_YORK, ONTARIO, 4101]
    assert api.get(f"{RULES}/jurisdictions", "system_id", query="ontario") == [{"system_id": ONTARIO}]


@pytest.mark.rule("court_rules.triggers-of-a-jurisdiction")
def test_triggers_are_read_below_their_jurisdiction(api: Api, office: Office, court: int) -> None:
    path = f"{RULES}/jurisdictions/{court}/triggers"
    results = {row["description"]: row for row in api.get(path, "id,description,is_served,is_requirements_required,do_not_recalculate")}
    assert len(results) == 5
    motion = results["Service of motion"]
    assert {**motion, "id": 0} == {
        "id": 0,
        "description": "Service of motion",
        "is_served": True,
        "is_requirements_required": False,
        "do_not_recalculate": False,
    }
    assert api.get(f"{path}/{motion['id']}", "description") == {"description": "Service of motion"}
    api.refused(404, "GET", f"{RULES}/jurisdictions/{office['jurisdiction.4101']}/triggers/{motion['id']}")
    api.refused(404, "GET", f"{RULES}/jurisdictions/9/triggers")
    timed = [row["description"] for row in api.get(path, "description", is_requirements_required="true")]
    assert timed == ["First day of trial"]
    assert "Entry of judgment" in [row["description"] for row in api.get(path, "description", is_served="false", order="description(asc)")]


def test_service_types_are_read(api: Api, court: int) -> None:
    mail = service(api, court, "Mail")
    assert api.get(f"{RULES}/service_types/{mail}", "description,default") == {"description": "Mail", "default": False}
    results = [row["description"] for row in api.get(f"{RULES}/service_types", "description", order="description(asc)")]
    assert results == sorted(results)
    assert len(results) == 9


@pytest.mark.rule("court_rules.dockets-take-their-time", "court_rules.docket-makes-entries")
def test_a_docket_makes_its_entries_while_it_is_polled(api: Api, office: Office, court: int) -> None:
    case = matter(api)["id"]
    fields = "id,name,start_date,start_time,status,deleted_at,matter{id},jurisdiction{id},calendar_entries"
    made = docket(api, court, fields, matter={"id": case})
    assert made == {
        "id": made["id"],
        "name": "Motion",
        "start_date": "2026-06-01",
        "start_time": None,
        "status": "not_started",
        "deleted_at": None,
        "matter": {"id": case},
        "jurisdiction": {"id": court},
        "calendar_entries": [],
    }
    assert status(api, made["id"]) == "in_progress"
    assert api.get("/calendar_entries") == []
    assert status(api, made["id"]) == "completed"
    fields = "summary,start_date,end_date,all_day,court_rule,calendar_owner{id},matter{id},matter_docket{id}"
    common = {
        "all_day": True,
        "court_rule": True,
        "calendar_owner": {"id": office["calendar.firm"]},
        "matter": {"id": case},
        "matter_docket": {"id": made["id"]},
    }
    assert api.get("/calendar_entries", fields, has_court_rule="true") == [
        {**common, "summary": "Motion: Last day to serve opposition", "start_date": "2026-06-18", "end_date": "2026-06-18"},
        {**common, "summary": "Motion: Last day to serve reply", "start_date": "2026-06-25", "end_date": "2026-06-25"},
    ]
    assert len(api.get(f"{RULES}/matter_dockets/{made['id']}", "calendar_entries{summary}")["calendar_entries"]) == 2


@pytest.mark.rule("court_rules.dockets-take-their-time")
def test_a_docket_is_done_by_time_alone_and_by_polls_of_the_list(api: Api, court: int) -> None:
    docket(api, court)
    api.mock.clock.advance(timedelta(seconds=4))
    assert len(api.get("/calendar_entries")) == 2
    docket(api, court)
    for expected in ("in_progress", "completed"):
        assert api.get(f"{RULES}/matter_dockets", "status")[1] == {"status": expected}


@pytest.mark.rule("court_rules.docket-makes-entries")
def test_without_a_calendar_for_court_rules_the_callers_own_is_used_and_attendees_are_invited(api: Api, office: Office, court: int) -> None:
    own = api.get("/users/who_am_i", "default_calendar_id")["default_calendar_id"]
    change(api, "calendars", office["calendar.firm"], court_rules_default_calendar=False)
    change(api, "users", office["user.owner"], court_rules_default_attendee=True)
    docket(api, court)
    api.mock.clock.advance(timedelta(seconds=4))
    assert api.get("/calendar_entries", "calendar_owner{id},attendees{id}")[0] == {
        "calendar_owner": {"id": own},
        "attendees": [{"id": own}],
    }


@pytest.mark.rule("court_rules.deadlines-are-counted-and-rolled")
def test_deadlines_are_lengthened_by_service_and_moved_off_weekends() -> None:
    mail = {"_days": 5, "_days_type": "CalendarDays"}
    after = {"offset": 14, "type": "CalendarDays", "polarity": "After", "served": True}
    before = {"offset": 2, "type": "CalendarDays", "polarity": "Before"}
    monday = date(2026, 6, 1)
    assert due(monday, after, None) == date(2026, 6, 15)
    assert due(monday, after, mail) == date(2026, 6, 22)
    assert due(monday, before, mail) == date(2026, 5, 29)


@pytest.mark.rule("court_rules.dockets-fail-without-matter-or-calendar")
def test_a_docket_whose_matter_went_has_failed(api: Api, court: int) -> None:
    case = matter(api)["id"]
    made = docket(api, court, matter={"id": case})["id"]
    api.delete(f"/matters/{case}")
    assert [status(api, made), status(api, made)] == ["in_progress", "failed"]
    assert api.get("/calendar_entries") == []


@pytest.mark.rule("court_rules.what-a-trigger-demands")
def test_what_does_not_go_together_is_refused(api: Api, office: Office, court: int) -> None:
    california = office["jurisdiction.4101"]
    trial = trigger(api, court, "First day of trial")
    before = digest(api.mock.world)
    body = {
        "name": "x",
        "jurisdiction": {"id": court},
        "start_date": "2026-06-01",
        "trigger": {"id": trigger(api, court, "Service of motion")},
    }
    wrong: list[tuple[dict[str, Any], str]] = [
        ({}, "service_type is required"),
        ({"service_type": {"id": service(api, california, "Personal service")}}, "service_type must be one of"),
        ({"jurisdiction": {"id": california}}, "trigger must be one of"),
        ({"trigger": {"id": trial}}, "start_time is required"),
        ({"jurisdiction": {"id": office[f"jurisdiction.{ONTARIO}"]}}, "the account subscribes"),
    ]
    for changes, reason in wrong:
        assert reason in api.refused(422, "POST", f"{RULES}/matter_dockets", {**body, **changes})
    assert "trigger is required" in api.refused(422, "POST", f"{RULES}/matter_dockets", {})
    for missing in ("trigger", "service_type", "jurisdiction"):
        assert missing in api.refused(404, "POST", f"{RULES}/matter_dockets", {**body, missing: {"id": 9}})
    assert digest(api.mock.world) == before


@pytest.mark.rule("court_rules.docket-makes-entries")
def test_a_trigger_with_a_time_of_day_makes_an_entry_of_its_own(api: Api, court: int) -> None:
    trial = {"trigger": {"id": trigger(api, court, "First day of trial")}, "service_type": None}
    docket(api, court, name="Trial", start_date="2026-09-14", start_time="2026-09-14T09:30:00-04:00", **trial)
    api.mock.clock.advance(timedelta(seconds=4))
    result = api.get("/calendar_entries", "summary,start_at,end_at,all_day")
    assert result[0] == {
        "summary": "Trial: First day of trial",
        "start_at": "2026-09-14T09:30:00-04:00",
        "end_at": "2026-09-14T10:30:00-04:00",
        "all_day": False,
    }
    assert [row["start_at"][:10] for row in result[1:]] == ["2026-06-16", "2026-08-14", "2026-08-31"]


def test_dockets_are_found_by_matter_status_text_and_service(api: Api, court: int) -> None:
    ann = client(api)
    open_one, closed = matter(api, client={"id": ann})["id"], matter(api, client={"id": ann}, status="closed")["id"]
    mail = service(api, court, "Mail")
    first = docket(api, court, matter={"id": open_one}, start_date="2026-07-01")["id"]
    judgment = {"trigger": {"id": trigger(api, court, "Entry of judgment")}, "service_type": None}
    second = docket(api, court, name="Judgment", matter={"id": closed}, **judgment)["id"]

    def ids(**parameters: Any) -> list[int]:
        return [row["id"] for row in api.get(f"{RULES}/matter_dockets", **parameters)]

    assert ids(status="in_progress") == [first, second]
    assert ids(status="not_started") == []
    assert ids(matter_id=open_one) == ids(matter_status="open") == ids(service_type_id=mail) == [first]
    assert ids(matter_id=closed) == ids(matter_status="closed") == ids(service_type_id="null") == ids(query="judg") == [second]
    assert ids(matter_status="pending") == []
    assert ids(order="date(asc)") == [second, first]


@pytest.mark.rule("court_rules.deleted-docket-takes-its-entries")
def test_a_deleted_docket_keeps_its_row_and_loses_its_entries(api: Api, court: int) -> None:
    made = docket(api, court)["id"]
    api.mock.clock.advance(timedelta(seconds=4))
    assert len(api.get("/calendar_entries")) == 2
    api.delete(f"{RULES}/matter_dockets/{made}")
    assert api.get("/calendar_entries") == []
    assert api.get(f"{RULES}/matter_dockets") == []
    assert api.get(f"{RULES}/matter_dockets/{made}", "deleted_at") == {"deleted_at": "2026-06-01T09:00:04-04:00"}
    api.refused(404, "DELETE", f"{RULES}/matter_dockets/{made}")


@pytest.mark.rule("court_rules.deleted-docket-takes-its-entries")
def test_a_docket_that_is_deleted_early_makes_no_entries(api: Api, court: int) -> None:
    made = docket(api, court)["id"]
    api.delete(f"{RULES}/matter_dockets/{made}")
    api.mock.clock.advance(timedelta(minutes=1))
    assert api.get("/calendar_entries") == []


@pytest.mark.rule("court_rules.preview-is-a-file-of-events", "court_rules.what-a-trigger-demands")
def test_a_preview_leads_to_a_file_of_events(api: Api, court: int) -> None:
    wanted = {
        "jurisdiction[id]": court,
        "trigger[id]": trigger(api, court, "Service of motion"),
        "service_type[id]": service(api, court, "Mail"),
        "start_date": "2026-06-01T00:00:00-04:00",
        "start_time": "2026-06-01T09:00:00-04:00",
        "event_prefix": "Motion",
    }
    path = f"{RULES}/matter_dockets/preview"
    response = api.call("GET", path, params=wanted)
    assert response.status_code == 303
    file = api.mock.http.get(response.headers["Location"])
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert re.findall(r"DTSTART;VALUE=DATE:(\d+)|SUMMARY:(.*)\r", file.text) == [
        ("20260618", ""),
        ("", "Motion: Last day to serve opposition"),
        ("20260625", ""),
        ("", "Motion: Last day to serve reply"),
    ]
    assert api.get("/calendar_entries") == []
    assert api.get(f"{RULES}/matter_dockets") == []
    other = api.call("GET", path, params={**wanted, "event_prefix": "Reply"})
    assert "SUMMARY:Reply: " in api.mock.http.get(other.headers["Location"]).text
    api.refused(404, "GET", path, **{**wanted, "trigger[id]": 9})
    api.refused(400, "GET", path, **{name: value for name, value in wanted.items() if name != "start_time"})
    other_service = next(row["id"] for row in api.get(f"{RULES}/service_types", "id") if row["id"] != wanted["service_type[id]"])
    assert "service_type must be one of" in api.refused(422, "GET", path, **{**wanted, "service_type[id]": other_service})

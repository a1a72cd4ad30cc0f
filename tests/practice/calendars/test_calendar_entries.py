"""Single calendar entries: what they need, who attends, meetings, filters."""

from __future__ import annotations

import re

import pytest

from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.practice.cases import change, client, matter

TIMES = {"start_at": "2026-06-02T09:00:00-04:00", "end_at": "2026-06-02T10:30:00-04:00"}


@pytest.fixture
def firm(office: Office) -> int:
    return office["calendar.firm"]


def make(api: Api, firm: int, fields: str = "", **body: object) -> Data:
    return api.post("/calendar_entries", {"summary": "Talk", **TIMES, "calendar_owner": {"id": firm}, **body}, fields)


def ids(api: Api, **parameters: object) -> list[str]:
    return [row["id"] for row in api.get("/calendar_entries", **parameters)]


@pytest.mark.rule("calendars.dates-and-times-beside-the-moments")
def test_a_new_entry_shows_everything(api: Api, firm: int) -> None:
    fields = (
        "id,summary,description,location,start_at,start_date,start_time,end_at,end_date,end_time,all_day,recurrence_rule,permission,"
        "parent_calendar_entry_id,court_rule,calendar_owner_id,start_at_time_zone,time_entries_count,conference_meeting,matter,attendees,calendars,reminders"
    )
    made = make(api, firm, fields, description="About it", location="Room 4")
    assert re.fullmatch(r"\d+", made.pop("id"))
    assert made == {
        "summary": "Talk",
        "description": "About it",
        "location": "Room 4",
        "start_at": "2026-06-02T09:00:00-04:00",
        "start_date": "2026-06-02",
        "start_time": "09:00:00",
        "end_at": "2026-06-02T10:30:00-04:00",
        "end_date": "2026-06-02",
        "end_time": "10:30:00",
        "all_day": False,
        "recurrence_rule": None,
        "permission": "owner",
        "parent_calendar_entry_id": None,
        "court_rule": False,
        "calendar_owner_id": firm,
        "start_at_time_zone": "America/New_York",
        "time_entries_count": 0,
        "conference_meeting": None,
        "matter": None,
        "attendees": [],
        "calendars": [],
        "reminders": [],
    }


@pytest.mark.rule("calendars.dates-and-times-beside-the-moments")
def test_an_entry_for_whole_days_has_dates_only(api: Api, firm: int) -> None:
    made = make(api, firm, "start_date,start_time,end_date,end_time", all_day=True)
    assert made == {"start_date": "2026-06-02", "start_time": None, "end_date": "2026-06-02", "end_time": None}


@pytest.mark.rule("calendars.owner-is-a-calendar")
def test_an_entry_needs_summary_times_and_a_calendar(api: Api, firm: int, office: Office) -> None:
    message = api.refused(422, "POST", "/calendar_entries", {})
    assert all(f"{name} is required" in message for name in ("summary", "start_at", "end_at", "calendar_owner"))
    api.refused(404, "POST", "/calendar_entries", {"summary": "Talk", **TIMES, "calendar_owner": {"id": office["user.owner"]}})
    assert ids(api) == []


@pytest.mark.rule("calendars.years-before-1900-are-lifted")
def test_years_before_1900_are_lifted(api: Api, firm: int) -> None:
    made = make(api, firm, "start_at,end_at", start_at="1896-02-29T15:00:00Z", end_at="1850-03-04T15:00:00Z")
    assert made == {"start_at": "1900-02-28T10:00:00-05:00", "end_at": "1900-03-04T10:00:00-05:00"}


@pytest.mark.rule("calendars.end-not-before-start")
def test_an_entry_does_not_end_before_it_starts(api: Api, firm: int) -> None:
    made = make(api, firm)["id"]
    api.refused(422, "PATCH", f"/calendar_entries/{made}", {"end_at": "2026-06-02T08:00:00-04:00"})
    api.refused(422, "PATCH", f"/calendar_entries/{made}", {"start_at": "2026-06-03T08:00:00-04:00"})
    assert api.get(f"/calendar_entries/{made}", "start_at,end_at") == TIMES


@pytest.mark.rule("calendars.attendees-are-calendars-or-contacts", "calendars.calendars-are-those-of-attendees")
def test_attendees_are_invited_by_calendar_or_contact(api: Api, firm: int, office: Office) -> None:
    ann = client(api, "Ann", "Smith")
    own = api.get("/calendars", type="UserCalendar")[0]["id"]
    attendees = [{"id": ann, "type": "Contact"}, {"id": own, "type": "Calendar"}]
    made = make(api, firm, "id,attendees{id,type,name,email,enabled},calendars{id}", attendees=attendees)
    assert made["attendees"] == [
        {"id": ann, "type": "Contact", "name": "Ann Smith", "email": None, "enabled": True},
        {"id": own, "type": "Calendar", "name": "Margaret Hartwell", "email": "margaret@hartwell-osei.test", "enabled": True},
    ]
    assert made["calendars"] == [{"id": own}]
    path = f"/calendar_entries/{made['id']}"
    left = api.patch(path, {"attendees": [{"id": own, "type": "Calendar", "_destroy": True}]}, "attendees{id},calendars{id}")
    assert left == {"attendees": [{"id": ann}], "calendars": []}
    assert api.patch(path, {"attendees": [{"id": firm}]}, "attendees{id,type}")["attendees"][1] == {"id": firm, "type": "Calendar"}
    api.refused(422, "PATCH", path, {"attendees": [{"id": office["user.owner"], "type": "User"}]})
    api.refused(404, "PATCH", path, {"attendees": [{"id": office["user.owner"], "type": "Calendar"}]})
    assert len(api.get(path, "attendees")["attendees"]) == 2


@pytest.mark.rule("calendars.notification-is-a-request")
def test_the_request_for_a_notification_is_shown_nowhere(api: Api, firm: int) -> None:
    made = make(api, firm, send_email_notification=True)["id"]
    assert "send_email_notification is not a valid field" in api.refused(
        400, "GET", f"/calendar_entries/{made}", fields="send_email_notification"
    )


@pytest.mark.rule("calendars.meeting-leaves-location")
def test_a_zoom_meeting_leaves_the_location_as_it_was_sent(api: Api, firm: int) -> None:
    fields = "id,location,conference_meeting{type,conference_id,conference_password,join_url}"
    made = make(api, firm, fields, conference_meeting={"type": "zoom"})
    meeting = made["conference_meeting"]
    assert meeting["type"] == "zoom"
    assert len(meeting["conference_password"]) == 6
    assert meeting["join_url"] == f"https://zoom.mockclio.test/j/{meeting['conference_id']}?pwd={meeting['conference_password']}"
    assert made["location"] is None
    path = f"/calendar_entries/{made['id']}"
    assert api.patch(path, {"summary": "Other"}, "conference_meeting{join_url}") == {
        "conference_meeting": {"join_url": meeting["join_url"]}
    }
    room = make(api, firm, "id,location", conference_meeting={"type": "zoom"}, location="Room 4")
    assert room["location"] == "Room 4"
    for id, location in ((made["id"], None), (room["id"], "Room 4")):
        cleared = api.patch(f"/calendar_entries/{id}", {"conference_meeting": None}, "location,conference_meeting")
        assert cleared == {"location": location, "conference_meeting": None}


@pytest.mark.rule("calendars.no-meeting-without-zoom")
def test_without_zoom_the_entry_is_made_without_a_meeting(api: Api, firm: int, office: Office) -> None:
    change(api, "accounts", office["account"], _zoom=False)
    made = make(api, firm, "location,conference_meeting", conference_meeting={"type": "zoom"}, location="Room 4")
    assert made == {"location": "Room 4", "conference_meeting": None}


@pytest.mark.rule("calendars.external-properties")
def test_five_external_properties_and_no_more(api: Api, firm: int) -> None:
    five = [{"name": f"key{number}", "value": "x"} for number in range(5)]
    made = make(api, firm, "id,external_properties{id,name,value}", external_properties=five)
    path, first = f"/calendar_entries/{made['id']}", made["external_properties"][0]["id"]
    api.refused(422, "PATCH", path, {"external_properties": [{"name": "key6", "value": "x"}]})
    changed = api.patch(path, {"external_properties": [{"id": first, "value": "y"}]}, "external_properties{name,value}")
    assert changed["external_properties"][0] == {"name": "key0", "value": "y"}
    assert len(changed["external_properties"]) == 5
    other = make(api, firm)["id"]
    assert ids(api, external_property_name="key0") == ids(api, external_property_name="key0", external_property_value="y") == [made["id"]]
    assert ids(api, external_property_name="key0", external_property_value="x") == []
    assert other not in ids(api, external_property_name="key1")
    api.refused(422, "GET", "/calendar_entries", external_property_value="y")


@pytest.mark.rule("calendars.window-is-an-overlap")
def test_a_window_shows_what_overlaps_it(api: Api, firm: int) -> None:
    made = make(api, firm)["id"]
    assert ids(api, from_="2026-06-02T14:30:00Z") == ids(api, to="2026-06-02T13:00:00Z") == [made]
    assert ids(api, from_="2026-06-02T10:00:00-04:00", to="2026-06-02T10:10:00-04:00") == [made]
    assert ids(api, from_="2026-06-02T14:30:01Z") == ids(api, to="2026-06-02T12:59:59Z") == []


@pytest.mark.rule("calendars.from-and-to-are-full-times")
@pytest.mark.parametrize("value", ["2026-06-02", "2026-06-02T09:00", "2026-06-02 09:00:00"])
@pytest.mark.parametrize("name", ["from", "to"])
def test_the_window_takes_full_times_only(api: Api, name: str, value: str) -> None:
    assert api.refused(422, "GET", "/calendar_entries", **{name: value}) == "An invalid argument was supplied: invalid xmlschema format"


def test_entries_are_found_by_calendar_matter_text_and_kind(api: Api, firm: int) -> None:
    own = api.get("/calendars", type="UserCalendar")[0]["id"]
    case = matter(api)["id"]
    first = make(api, firm, matter={"id": case}, all_day=True, location="Room 4")["id"]
    second = make(api, own, description="With the other side")["id"]
    assert ids(api, calendar_id=firm) == ids(api, matter_id=case) == ids(api, is_all_day="true") == ids(api, query="room 4") == [first]
    assert ids(api, calendar_id=own) == ids(api, matter_id="null") == ids(api, is_all_day="false") == ids(api, query="OTHER") == [second]
    assert ids(api, has_court_rule="true") == []
    assert (
        ids(api, has_court_rule="false")
        == ids(api, **{"ids[]": [first, second]})
        == [
            first,
            second,
        ]
    )


@pytest.mark.rule("calendars.visible-for-each-application")
def test_entries_are_found_by_the_visibility_of_their_calendar(api: Api, firm: int) -> None:
    own = api.get("/calendars", type="UserCalendar")[0]["id"]
    first, second = make(api, firm)["id"], make(api, own)["id"]
    api.patch(f"/calendars/{firm}", {"visible": False})
    api.patch(f"/calendars/{own}", {"visible": False, "source": "mobile"})
    assert ids(api, visible="true") == ids(api, source="web") == ids(api, visible="false", source="mobile") == [second]
    assert ids(api, visible="false") == ids(api, source="mobile") == ids(api, visible="true", source="mobile") == [first]


def test_pages_of_entries_are_cut_by_cursor(api: Api, firm: int) -> None:
    made = [make(api, firm)["id"] for _ in range(3)]
    response = api.call("GET", "/calendar_entries", params={"limit": 2}).json()
    assert [row["id"] for row in response["data"]] == made[:2]
    following = api.mock.http.get(response["meta"]["paging"]["next"]).json()
    assert [row["id"] for row in following["data"]] == made[2:]


def test_an_entry_is_read_conditionally(api: Api, firm: int) -> None:
    made = make(api, firm, "id,etag")
    path = f"/calendar_entries/{made['id']}"
    assert api.call("GET", path, headers={"If-None-Match": made["etag"]}).status_code == 304
    api.patch(path, {"summary": "Other"})
    assert api.call("GET", path, headers={"If-None-Match": made["etag"]}).status_code == 200
    assert api.call("DELETE", path, headers={"If-Match": made["etag"]}).status_code == 412
    api.delete(path)
    api.refused(404, "GET", path)
    api.refused(404, "DELETE", path)

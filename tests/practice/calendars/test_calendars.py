"""Calendars: kinds, colors, permission, visibility; event types; task calendars."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from mockclio.catalog.calendar_entries import CalendarEntry
from mockclio.catalog.choices import CalendarColor, LightColor, TaskCalendarColor
from mockclio.catalog.schema import fields as fields_of
from mockclio.practice.calendars.access import LIMITED_FIELDS
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.cases import change, insert
from tests.practice.people_and_groups import hire

COLORS, LIGHT, TASKS = get_args(CalendarColor), get_args(LightColor), get_args(TaskCalendarColor)


def entry(api: Api, calendar: int, summary: str = "Talk") -> str:
    body = {"summary": summary, "start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z", "calendar_owner": {"id": calendar}}
    return api.post("/calendar_entries", body)["id"]


@pytest.mark.rule("calendars.only-adhoc-ones-are-made", "calendars.colors-come-in-pairs")
def test_a_new_calendar_is_an_adhoc_one_of_the_caller(api: Api, office: Office) -> None:
    fields = "name,type,color,light_color,visible,source,permission,court_rules_default_calendar,creator{id}"
    assert api.post("/calendars", {"name": "Library"}, fields) == {
        "name": "Library",
        "type": "AdhocCalendar",
        "color": COLORS[2],
        "light_color": LIGHT[2],
        "visible": True,
        "source": "web",
        "permission": "owner",
        "court_rules_default_calendar": False,
        "creator": {"id": office["user.owner"]},
    }


@pytest.mark.rule("calendars.colors-come-in-pairs")
def test_the_light_color_follows_the_color(api: Api) -> None:
    made = api.post("/calendars", {"name": "Library", "color": COLORS[7]}, "id,light_color")
    assert made["light_color"] == LIGHT[7]
    assert api.patch(f"/calendars/{made['id']}", {"color": COLORS[11]}, "color,light_color") == {
        "color": COLORS[11],
        "light_color": LIGHT[11],
    }
    api.refused(422, "PATCH", f"/calendars/{made['id']}", {"color": LIGHT[0]})


def test_a_calendar_needs_a_name(api: Api) -> None:
    assert "name is required" in api.refused(422, "POST", "/calendars", {})


@pytest.mark.rule("calendars.only-adhoc-ones-are-deleted")
def test_only_adhoc_calendars_can_be_deleted_and_their_entries_go_with_them(api: Api, office: Office) -> None:
    made = api.post("/calendars", {"name": "Library"})["id"]
    deleted, kept = entry(api, made), entry(api, office["calendar.firm"])
    api.delete(f"/calendars/{made}")
    api.refused(404, "GET", f"/calendars/{made}")
    assert [row["id"] for row in api.get("/calendar_entries")] == [kept]
    assert deleted != kept
    api.refused(403, "DELETE", f"/calendars/{office['calendar.firm']}")
    api.get(f"/calendars/{office['calendar.firm']}")


@pytest.mark.rule("calendars.visible-for-each-application")
def test_visibility_is_kept_for_each_application(api: Api) -> None:
    hidden = api.post("/calendars", {"name": "Library", "source": "mobile", "visible": False}, "id,source,visible")
    assert (hidden["source"], hidden["visible"]) == ("mobile", False)

    def ids(**parameters: object) -> list[int]:
        return [row["id"] for row in api.get("/calendars", **parameters)]

    assert hidden["id"] in ids(visible="true")
    assert hidden["id"] not in ids(visible="false")
    assert hidden["id"] in ids(visible="false", source="mobile")
    assert hidden["id"] not in ids(visible="true", source="mobile")
    assert hidden["id"] in ids(source="web")
    assert hidden["id"] not in ids(source="mobile")
    seen = {row["id"]: row["visible"] for row in api.get("/calendars", "id,visible", source="web")}
    assert seen[hidden["id"]] is True


def test_calendars_are_found_by_type_and_in_order(api: Api) -> None:
    api.post("/calendars", {"name": "Archive"})
    assert [row["name"] for row in api.get("/calendars", "name", type="AdhocCalendar")] == ["Archive"]
    assert [row["name"] for row in api.get("/calendars", "name", order="name(desc)")] == ["Margaret Hartwell", "Firm", "Archive"]


@pytest.mark.rule("calendars.permission")
def test_owner_and_writeable_depend_on_who_asks(api: Api, office: Office) -> None:
    noor = hire(api.mock, office, "Noor", "Haddad")
    change(api, "calendars", office["calendar.firm"], _permissions={str(noor.user): "viewer"})
    seen = {row["name"]: row["permission"] for row in noor.get("/calendars", "name,permission")}
    assert seen == {"Margaret Hartwell": "editor", "Firm": "viewer", "Noor Haddad": "owner"}
    assert [row["name"] for row in noor.get("/calendars", "name", owner="true")] == ["Noor Haddad"]
    assert [row["name"] for row in noor.get("/calendars", "name", owner="false")] == ["Margaret Hartwell", "Firm"]
    assert [row["name"] for row in noor.get("/calendars", "name", writeable="true")] == ["Margaret Hartwell", "Noor Haddad"]
    assert [row["name"] for row in noor.get("/calendars", "name", writeable="false")] == ["Firm"]


def test_calendars_of_disabled_users_can_be_left_out(api: Api, office: Office) -> None:
    noor = hire(api.mock, office, "Noor", "Haddad")
    change(api, "users", noor.user, enabled=False)
    assert "Noor Haddad" not in [row["name"] for row in api.get("/calendars", "name", filter_inactive_users="true")]
    assert "Noor Haddad" in [row["name"] for row in api.get("/calendars", "name", filter_inactive_users="false")]


@pytest.mark.rule("calendars.writing-needs-permission")
def test_a_viewer_cannot_write(api: Api, office: Office) -> None:
    noor = hire(api.mock, office, "Noor", "Haddad")
    firm = office["calendar.firm"]
    kept = entry(api, firm)
    change(api, "calendars", firm, _permissions={str(noor.user): "viewer"})
    noor.refused(403, "PATCH", f"/calendars/{firm}", {"name": "Mine"})
    noor.refused(403, "PATCH", f"/calendar_entries/{kept}", {"summary": "Mine"})
    noor.refused(403, "DELETE", f"/calendar_entries/{kept}")
    times = {"start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z"}
    noor.refused(403, "POST", "/calendar_entries", {"summary": "Mine", **times, "calendar_owner": {"id": firm}})
    assert [row["summary"] for row in api.get("/calendar_entries", "summary")] == ["Talk"]


@pytest.mark.rule("calendars.limited-viewers-see-times")
def test_a_limited_viewer_sees_when_and_not_what(api: Api, office: Office) -> None:
    kept = entry(api, office["calendar.firm"])
    noor = hire(api.mock, office, "Noor", "Haddad")
    change(api, "calendars", office["calendar.firm"], _permissions={str(noor.user): "limited_viewer"})
    fields = "id,summary,location,start_at,permission,redacted"
    start = {"id": kept, "start_at": "2026-06-02T06:00:00-04:00", "permission": "limited_viewer"}
    assert noor.get(f"/calendar_entries/{kept}", fields) == {**start, "summary": "Busy", "redacted": True}
    assert noor.get("/calendar_entries", fields) == [{**start, "summary": "Busy", "redacted": True}]
    assert noor.get("/calendar_entries", query="Talk") == []
    earlier = noor.call("GET", f"/calendar_entries/{kept}", params={"fields": fields}, headers={"X-API-VERSION": "4.0.11"}).json()
    assert earlier["data"] == {**start, "summary": "Talk", "redacted": False, "location": None}
    every = set(fields_of(CalendarEntry))
    assert noor.get(f"/calendar_entries/{kept}", ",".join(every)).keys() == LIMITED_FIELDS
    assert noor.get(f"/calendar_entries/{kept}", "location,attendees,description") == {"redacted": True}


@pytest.mark.rule("calendars.limited-viewers-see-times")
@pytest.mark.parametrize(
    ("permission", "subject"),
    [
        ("limited_viewer", {"type": "CalendarEntry", "identifier": "Busy", "secondary_identifier": None}),
        ("none", {"id": ..., "redacted": True}),
        ("viewer", {"type": "CalendarEntry", "identifier": "Talk", "secondary_identifier": "Hall"}),
    ],
)
def test_what_points_at_an_entry_says_no_more_of_it_than_its_address(
    api: Api, office: Office, permission: str, subject: dict[str, Any]
) -> None:
    kept = entry(api, office["calendar.firm"])
    api.patch(f"/calendar_entries/{kept}", {"location": "Hall"})
    noor = hire(api.mock, office, "Noor", "Haddad")
    change(api, "calendars", office["calendar.firm"], _permissions={str(noor.user): permission})
    api.post("/activities", {"type": "TimeEntry", "date": "2026-06-02", "quantity": 60, "calendar_entry": {"id": int(kept)}})
    (shown,) = noor.get("/activities", "subject{type,identifier,secondary_identifier}")
    assert shown["subject"] == {name: int(kept) if value is ... else value for name, value in subject.items()}


@pytest.mark.rule("calendars.across-all-users-needs-a-matter")
def test_entries_of_a_hidden_calendar_are_listed_for_a_matter_across_all_users(api: Api, office: Office) -> None:
    kept = entry(api, office["calendar.firm"])
    client = insert(api, "contacts", type="Person", name="Ann Smith")
    matter = insert(api, "matters", display_number="1", description="A case", status="Open", client=client)
    change(api, "calendar_entries", int(kept), matter=matter)
    noor = hire(api.mock, office, "Noor", "Haddad")
    change(api, "calendars", office["calendar.firm"], _permissions={str(noor.user): "none"})
    assert "Firm" not in [row["name"] for row in noor.get("/calendars", "name")]
    noor.refused(404, "GET", f"/calendars/{office['calendar.firm']}")
    noor.refused(404, "GET", f"/calendar_entries/{kept}")
    assert noor.get("/calendar_entries", matter_id=matter) == []
    assert [row["id"] for row in noor.get("/calendar_entries", matter_id=matter, owner_entries_across_all_users="true")] == [kept]
    assert "needs matter_id" in noor.refused(422, "GET", "/calendar_entries", owner_entries_across_all_users="true")


def test_a_calendar_that_was_changed_meanwhile_is_refused(api: Api, office: Office) -> None:
    response = api.call("PATCH", f"/calendars/{office['calendar.firm']}", headers={"If-Match": '"x"'}, json={"data": {"name": "New"}})
    assert response.status_code == 412
    assert api.get(f"/calendars/{office['calendar.firm']}", "name") == {"name": "Firm"}


@pytest.mark.rule("calendars.event-types-have-name-and-color")
def test_an_event_type_needs_name_and_color(api: Api) -> None:
    message = api.refused(422, "POST", "/calendar_entry_event_types", {})
    assert "color is required" in message
    assert "name is required" in message
    made = api.post("/calendar_entry_event_types", {"name": "Inspection", "color": COLORS[3]})
    assert api.patch(f"/calendar_entry_event_types/{made['id']}", {"name": "Visit"}, "name,color") == {"name": "Visit", "color": COLORS[3]}
    assert made["id"] in [row["id"] for row in api.get("/calendar_entry_event_types")]


@pytest.mark.rule("calendars.deleted-event-type-leaves-entries")
def test_entries_of_a_deleted_event_type_have_none(api: Api, office: Office) -> None:
    made = api.post("/calendar_entry_event_types", {"name": "Inspection", "color": COLORS[3]})["id"]
    kept = entry(api, office["calendar.firm"])
    shown = api.patch(f"/calendar_entries/{kept}", {"calendar_entry_event_type": {"id": made}}, "calendar_entry_event_type")
    assert shown["calendar_entry_event_type"]["name"] == "Inspection"
    api.delete(f"/calendar_entry_event_types/{made}")
    assert api.get(f"/calendar_entries/{kept}", "calendar_entry_event_type") == {"calendar_entry_event_type": None}


@pytest.mark.rule("calendars.task-color-has-its-own-palette")
def test_a_task_calendar_shows_the_color_of_its_own_palette(api: Api) -> None:
    first = api.get("/task_calendars", "id,name,color,light_color,visible")[0]
    assert {**first, "id": 0} == {"id": 0, "name": "Margaret Hartwell", "color": TASKS[0], "light_color": LIGHT[0], "visible": True}
    changed = api.patch(f"/task_calendars/{first['id']}", {"color": COLORS[5], "visible": "false"}, "color,light_color,visible")
    assert changed == {"color": TASKS[5], "light_color": LIGHT[5], "visible": False}
    assert api.get(f"/task_calendars/{first['id']}", "color")["color"] == TASKS[5]

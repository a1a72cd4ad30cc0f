"""Ibexa Connect: Watch Calendar Entries, Get, Create, Update and Delete a Calendar Entry."""

from __future__ import annotations

from typing import Any

from mockclio.testing.connectors.changing import creates, deletes, gets, updates
from mockclio.testing.connectors.check import holds, same
from mockclio.testing.connectors.row import IBEXA, row
from mockclio.testing.connectors.stand import Stand
from mockclio.testing.connectors.watching import WATCH, Watch

ENTRY = """
    Summary                      -> summary
    Start At                     -> start_at
    End At                       -> end_at
    Calendar ID                  -> calendar_owner.id
    All Day                      -> all_day
    Location                     -> location
    Conference Meeting           -> conference_meeting.type
    Matter ID                    -> matter.id
    Description                  -> description
    Attendees: Attendee ID       -> attendees[].id
    Attendees: Type              -> attendees[].type
    Attendees: Destroy           -> attendees[]._destroy
    External Properties: Name    -> external_properties[].name
    External Properties: Value   -> external_properties[].value
    Recurrence Rule              -> recurrence_rule
    Send Email Notification      -> send_email_notification
    Deleted                      -> _deleted
"""

REPEATED = """
    Interval  -> recurrence_rule:INTERVAL
    End       -> recurrence_rule:COUNT
    Count     -> recurrence_rule:COUNT
    Until     -> recurrence_rule:UNTIL
"""


@row(18, IBEXA, "Watch Calendar Entries", "Webhook#create", WATCH)
def watch_calendar_entries(stand: Stand) -> None:
    calendar = stand.pick("calendars", "Court hearings")
    watch = Watch(stand, "calendar_entry", "id,summary,start_at,matter{id}")
    watch.template(
        make=lambda: _new(stand, calendar), change=lambda id: stand.patch(f"/calendar_entries/{id}", {"summary": "Hearing adjourned"})
    )


@row(19, IBEXA, "Get a Calendar Entry", "CalendarEntry#show", "Calendar ID -> {id}")
def get_a_calendar_entry(stand: Stand) -> None:
    entry = _new(stand, stand.pick("calendars", "Court hearings"))
    holds(isinstance(entry, str), "the id of a calendar entry is a string")
    gets(stand, "calendar_entries", entry, {"summary": "Hearing", "all_day": False, "calendar_owner": {"name": "Court hearings"}})


@row(20, IBEXA, "Create a Calendar Entry", "CalendarEntry#create", ENTRY)
def create_a_calendar_entry(stand: Stand) -> None:
    creates(stand, "calendar_entries", _full(stand), shown=SHOWN, unseen="send_email_notification")
    creates(stand, "calendar_entries", {**_least(stand), "location": "Room 4", "_deleted": True}, unseen="_deleted")
    meetings = {**_least(stand), "conference_meeting": {"type": "zoom"}}
    for id in creates(stand, "calendar_entries", meetings):
        shown = stand.get(f"/calendar_entries/{id}", "location,conference_meeting{join_url}")
        same(shown["location"], shown["conference_meeting"]["join_url"], "where a meeting by Zoom is")
    for frequency in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        creates(stand, "calendar_entries", {**_least(stand), "recurrence_rule": f"FREQ={frequency}"})
    for id in creates(stand, "calendar_entries", {**_least(stand), "attendees": _attendees(stand, _destroy=True)}, unseen="attendees"):
        same(stand.get(f"/calendar_entries/{id}", "attendees")["attendees"], [], "attendees that were not to be")
    _at_most_five(stand)


@row(21, IBEXA, "Update a Calendar Entry", "CalendarEntry#update", f"Calendar Entry ID -> {{id}}\n{ENTRY}\n{REPEATED}")
def update_a_calendar_entry(stand: Stand) -> None:
    calendar = stand.pick("calendars", "Court hearings")
    ids = _new(stand, calendar), _new(stand, calendar)
    updates(stand, "calendar_entries", ids, _full(stand), shown=SHOWN, unseen="send_email_notification")
    updates(stand, "calendar_entries", ids, {"location": "Room 4"})
    updates(stand, "calendar_entries", ids, {"attendees": _attendees(stand, _destroy=True)}, shown={"attendees": []})
    updates(stand, "calendar_entries", ids, {"conference_meeting": {"type": "zoom"}})
    for ending, days in {"COUNT=3": [1, 3, 5], "UNTIL=20260708T000000Z": [1, 3, 5, 7]}.items():
        updates(stand, "calendar_entries", ids, {"recurrence_rule": f"FREQ=DAILY;INTERVAL=2;{ending}", **HOURS}, shown={})
        for id in ids:
            same(_days(stand, id), days, f"the days of a series with {ending}")
    _one_goes(stand, ids)
    _properties_are_steps(stand, ids[0])


@row(22, IBEXA, "Delete a Calendar Entry", "CalendarEntry#destroy", "Calendar Entry ID -> {id}")
def delete_a_calendar_entry(stand: Stand) -> None:
    calendar = stand.pick("calendars", "Court hearings")
    deletes(stand, "calendar_entries", (_new(stand, calendar), _new(stand, calendar)))


HOURS = {"start_at": "2026-07-01T09:00:00-04:00", "end_at": "2026-07-01T10:00:00-04:00"}
SHOWN = {"start_at": "2026-07-01T00:00:00-04:00", "end_at": "2026-07-02T00:00:00-04:00"}
"""Whole days begin and end at midnight."""


def _least(stand: Stand) -> dict[str, Any]:
    return {"summary": "Hearing", "calendar_owner": {"id": stand.pick("calendars", "Court hearings")}, **HOURS}


def _new(stand: Stand, calendar: int) -> Any:
    return stand.post("/calendar_entries", {"summary": "Hearing", "calendar_owner": {"id": calendar}, **HOURS})["id"]


def _attendees(stand: Stand, **values: Any) -> list[dict[str, Any]]:
    contact = {"id": stand.pick("contacts", "Peter Lang"), "type": "Contact", **values}
    return [contact, {"id": stand.pick("calendars", "Kwame Osei"), "type": "Calendar", **values}]


def _full(stand: Stand) -> dict[str, Any]:
    return {
        **_least(stand),
        **SHOWN,
        "summary": "Trial in Hoboken",
        "all_day": True,
        "location": "Court house",
        "matter": {"id": stand.pick("matters", "00003-Marlow Shipping Co.")},
        "description": "Bring the log book",
        "attendees": _attendees(stand),
        "external_properties": [{"name": "room", "value": "4"}],
        "recurrence_rule": "FREQ=WEEKLY;COUNT=2",
        "send_email_notification": True,
    }


def _occurrences(stand: Stand, entry: Any) -> list[Any]:
    window: dict[str, Any] = {"expanded": True, "from": "2026-07-01T00:00:00-04:00", "to": "2026-07-31T00:00:00-04:00"}
    found = stand.listed("/calendar_entries", "id,start_date,parent_calendar_entry_id", **window)
    return [one for one in found if str(one["parent_calendar_entry_id"]) == str(entry)]


def _days(stand: Stand, entry: Any) -> list[int]:
    return [int(one["start_date"][-2:]) for one in _occurrences(stand, entry)]


def _one_goes(stand: Stand, ids: tuple[Any, Any]) -> None:
    """The connector's yes to Deleted takes away the occurrence that is named; `future` also takes those that follow."""
    first, second = (_occurrences(stand, id)[1]["id"] for id in ids)
    stand.patch(f"/calendar_entries/{first}", {"_deleted": True})
    same(_days(stand, ids[0]), [1, 5, 7], "the days after one was deleted")
    stand.clio.calendar_entries.update(second, _deleted="future")
    same(_days(stand, ids[1]), [1], "the days after all that follow were deleted")


def _at_most_five(stand: Stand) -> None:
    many = [{"name": f"property {number}", "value": "x"} for number in range(6)]
    stand.refuses(422, "POST", "/calendar_entries", json={"data": {**_least(stand), "external_properties": many}})
    creates(stand, "calendar_entries", {**_least(stand), "external_properties": many[:5]})


def _properties_are_steps(stand: Stand, entry: Any) -> None:
    """A property is changed by its id, and goes with `_destroy`."""
    path = f"/calendar_entries/{entry}"
    stand.patch(path, {"external_properties": [{"name": "floor", "value": "2"}]})
    room, floor = stand.get(path, "external_properties{id,name,value}")["external_properties"]
    stand.patch(path, {"external_properties": [{"id": room["id"], "value": "5"}, {"id": floor["id"], "_destroy": True}]})
    found = stand.get(path, "external_properties{name,value}")["external_properties"]
    same(found, [{"name": "room", "value": "5"}], "the external properties after two steps")

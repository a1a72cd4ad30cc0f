"""Ibexa Connect: Watch Calendar Entries, Get, Create, Update and Delete a Calendar Entry."""

from __future__ import annotations

from typing import Any

from mockclio.verify.connectors.changing import creates, deletes, gets, updates
from mockclio.verify.connectors.comparing import holds, same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row
from mockclio.verify.connectors.watching import WATCH, Watch

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
def watch_calendar_entries(environment: Environment) -> None:
    calendar = environment.pick("calendars", "Court hearings")
    watch = Watch(environment, "calendar_entry", "id,summary,start_at,matter{id}")
    watch.template(
        make=lambda: _new(environment, calendar),
        change=lambda id: environment.patch(f"/calendar_entries/{id}", {"summary": "Hearing adjourned"}),
    )


@row(19, IBEXA, "Get a Calendar Entry", "CalendarEntry#show", "Calendar ID -> {id}")
def get_a_calendar_entry(environment: Environment) -> None:
    entry = _new(environment, environment.pick("calendars", "Court hearings"))
    holds(isinstance(entry, str), "the id of a calendar entry is a string")
    gets(environment, "calendar_entries", entry, {"summary": "Hearing", "all_day": False, "calendar_owner": {"name": "Court hearings"}})


@row(20, IBEXA, "Create a Calendar Entry", "CalendarEntry#create", ENTRY)
def create_a_calendar_entry(environment: Environment) -> None:
    creates(environment, "calendar_entries", _full(environment), shown=SHOWN, unseen="send_email_notification")
    creates(environment, "calendar_entries", {**_least(environment), "location": "Room 4", "_deleted": True}, unseen="_deleted")
    meetings = {**_least(environment), "conference_meeting": {"type": "zoom"}}
    for id in creates(environment, "calendar_entries", meetings):
        shown = environment.get(f"/calendar_entries/{id}", "location,conference_meeting{join_url}")
        same(shown["location"], None, "the location of a meeting by Zoom")
        same(bool(shown["conference_meeting"]["join_url"]), True, "that it says where to join")
    for frequency in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        creates(environment, "calendar_entries", {**_least(environment), "recurrence_rule": f"FREQ={frequency}"})
    for id in creates(
        environment, "calendar_entries", {**_least(environment), "attendees": _attendees(environment, _destroy=True)}, unseen="attendees"
    ):
        same(environment.get(f"/calendar_entries/{id}", "attendees")["attendees"], [], "attendees that were not to be")
    _at_most_five(environment)


@row(21, IBEXA, "Update a Calendar Entry", "CalendarEntry#update", f"Calendar Entry ID -> {{id}}\n{ENTRY}\n{REPEATED}")
def update_a_calendar_entry(environment: Environment) -> None:
    calendar = environment.pick("calendars", "Court hearings")
    ids = _new(environment, calendar), _new(environment, calendar)
    updates(environment, "calendar_entries", ids, _full(environment), shown=SHOWN, unseen="send_email_notification")
    updates(environment, "calendar_entries", ids, {"location": "Room 4"})
    updates(environment, "calendar_entries", ids, {"attendees": _attendees(environment, _destroy=True)}, shown={"attendees": []})
    updates(environment, "calendar_entries", ids, {"conference_meeting": {"type": "zoom"}})
    for ending, days in {"COUNT=3": [1, 3, 5], "UNTIL=20260708T000000Z": [1, 3, 5, 7]}.items():
        updates(environment, "calendar_entries", ids, {"recurrence_rule": f"FREQ=DAILY;INTERVAL=2;{ending}", **HOURS}, shown={})
        for id in ids:
            same(_days(environment, id), days, f"the days of a series with {ending}")
    _one_goes(environment, ids)
    _properties_are_steps(environment, ids[0])


@row(22, IBEXA, "Delete a Calendar Entry", "CalendarEntry#destroy", "Calendar Entry ID -> {id}")
def delete_a_calendar_entry(environment: Environment) -> None:
    calendar = environment.pick("calendars", "Court hearings")
    deletes(environment, "calendar_entries", (_new(environment, calendar), _new(environment, calendar)))


HOURS = {"start_at": "2026-07-01T09:00:00-04:00", "end_at": "2026-07-01T10:00:00-04:00"}
SHOWN = {"start_at": "2026-07-01T00:00:00-04:00", "end_at": "2026-07-02T00:00:00-04:00"}
"""Whole days begin and end at midnight."""


def _least(environment: Environment) -> dict[str, Any]:
    return {"summary": "Hearing", "calendar_owner": {"id": environment.pick("calendars", "Court hearings")}, **HOURS}


def _new(environment: Environment, calendar: int) -> Any:
    return environment.post("/calendar_entries", {"summary": "Hearing", "calendar_owner": {"id": calendar}, **HOURS})["id"]


def _attendees(environment: Environment, **values: Any) -> list[dict[str, Any]]:
    contact = {"id": environment.pick("contacts", "Peter Lang"), "type": "Contact", **values}
    return [contact, {"id": environment.pick("calendars", "Kwame Osei"), "type": "Calendar", **values}]


def _full(environment: Environment) -> dict[str, Any]:
    return {
        **_least(environment),
        **SHOWN,
        "summary": "Trial in Hoboken",
        "all_day": True,
        "location": "Court house",
        "matter": {"id": environment.pick("matters", "00003-Marlow Shipping Co.")},
        "description": "Bring the log book",
        "attendees": _attendees(environment),
        "external_properties": [{"name": "room", "value": "4"}],
        "recurrence_rule": "FREQ=WEEKLY;COUNT=2",
        "send_email_notification": True,
    }


def _occurrences(environment: Environment, entry: Any) -> list[Any]:
    window: dict[str, Any] = {"expanded": True, "from": "2026-07-01T00:00:00-04:00", "to": "2026-07-31T00:00:00-04:00"}
    result = environment.listed("/calendar_entries", "id,start_date,parent_calendar_entry_id", **window)
    return [one for one in result if str(one["parent_calendar_entry_id"]) == str(entry)]


def _days(environment: Environment, entry: Any) -> list[int]:
    return [int(one["start_date"][-2:]) for one in _occurrences(environment, entry)]


def _one_goes(environment: Environment, ids: tuple[Any, Any]) -> None:
    """The connector's yes to Deleted takes away the occurrence that is named; `future` also takes those that follow."""
    first, second = (_occurrences(environment, id)[1]["id"] for id in ids)
    environment.patch(f"/calendar_entries/{first}", {"_deleted": True})
    same(_days(environment, ids[0]), [1, 5, 7], "the days after one was deleted")
    environment.clio.calendar_entries.update(second, _deleted="future")
    same(_days(environment, ids[1]), [1], "the days after all that follow were deleted")


def _at_most_five(environment: Environment) -> None:
    many = [{"name": f"property {number}", "value": "x"} for number in range(6)]
    environment.refuses(422, "POST", "/calendar_entries", json={"data": {**_least(environment), "external_properties": many}})
    creates(environment, "calendar_entries", {**_least(environment), "external_properties": many[:5]})


def _properties_are_steps(environment: Environment, entry: Any) -> None:
    """A property is changed by its id, and goes with `_destroy`."""
    path = f"/calendar_entries/{entry}"
    environment.patch(path, {"external_properties": [{"name": "floor", "value": "2"}]})
    room, floor = environment.get(path, "external_properties{id,name,value}")["external_properties"]
    environment.patch(path, {"external_properties": [{"id": room["id"], "value": "5"}, {"id": floor["id"], "_destroy": True}]})
    result = environment.get(path, "external_properties{name,value}")["external_properties"]
    same(result, [{"name": "room", "value": "5"}], "the external properties after two steps")

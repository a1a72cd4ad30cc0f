"""The work of a docket: one step per poll or per two seconds of the world's clock. The last step makes the calendar entries."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from mockclio.catalog.calendar_entries import CalendarEntry, NewCalendarEntry
from mockclio.ledger import rule
from mockclio.practice.calendars.access import WRITING, permission
from mockclio.practice.common.progress import SECONDS
from mockclio.practice.court_rules.deadlines import events
from mockclio.server import writing
from mockclio.store.clock import parse_time
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World

TABLE = "matter_dockets"
STATES = ("not_started", "in_progress")


def advance(world: World, polled: Collection[int] = ()) -> None:
    """Advance every unfinished docket by the time that has passed, and the dockets in `polled` by one poll."""
    for id in [id for status in STATES for id in world.table(TABLE).find("status", status)]:
        row = world.table(TABLE)[id]
        if row.get("deleted_at"):
            continue
        polls = row.get("_polls", 0) + (id in polled)
        passed = (world.clock.now() - parse_time(row["created_at"])).total_seconds()
        step = max(polls, int(passed // SECONDS), STATES.index(row["status"]))
        if (polls, step) == (row.get("_polls", 0), STATES.index(row["status"])):
            continue
        rule("court_rules.dockets-take-their-time")
        with world.session(world.table("users").get(row.get("_user"))) as session:
            status = STATES[step] if step < len(STATES) else _finish(session, row)
            session.update(TABLE, id, {"status": status, "_polls": polls})


def _finish(session: Session, docket: Row) -> str:
    """Make the entries. The docket fails if its matter is deleted or the user can write to no calendar for it."""
    calendar = _calendar(session)
    if calendar is None or (docket.get("_has_matter") and docket.get("matter") is None):
        rule("court_rules.dockets-fail-without-matter-or-calendar")
        return "failed"
    jurisdiction, trigger = (
        session.table("jurisdictions")[docket["jurisdiction"]],
        session.table("jurisdictions_to_triggers")[docket["trigger"]],
    )
    service = session.get("service_types", docket.get("service_type"))
    rule("court_rules.docket-makes-entries")
    for event in events(jurisdiction, trigger, service, docket["start_date"], docket.get("start_time"), docket["name"]):
        data: dict[str, Any] = {
            "summary": event.summary,
            "description": event.description,
            "start_at": event.start_at,
            "end_at": event.end_at,
            "all_day": event.all_day,
            "calendar_owner": {"id": calendar},
            "attendees": [{"id": id, "type": "Calendar"} for id in _attendees(session)],
        }
        if docket.get("matter"):
            data["matter"] = {"id": docket["matter"]}
        extra = {"court_rule": True, "matter_docket": docket["id"], "start_at_time_zone": event.zone}
        writing.create(session, CalendarEntry, NewCalendarEntry, data, extra)
    return "completed"


def _calendar(session: Session) -> int | None:
    """The calendar for court rules, otherwise the user's own calendar: the first that the user may write to."""
    calendars = session.table("calendars")
    own = (session.user or {}).get("default_calendar_id")
    wanted = [row["id"] for row in calendars if row.get("court_rules_default_calendar")]
    results = (calendars.get(id) for id in [*wanted, own])
    return next((row["id"] for row in results if row and permission(session.user, row) in WRITING), None)


def _attendees(session: Session) -> list[int]:
    """The calendars of users who are invited to all entries of court rules."""
    users = [user for user in session.table("users") if user.get("court_rules_default_attendee")]
    return [user["default_calendar_id"] for user in users if session.get("calendars", user.get("default_calendar_id"))]

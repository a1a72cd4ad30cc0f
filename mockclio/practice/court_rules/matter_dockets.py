"""Behaviour of dockets: the values that a trigger needs, the work in the background, and the preview."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mockclio.errors import InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.practice.common.members import members
from mockclio.practice.court_rules import dockets
from mockclio.practice.court_rules.deadlines import CourtEvent, events
from mockclio.server import writing
from mockclio.server.behavior import Behavior, Predicate, filters, handles, leaving_out
from mockclio.server.call import Answer, Call
from mockclio.server.storage import keep, signed_download
from mockclio.server.view import View
from mockclio.store.clock import parse_time
from mockclio.store.session import Session
from mockclio.store.tables import Row


class MatterDockets(Behavior):
    """Reading a docket or the list of dockets counts as a poll of its work."""

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        """A list polls every docket. Deleted dockets are not listed."""
        dockets.advance(view.world, list(view.world.table(dockets.TABLE).ids()))
        return leaving_out(lambda row: not row.get("deleted_at"), rule="court_rules.deleted-docket-takes-its-entries")

    def on_show(self, view: View, row: Row) -> None:
        dockets.advance(view.world, [row["id"]])

    @filters("matter_status")
    def of_matters(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        wanted = members(value)
        return lambda row: str((view.get("matters", row.get("matter")) or {}).get("status")).lower() in wanted

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        named = [
            writing.require(session, table, data[key]["id"], f"{key}[id]") if (data.get(key) or {}).get("id") else None
            for key, table in PARTS.items()
        ]
        wrong = _wrong(*named, start_time=data.get("start_time"))
        if wrong:
            raise InvalidArgument(wrong, rule="court_rules.what-a-trigger-demands")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        row.update(
            status=dockets.STATES[0], _polls=0, _user=session.user["id"] if session.user else None, _has_matter=bool(row.get("matter"))
        )

    def before_destroy(self, session: Session, row: Row) -> None:
        if row.get("deleted_at"):
            raise NotFound(rule="court_rules.deleted-docket-takes-its-entries")

    def destroy(self, session: Session, table: str, row: Row) -> None:
        """The docket stays, with the time of its deletion. Its entries are deleted."""
        rule("court_rules.deleted-docket-takes-its-entries")
        for entry in session.rows("calendar_entries", "matter_docket", row["id"]):
            writing.destroy(session, "calendar_entries", entry)
        session.update(table, row["id"], {"deleted_at": session.now})

    @handles("MatterDocket#preview")
    def preview(self, call: Call) -> Answer:
        """The calendar entries that a docket would make, as an iCalendar file."""
        arguments, named = call.arguments, []
        for key, table in PARTS.items():
            row = call.view.get(table, arguments[f"{key}_id"])
            if row is None:
                raise NotFound(f"{key}[id]: there is no record with id {arguments[f'{key}_id']}", rule="wire.unknown-id-is-404")
            named.append(row)
        wrong = _wrong(*named, start_time=arguments["start_time"])
        if wrong:
            raise InvalidArgument(wrong, rule="court_rules.what-a-trigger-demands")
        jurisdiction, trigger, service = named
        rule("court_rules.preview-is-a-file-of-events")
        day = parse_time(arguments["start_date"]).astimezone(call.view.zone).date().isoformat()
        result = events(jurisdiction, trigger, service, day, arguments["start_time"], arguments.get("event_prefix") or "")
        content = _calendar_file(call.view, list(result))
        location = signed_download(call.view, keep(call.view.world, content), "preview.ics", "text/calendar")
        return Answer(status=303, headers={"Location": location})


PARTS = {"jurisdiction": "jurisdictions", "trigger": "jurisdictions_to_triggers", "service_type": "service_types"}


def _wrong(jurisdiction: Row | None, trigger: Row | None, service: Row | None, *, start_time: str | None) -> str:
    """The reason why the values do not fit together, or an empty text if they do."""
    if jurisdiction and not jurisdiction["valid_subscription"]:
        return "jurisdiction must be one that the account subscribes to"
    if jurisdiction and trigger and trigger["_jurisdiction"] != jurisdiction["id"]:
        return "trigger must be one of the jurisdiction's triggers"
    if jurisdiction and service and jurisdiction["id"] not in service["_jurisdictions"]:
        return "service_type must be one of the jurisdiction's service types"
    if trigger and trigger["is_served"] and service is None:
        return "service_type is required, because the trigger is an event of service"
    if trigger and trigger["is_requirements_required"] and not start_time:
        return "start_time is required by the trigger"
    return ""


def _calendar_file(view: View, result: list[CourtEvent]) -> bytes:
    """The events in iCalendar format."""
    made = _compact(view.world.clock.stamp())
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mockclio//court rules//EN"]
    for number, event in enumerate(result, 1):
        lines += ["BEGIN:VEVENT", f"UID:{number}-{made}@mockclio.test", f"DTSTAMP:{made}", *_span(event)]
        lines += [f"SUMMARY:{_escaped(event.summary)}", f"DESCRIPTION:{_escaped(event.description)}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _span(event: CourtEvent) -> list[str]:
    if not event.all_day:
        return [f"DTSTART:{_compact(event.start_at)}", f"DTEND:{_compact(event.end_at)}"]
    from zoneinfo import ZoneInfo

    day: datetime = parse_time(event.start_at).astimezone(ZoneInfo(event.zone))
    return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}"]


def _compact(moment: str) -> str:
    return moment.replace("-", "").replace(":", "")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")

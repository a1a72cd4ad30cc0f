"""Behaviour of calendar entries: series and occurrences, attendees, meetings, and permissions."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.practice.calendars import conferences, recurrence, series
from mockclio.practice.calendars.access import LIMITED_FIELDS, calendars_with, entry_as_seen, is_hidden, permission, require_writing
from mockclio.practice.common.external_properties import ExternalProperties
from mockclio.practice.common.members import members
from mockclio.practice.people.recently_viewed import note_opening
from mockclio.server import verbs, writing
from mockclio.server.behavior import Predicate, computed, filters, handles, orders, sources
from mockclio.server.call import Answer, Call
from mockclio.server.coerce import FULL_TIME
from mockclio.server.etags import etag, last_modified, require_match, unchanged
from mockclio.server.rendering import render
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

TABLE = "calendar_entries"
DELETIONS = {"single": "single", "future": "future", "true": "single"}
"""The values of `_deleted`. A client sends true for a single occurrence."""


class CalendarEntries(ExternalProperties):
    """Entries include occurrences without a row. The permission of the viewer limits what an entry shows."""

    defaults = {"all_day": False, "court_rule": False, "time_entries_count": 0}
    takes = frozenset(("conference_meeting",))

    # --- reading ---------------------------------------------------------------------------------------------------------------------

    def hides(self, view: View, row: Row) -> bool:
        return is_hidden(view, row)

    def veil(self, view: View, row: Row, shown: dict[str, Any]) -> dict[str, Any]:
        """Of an entry that the viewer may only see limited, the fields that say when it is."""
        if not row.get("redacted"):
            return shown
        return {name: value for name, value in shown.items() if name in LIMITED_FIELDS} | {"redacted": True}

    @handles("CalendarEntry#index")
    def index(self, call: Call) -> Answer:
        for name in ("from", "to"):
            sent = call.request.args.getlist(name)[-1:]
            if sent and sent[0].strip() and not FULL_TIME.fullmatch(sent[0]):
                raise InvalidArgument("invalid xmlschema format", rule="calendars.from-and-to-are-full-times")
        return verbs.index(call)

    @sources("CalendarEntry#index")
    def rows(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row] | None:
        """Rows that the table does not have: occurrences, and entries of which the viewer sees only the times. None: use the table."""
        if not arguments.get("expanded") and not calendars_with(view, "limited_viewer", "none"):
            return None
        result = (
            series.expanded(view, arguments.get("from_"), arguments.get("to"))
            if arguments.get("expanded")
            else list(view.world.table(TABLE))
        )
        return [seen for row in result if (seen := self._as_listed(view, row, arguments)) is not None]

    @staticmethod
    def _as_listed(view: View, row: Row, arguments: dict[str, Any]) -> Row | None:
        return row if arguments.get("owner_entries_across_all_users") else entry_as_seen(view, row)

    @filters("owner_entries_across_all_users")
    def across_all_users(self, view: View, value: bool, arguments: dict[str, Any]) -> None:
        if arguments.get("matter_id") is None:
            raise InvalidArgument(
                "owner_entries_across_all_users needs matter_id beside it", rule="calendars.across-all-users-needs-a-matter"
            )
        if value:
            rule("calendars.across-all-users-needs-a-matter")

    @filters("from_")
    def not_over(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate | None:
        return self._overlap(view, arguments)

    @filters("to")
    def begun(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate | None:
        return None if "from_" in arguments else self._overlap(view, arguments)

    @staticmethod
    def _overlap(view: View, arguments: dict[str, Any]) -> Predicate:
        rule("calendars.window-is-an-overlap")
        begin, end = arguments.get("from_"), arguments.get("to")
        return lambda row: series.overlaps(view.world, row, begin, end)

    @filters("visible")
    def on_visible_calendar(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        shown = {id for source in members(arguments.get("source") or "web") for id in _visible_calendars(view, source)}
        return lambda row: (row["calendar_owner"] in shown) == value

    @filters("source")
    def in_application(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate | None:
        return None if "visible" in arguments else self.on_visible_calendar(view, True, arguments)

    @orders("id")
    def by_id(self, view: View, row: Row) -> str:
        place = f"{row['id']:019d}{(row.get('_occurrence') or '') if series.is_virtual(row) else ''}"
        if not view.options.get("expanded"):
            return place
        rule("calendars.expanded-in-order-of-start")
        return f"{row['start_at']}{place}"

    @handles("CalendarEntry#show")
    def show(self, call: Call) -> Answer:
        row = _seen(call)
        self.on_show(call.view, row)
        return _present(call, row)

    def on_show(self, view: View, row: Row) -> None:
        note_opening(view, "CalendarEntry", row)

    # --- computed fields -------------------------------------------------------------------------------------------------------------

    @computed("id")
    def shown_id(self, view: View, row: Row) -> Any:
        return series.shown_id(row)

    @computed("permission")
    def permission(self, view: View, row: Row) -> str:
        rule("calendars.permission")
        calendar = view.get("calendars", row.get("calendar_owner"))
        return permission(view.user, calendar) if calendar else "owner"

    @computed("start_date")
    def start_date(self, view: View, row: Row) -> str:
        return _parts(view, row, row["start_at"])[0]

    @computed("start_time")
    def start_time(self, view: View, row: Row) -> str | None:
        return _parts(view, row, row["start_at"])[1]

    @computed("end_date")
    def end_date(self, view: View, row: Row) -> str:
        return _parts(view, row, row["end_at"])[0]

    @computed("end_time")
    def end_time(self, view: View, row: Row) -> str | None:
        return _parts(view, row, row["end_at"])[1]

    @computed("calendars")
    def calendars(self, view: View, row: Row) -> list[int]:
        results = [attendee["id"] for attendee in row.get("attendees") or [] if attendee["type"] == "Calendar"]
        if results:
            rule("calendars.calendars-are-those-of-attendees")
        return results

    @computed("reminders")
    def reminders(self, view: View, row: Row) -> list[int]:
        """An occurrence also shows the reminders of its series."""
        table = view.world.table("reminders")
        return sorted({id for subject in (row["id"], row.get("parent_calendar_entry")) if subject for id in table.find("subject", subject)})

    # --- writing ---------------------------------------------------------------------------------------------------------------------

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        super().check(session, row, data)
        if data.get("external_properties"):
            rule("calendars.external-properties")
        if row is not None:
            require_writing(session.user, session.get("calendars", row.get("calendar_owner")))
        if "calendar_owner" in data:
            require_writing(session.user, session.get("calendars", data["calendar_owner"]["id"]))
        for name in ("start_at", "end_at"):
            if data.get(name):
                data[name] = _not_before_1900(data[name])
        start, end = (data.get(name) or (row or {}).get(name) for name in ("start_at", "end_at"))
        if start and end and end < start:
            raise InvalidArgument("end_at must not be before start_at", rule="calendars.end-not-before-start")
        if "recurrence_rule" in data:
            rule("calendars.series-or-single")
            data["recurrence_rule"] = recurrence.normalized(data["recurrence_rule"])
        for attendee in data.get("attendees") or []:
            attendee["type"] = _attendee_type(session, attendee)
        if "calendar_owner" in data:
            writing.require(session, "calendars", data["calendar_owner"]["id"], "calendar_owner", rule="calendars.owner-is-a-calendar")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        row.setdefault("start_at_time_zone", session.world.zone(session.user).key)
        row.setdefault("recurrence_rule", None)
        self._settled(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._settled(session, row, data)

    def _settled(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        conferences.write(session, row, data)
        if row.get("recurrence_rule") and {"recurrence_rule", "start_at"} & data.keys():
            recurrence.check_first(row)

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        changed = any(before.get(key) != row.get(key) for key in ("start_at", "recurrence_rule"))
        if series.is_series(before) and changed:
            series.settle(session, row)

    def before_destroy(self, session: Session, row: Row) -> None:
        require_writing(session.user, session.get("calendars", row.get("calendar_owner")))
        for edited in series.edits(session.table(TABLE), row):
            writing.destroy(session, TABLE, edited)
        for reminder in session.rows("reminders", "subject", row["id"]):
            writing.destroy(session, "reminders", reminder)

    @handles("CalendarEntry#update")
    def update(self, call: Call) -> Answer:
        """Change a single entry, a whole series, or one occurrence. A new rule changes the occurrence and all that follow."""
        row = _seen(call)
        require_match(call.request.headers, row)
        removed = _deleted(call.data)
        with call.view.world.session(call.view.user) as session:
            require_writing(session.user, session.get("calendars", row.get("calendar_owner")))
            if removed:
                _take_away(session, row, removed)
            else:
                row = self._written(session, call, row)
        return _present(call, row if removed else call.view.world.table(TABLE)[row["id"]])

    def _written(self, session: Session, call: Call, row: Row) -> Row:
        target = row
        if row.get("_occurrence"):
            parent = session.table(TABLE)[row["parent_calendar_entry"]]
            wanted = recurrence.normalized(call.data.get("recurrence_rule"))
            if not wanted or wanted == parent["recurrence_rule"]:
                rule("calendars.occurrence-is-edited-alone")
                call.data.pop("recurrence_rule", None)
                target = series.stored(session, row)
            elif row["_occurrence"] == parent["start_at"]:
                target = parent
            else:
                rule("calendars.another-rule-splits-the-series")
                target = series.detached(session, row)
        return writing.update(session, call.operation.record, call.operation.body, target, call.data)

    @handles("CalendarEntry#destroy")
    def delete(self, call: Call) -> Answer:
        row = _seen(call)
        require_match(call.request.headers, row)
        with call.view.world.session(call.view.user) as session:
            require_writing(session.user, session.get("calendars", row.get("calendar_owner")))
            if row.get("_occurrence") or series.is_series(row):
                rule("calendars.deleted-takes-occurrences-away")
            if row.get("_occurrence"):
                series.cancel(session, row)
            else:
                writing.destroy(session, TABLE, row)
        return Answer(status=204)


def _seen(call: Call) -> Row:
    """The entry or occurrence of the path, limited to what the viewer may see."""
    row = series.locate(call.view.world, call.id)
    seen = entry_as_seen(call.view, row) if row else None
    if seen is None:
        raise NotFound(rule="wire.unknown-id-is-404")
    return seen


def _present(call: Call, row: Row) -> Answer:
    headers = {"ETag": etag(row), "Last-Modified": last_modified(row)}
    if call.request.method in ("GET", "HEAD") and unchanged(call.request.headers, row):
        rule("etags.conditional-reads-are-304")
        return Answer(status=304, headers=headers)
    return Answer(json={"data": render(call.view, call.operation.record, row, call.selection)}, headers=headers)


def _deleted(data: dict[str, Any]) -> str | None:
    """What the body asks to delete: `single`, `future` or nothing."""
    sent = str(data.pop("_deleted", None) or "").strip().lower()
    if sent in ("", "false", "0", "no"):
        return None
    if sent in ("1", "yes"):
        sent = "true"
    if sent not in DELETIONS:
        raise InvalidArgument("_deleted must be one of single, future", rule="calendars.deleted-takes-occurrences-away")
    return DELETIONS[sent]


def _take_away(session: Session, row: Row, removed: str) -> None:
    rule("calendars.deleted-takes-occurrences-away")
    if row.get("_occurrence") is None and not series.is_series(row):
        writing.destroy(session, TABLE, row)
    elif removed == "future":
        series.end_before(session, row)
    else:
        series.cancel(session, row)


def _not_before_1900(moment: str) -> str:
    if moment >= "1900":
        return moment
    rule("calendars.years-before-1900-are-lifted")
    return "1900-02-28" + moment[10:] if moment[5:10] == "02-29" else "1900" + moment[4:]


def _attendee_type(session: Session, attendee: dict[str, Any]) -> str:
    """Calendar or Contact. If the body has no type, the record with that id decides."""
    sent = str(attendee.get("type") or "").strip().capitalize()
    if not sent:
        return "Contact" if session.get("contacts", attendee.get("id")) else "Calendar"
    if sent not in ("Calendar", "Contact"):
        raise InvalidArgument("attendees.type must be one of Calendar, Contact", rule="calendars.attendees-are-calendars-or-contacts")
    return sent


def _visible_calendars(view: View, source: str) -> set[int]:
    from mockclio.practice.calendars.calendars import is_visible

    return {row["id"] for row in view.world.table("calendars") if is_visible(row, source)}


def _parts(view: View, row: Row, moment: str) -> tuple[str, str | None]:
    """Date and time of day in the viewer's zone. An all-day entry uses its own zone and has no time of day."""
    rule("calendars.dates-and-times-beside-the-moments")
    from mockclio.store.clock import parse_time

    if row.get("all_day"):
        return parse_time(moment).astimezone(recurrence.zone_of(row)).date().isoformat(), None
    local = parse_time(moment).astimezone(view.zone)
    return local.date().isoformat(), local.strftime("%H:%M:%S")

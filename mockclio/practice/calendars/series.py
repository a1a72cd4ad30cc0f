"""Series of calendar entries: one row per series, one row per edited occurrence, and a list of cancelled occurrences.

The id of an occurrence is `<series>-<start>`, such as `1048600-20260605T130000Z`, with or without a row of its own.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from mockclio.ledger import rule
from mockclio.practice.calendars import recurrence
from mockclio.server import writing
from mockclio.server.view import View
from mockclio.store.clock import parse_time, stamp
from mockclio.store.session import Session
from mockclio.store.tables import Row, Table
from mockclio.store.world import World

TABLE = "calendar_entries"
HORIZON = timedelta(days=366)
UNSHARED = ("id", "_cancelled", "_revision", "created_at", "updated_at")
"""The keys that a copy of a row does not get."""

OCCURRENCE = re.compile(r"(\d{1,18})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")


def shown_id(row: Row) -> Any:
    """The id that answers show."""
    if row.get("_occurrence") is None:
        return row["id"]
    rule("calendars.occurrence-id")
    return f"{row['parent_calendar_entry']}-{re.sub('[-:]', '', row['_occurrence'])}"


def is_series(row: Row) -> bool:
    return bool(row.get("recurrence_rule")) and row.get("_occurrence") is None


def is_virtual(row: Row) -> bool:
    """Whether the row is an occurrence without a row of its own. It has the id of its series."""
    return row.get("_occurrence") is not None and row["id"] == row["parent_calendar_entry"]


def locate(world: World, id: Any) -> Row | None:
    """The entry or occurrence with that id."""
    table = world.table(TABLE)
    match = OCCURRENCE.fullmatch(id) if isinstance(id, str) else None
    if match is None:
        return table.get(id)
    parent = table.get(int(match[1]))
    moment = "{}-{}-{}T{}:{}:{}Z".format(*match.groups()[1:])
    if not _is_time(moment):
        return None
    if parent is None or not is_series(parent):
        return None
    edited = next((row for row in edits(table, parent) if row["_occurrence"] == moment), None)
    result = None if edited else recurrence.occurs_at(parent, moment)
    return edited or (occurrence(parent, *result) if result else None)


def _is_time(moment: str) -> bool:
    try:
        return bool(parse_time(moment))
    except ValueError:
        return False


def edits(table: Table, parent: Row) -> list[Row]:
    """The occurrences of a series that have rows."""
    return table.rows("parent_calendar_entry", parent["id"])


def occurrence(parent: Row, starts: str, ends: str) -> Row:
    """The row of an occurrence that was never edited."""
    return {**parent, "start_at": starts, "end_at": ends, "parent_calendar_entry": parent["id"], "_occurrence": starts}


def unfolded(table: Table, parent: Row, begin: str | None, end: str) -> list[Row]:
    """The occurrences of a series between two times, without those that have rows."""
    own = {row["_occurrence"] for row in edits(table, parent)}
    return [occurrence(parent, *result) for result in recurrence.occurrences(parent, begin, end) if result[0] not in own]


def expanded(view: View, begin: str | None, end: str | None) -> list[Row]:
    """Every entry, with occurrences in place of their series. If no end is given, a series without end stops one year ahead."""
    table = view.world.table(TABLE)
    results: list[Row] = []
    for row in table:
        if is_series(row):
            rule("calendars.expansion-reaches-a-year")
            results += unfolded(table, row, begin, end or horizon(view.world, begin, row))
        else:
            results.append(row)
    return results


def horizon(world: World, begin: str | None, row: Row) -> str:
    latest: str = max(world.clock.stamp(), begin or "", row["start_at"])
    try:
        return stamp(parse_time(latest) + HORIZON)
    except OverflowError:
        return latest


def overlaps(world: World, row: Row, begin: str | None, end: str | None) -> bool:
    """Whether the entry, or an occurrence of the series, ends at `begin` or later and starts at `end` or earlier."""
    if not is_series(row):
        return (begin is None or row["end_at"] >= begin) and (end is None or row["start_at"] <= end)
    return next(iter(recurrence.occurrences(row, begin, end or horizon(world, begin, row))), None) is not None


def cancel(session: Session, row: Row) -> None:
    """Remove one occurrence from its series. For a series, remove the first occurrence that is left."""
    if is_series(row):
        starts = next(recurrence.occurrences(row, None, horizon(session.world, None, row)))[0]  # a series without occurrences was removed
        edited = [one for one in edits(session.table(TABLE), row) if one["_occurrence"] == starts]
        cancel(session, edited[0] if edited else occurrence(row, starts, starts))
        return
    parent = session.table(TABLE)[row["parent_calendar_entry"]]
    session.update(TABLE, parent["id"], {"_cancelled": sorted({*parent.get("_cancelled", []), row["_occurrence"]})})
    if not is_virtual(row):
        writing.destroy(session, TABLE, row)
    _drop_if_empty(session, parent["id"])


def _drop_if_empty(session: Session, id: int) -> None:
    parent = session.table(TABLE)[id]
    if not edits(session.table(TABLE), parent) and not overlaps(session.world, parent, None, None):
        writing.destroy(session, TABLE, parent)


def end_before(session: Session, row: Row) -> None:
    """Remove an occurrence and all that follow it. If it is the first one, the series is removed."""
    parent = session.table(TABLE)[row["parent_calendar_entry"]] if row.get("_occurrence") else row
    moment = row.get("_occurrence") or parent["start_at"]
    if moment <= parent["start_at"]:
        writing.destroy(session, TABLE, parent)
        return
    for edited in edits(session.table(TABLE), parent):
        if edited["_occurrence"] >= moment:
            writing.destroy(session, TABLE, edited)
    ids = [cancelled for cancelled in parent.get("_cancelled", []) if cancelled < moment]
    session.update(TABLE, parent["id"], {"recurrence_rule": recurrence.ended_before(parent["recurrence_rule"], moment), "_cancelled": ids})
    _drop_if_empty(session, parent["id"])


def stored(session: Session, row: Row) -> Row:
    """The row that stores the edit of one occurrence."""
    if not is_virtual(row):
        return row
    own = {key: value for key, value in row.items() if key not in UNSHARED}
    return session.insert(TABLE, {**own, "recurrence_rule": None, "time_entries_count": 0})


def detached(session: Session, row: Row) -> Row:
    """A new series that begins with that occurrence. The old series ends before it."""
    own = {key: value for key, value in row.items() if key not in (*UNSHARED, "_occurrence")}
    reminders = session.rows("reminders", "subject", row["parent_calendar_entry"])
    end_before(session, row)
    made = session.insert(
        TABLE, {**own, "parent_calendar_entry": None, "_continues": row["parent_calendar_entry"], "time_entries_count": 0}
    )
    for reminder in reminders:
        own = {key: value for key, value in reminder.items() if key not in UNSHARED}
        session.insert("reminders", {**own, "subject": {"type": "CalendarEntry", "id": made["id"]}})
    return made


def settle(session: Session, row: Row) -> None:
    """Clean up after a series moved or got another rule: edits and cancellations stay for occurrences that the series still has."""
    whole = {**row, "_cancelled": []}

    def still(moment: str) -> bool:
        return is_series(row) and recurrence.occurs_at(whole, moment) is not None

    for edited in edits(session.table(TABLE), row):
        if not still(edited["_occurrence"]):
            writing.destroy(session, TABLE, edited)
    cancelled = [moment for moment in row.get("_cancelled", []) if still(moment)]
    if cancelled != row.get("_cancelled", []):
        session.update(TABLE, row["id"], {"_cancelled": cancelled})

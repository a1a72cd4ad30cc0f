"""Behaviour of reminders: the next time and the state follow from the subject and the clock, so no background work is needed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.calendars import recurrence, series
from mockclio.practice.common.members import members
from mockclio.server.behavior import Behavior, Predicate, computed, filters
from mockclio.server.view import View
from mockclio.store.clock import parse_time, stamp
from mockclio.store.session import Session
from mockclio.store.tables import Row

MINUTES = {"weeks": 10_080, "days": 1_440, "hours": 60, "minutes": 1}
LONGEST = 10_000_000
SUBJECTS = {"calendar_entry": "CalendarEntry", "task": "Task"}


class Reminders(Behavior):
    """A row has the number and unit that were sent. State and time of the next notification are computed."""

    takes = frozenset(("duration_unit", "duration_value"))

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate | None:
        if "subject_id" in arguments and "subject_type" not in arguments:
            raise InvalidArgument(
                "subject_id needs subject_type beside it: calendar_entry or task", rule="tasks.reminders-subject-id-needs-type"
            )
        return None

    @filters("subject_type")
    def about(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        wanted = {SUBJECTS[member] for member in members(value)}
        return lambda row: (row.get("subject") or {}).get("type") in wanted

    @computed("next_delivery_at")
    def next_delivery_at(self, view: View, row: Row) -> str | None:
        return _course(view, row)[1]

    @computed("state")
    def state(self, view: View, row: Row) -> str:
        return _course(view, row)[0]

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        _write_duration(row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        _write_duration(row, data)


def minutes(value: int, unit: str) -> int:
    """A duration in minutes."""
    if unit.lower() not in MINUTES:
        raise InvalidArgument(f"duration_unit must be one of {', '.join(MINUTES)}", rule="tasks.reminder-duration-in-minutes")
    if not 0 <= value * MINUTES[unit.lower()] <= LONGEST:
        raise InvalidArgument(f"duration_value must be between 0 and {LONGEST} minutes", rule="tasks.reminder-duration-in-minutes")
    return value * MINUTES[unit.lower()]


def _write_duration(row: Row, data: dict[str, Any]) -> None:
    """Write the duration. A number or a unit that is not sent keeps its earlier value."""
    for key, otherwise in (("duration_value", 0), ("duration_unit", "minutes")):
        given = data.get(key)
        row[f"_{key}"] = given if given is not None else row.get(f"_{key}", otherwise)
    if "duration_value" in data or "duration_unit" in data or "duration" not in row:
        rule("tasks.reminder-duration-in-minutes")
        row["duration"] = minutes(row["_duration_value"], row["_duration_unit"])


def _course(view: View, row: Row) -> tuple[str, str | None]:
    """The state and time of the next notification."""
    rule("tasks.reminder-states")
    method = view.get("notification_methods", row.get("notification_method")) or {}
    user = view.get("users", method.get("user"))
    if user is not None and not user.get("enabled", True):
        return "invalid_user", None
    moment, over = _moment(view, row, user)
    if over:
        return "delivery_skipped", None
    if moment is None:
        return "initializing", None
    at = _before(moment, row["duration"])
    if at > view.world.clock.stamp():
        return "scheduled", at
    return "delivered", None


def _moment(view: View, row: Row, user: Row | None) -> tuple[str | None, bool]:
    """The time that the reminder counts back from, and whether the reminder is void: it was too late, or the task is done."""
    subject = row["subject"]
    if subject["type"] == "Task":
        return _task_moment(view, row, view.get("tasks", subject["id"]) or {}, user)
    entry = view.get("calendar_entries", subject["id"])
    if entry is None:
        return None, False
    if series.is_series(entry):
        return _series_moment(view, row, entry), False
    return entry["start_at"], entry["start_at"] < row["created_at"]


def _task_moment(view: View, row: Row, task: Row, user: Row | None) -> tuple[str | None, bool]:
    """The start of the task's due day in the time zone of the reminded user."""
    if not task.get("due_at"):
        return None, False
    begins = stamp(datetime.combine(datetime.fromisoformat(task["due_at"]), time.min, view.world.zone(user)))
    at = _before(begins, row["duration"])
    completed = task.get("completed_at")
    return begins, bool(completed and completed < at) or begins < row["created_at"]


def _series_moment(view: View, row: Row, entry: Row) -> str:
    """The start of the next occurrence whose reminder is not due yet, otherwise of the last occurrence."""
    rule("tasks.reminders-of-series-come-again")
    now = view.world.clock.stamp()
    edited = {one["_occurrence"]: one["start_at"] for one in series.edits(view.world.table("calendar_entries"), entry)}
    latest: str = entry["start_at"]
    for starts, _ in recurrence.occurrences(entry, now, series.horizon(view.world, now, entry)):
        latest = edited.get(starts, starts)
        if _before(latest, row["duration"]) > now:
            break
    return latest


def _before(moment: str, duration: int) -> str:
    try:
        return stamp(parse_time(moment) - timedelta(minutes=duration))
    except OverflowError:
        return moment

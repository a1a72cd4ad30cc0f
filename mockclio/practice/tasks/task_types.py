"""Behaviour of task types: a date disables them. They are never deleted."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate, filters
from mockclio.server.view import View
from mockclio.store.clock import stamp
from mockclio.store.session import Session
from mockclio.store.tables import Row


class TaskTypes(Behavior):
    """The time in `deleted_at` disables a type."""

    @filters("enabled")
    def enabled(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("tasks.task-types-are-disabled-by-date")
        return lambda row: (row.get("deleted_at") is None) == value

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        _keep_moment(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        _keep_moment(session, row, data)


def _keep_moment(session: Session, row: Row, data: dict[str, Any]) -> None:
    """A body sends a date and answers show a time: the start of that day in the user's time zone."""
    if "deleted_at" in data:
        rule("tasks.task-types-are-disabled-by-date")
    if data.get("deleted_at"):
        midnight = datetime.combine(date.fromisoformat(data["deleted_at"]), time.min, session.world.zone(session.user))
        row["deleted_at"] = stamp(midnight)

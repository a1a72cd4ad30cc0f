"""Nested records of task templates."""

from __future__ import annotations

from mockclio.practice.tasks.reminders import minutes
from mockclio.server.behavior import Behavior, computed
from mockclio.server.view import View
from mockclio.store.tables import Row


class EmbeddedTasks(Behavior):
    """A row of a reminder template has a number of units. Answers show minutes."""

    @computed("ReminderTemplate.duration")
    def reminder_template_duration(self, view: View, row: Row) -> int:
        return minutes(row.get("duration_value") or 0, row.get("duration_unit") or "minutes")

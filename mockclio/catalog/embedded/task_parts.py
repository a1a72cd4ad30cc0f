"""Task parts."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import DateTime, Record, Row


class CascadingTaskTemplate(Record):
    """A cascading task template."""

    default_fields = "id"
    table = "task_templates"

    id: int
    name: str


class ReminderTemplate(Row):
    """A reminder template."""

    duration: int | None
    notification_type: Literal["Email", "Popup"] | None
    created_at: DateTime
    updated_at: DateTime

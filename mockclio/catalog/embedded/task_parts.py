"""Nested records of task templates."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import DateTime, Record, Resource


class CascadingTaskTemplate(Record):
    """The template in the list that another template follows."""

    default_fields = "id"
    table = "task_templates"

    id: int
    name: str


class ReminderTemplate(Resource):
    """A reminder for each task from the template. `duration` is in minutes."""

    duration: int
    notification_type: Literal["Email", "Popup"]
    created_at: DateTime
    updated_at: DateTime

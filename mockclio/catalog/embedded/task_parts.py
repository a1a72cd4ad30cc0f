"""What task templates hold."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import DateTime, Record, Resource


class CascadingTaskTemplate(Record):
    """The template that another one of the list follows."""

    default_fields = "id"
    table = "task_templates"

    id: int
    name: str


class ReminderTemplate(Resource):
    """A reminder that each task made from the template gets. `duration` counts minutes."""

    duration: int
    notification_type: Literal["Email", "Popup"]
    created_at: DateTime
    updated_at: DateTime

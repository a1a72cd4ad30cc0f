"""Behaviour of task templates: the values of a new task, and the template in the list that its due date follows."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.communications.rich_text import cleaned
from mockclio.practice.tasks.due_dates import OFFSET, in_days, put_in_place
from mockclio.practice.tasks.reminders import minutes
from mockclio.practice.tasks.tasks import PRIORITIES
from mockclio.server.behavior import Behavior, orders
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class TaskTemplates(Behavior):
    """A template belongs to a list. Its due date may follow another template of that list."""

    defaults = {"priority": "Normal", "private": False, "description_text_type": "plain_text", "reminder_templates": []}

    @orders("days_from_assignment")
    def by_days(self, view: View, row: Row) -> float | None:
        rule("tasks.template-offset-shows-in-order")
        return in_days(row)

    @orders("permission")
    def by_permission(self, view: View, row: Row) -> str:
        return "private" if row.get("private") else "public"

    @orders("priority")
    def by_priority(self, view: View, row: Row) -> int:
        return PRIORITIES[row["priority"].lower()]

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        put_in_place(data)
        for reminder in data.get("reminder_templates") or []:
            if reminder.get("duration_unit") is not None:
                minutes(reminder.get("duration_value") or 0, reminder["duration_unit"])

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        row["template_creator"] = session.user["id"] if session.user else None
        self._settled(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._settled(session, row, data)

    @staticmethod
    def _settled(session: Session, row: Row, data: dict[str, Any]) -> None:
        if row["description_text_type"] == "rich_text" and row.get("description"):
            row["description"] = cleaned(row["description"])
        row.update({key: data[key] for key in ("cascading", *OFFSET) if key in data})
        if data.get("cascading") is False:
            row["cascading_source"] = None
        elif row.get("cascading_source"):
            row["cascading"] = True
            _refuse_wrong_source(session, row)

    def before_destroy(self, session: Session, row: Row) -> None:
        for follower in session.rows("task_templates", "cascading_source", row["id"]):
            session.update("task_templates", follower["id"], {"cascading_source": None})


def _refuse_wrong_source(session: Session, row: Row) -> None:
    source = session.get("task_templates", row["cascading_source"]) or {}
    if source.get("task_template_list") != row.get("task_template_list"):
        raise InvalidArgument("cascading_source must be a template of the same list", rule="tasks.templates-follow-templates-of-their-list")
    step: Row | None = source
    while step:
        if step["id"] == row["id"]:
            raise InvalidArgument(
                "cascading_source must not follow the template itself, directly or through others", rule="tasks.no-circular-cascade"
            )
        step = session.get("task_templates", step.get("cascading_source"))

"""Tasks that come with a matter: its statute of limitations, and tasks from lists of task templates."""

from __future__ import annotations

from datetime import date
from typing import Any

from mockclio.catalog.reminders import NewReminder, Reminder, ReminderChanges
from mockclio.catalog.schema import Attribute
from mockclio.catalog.tasks import NewTask, Task, TaskChanges
from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.tasks.due_dates import shifted
from mockclio.server import writing
from mockclio.server.coerce import Refused, member_of
from mockclio.store.session import Session
from mockclio.store.tables import Row

STATUTE = "Statute of limitations"
UNIT = Attribute("duration_unit", "enum", choices=("weeks", "days", "hours", "minutes"))


def statute_of(reader: Any, matter: int) -> Row | None:
    """The task with the statute of limitations of a matter. `reader` is a session or a view."""
    return next((task for task in reader.rows("tasks", "matter", matter) if task.get("statute_of_limitations")), None)


def write_statute(session: Session, matter: Row, data: dict[str, Any] | None) -> None:
    """Create, change or remove the task of the statute of limitations."""
    present = statute_of(session, matter["id"])
    if data is None or data.get("_destroy"):
        if present is not None:
            rule("matters.statute-is-destroyed-with-its-task")
            writing.destroy(session, "tasks", present)
        return
    if present is None or data:
        rule("matters.statute-is-a-task")
    values: dict[str, Any] = {name: data[name] for name in ("status", "due_at") if name in data}
    if present is None:
        common = {"name": STATUTE, "description": f"{STATUTE} of {matter['display_number']}", "statute_of_limitations": True}
        common |= {"matter": {"id": matter["id"]}, "assignee": {"id": _assignee(session, matter), "type": "User"}}
        present = writing.create(session, Task, NewTask, {**common, **values})
    elif values:
        present = writing.update(session, Task, TaskChanges, present, values)
    for step in data.get("reminders") or []:
        _write_reminder(session, present, step)


def _write_reminder(session: Session, task: Row, step: dict[str, Any]) -> None:
    values = {name: value for name, value in step.items() if name not in ("id", "_destroy")}
    if "duration_unit" in values:
        try:
            values["duration_unit"] = member_of(UNIT, values["duration_unit"])
        except Refused as refused:
            raise InvalidArgument(
                f"statute_of_limitations.reminders.duration_unit {refused}", rule="matters.statute-reminders-are-steps"
            ) from None
    if step.get("id") is None:
        missing = [name for name in ("duration_value", "duration_unit", "notification_method") if values.get(name) is None]
        if missing:
            raise InvalidArgument(
                f"statute_of_limitations.reminders: {', '.join(missing)} must be sent to add a reminder",
                rule="matters.statute-reminders-are-steps",
            )
        writing.create(session, Reminder, NewReminder, {**values, "subject": {"id": task["id"], "type": "Task"}})
        return
    reminder = session.get("reminders", step["id"])
    if reminder is None or (reminder.get("subject") or {}).get("id") != task["id"]:
        raise InvalidArgument(
            f"statute_of_limitations.reminders has no member with id {step['id']}", rule="matters.statute-reminders-are-steps"
        )
    if step.get("_destroy"):
        writing.destroy(session, "reminders", reminder)
    elif values:
        writing.update(session, Reminder, ReminderChanges, reminder, values)


def instance_of(session: Session, sent: dict[str, Any]) -> Row:
    """The record of a list of task templates that was applied to a matter. It cannot be changed or removed."""
    if "task_template_list" not in sent:
        raise InvalidArgument(
            "task_template_list_instances: task_template_list.id is required", rule="matters.task-lists-are-only-assigned"
        )
    templates, user = sent["task_template_list"]["id"], sent.get("assignee_id")
    writing.require(session, "task_template_lists", templates, "task_template_list_instances.task_template_list")
    if user is not None:
        writing.require(session, "users", user, "task_template_list_instances.assignee_id")
    return {
        "id": session.world.ids.next(),
        "created_at": session.now,
        "updated_at": session.now,
        "task_template_list": templates,
        "assignee_id": user,
        "notify_assignees": bool(sent.get("notify_assignees")),
        "due_at": sent.get("due_at"),
    }


def make_tasks(session: Session, matter: Row, instance: Row) -> None:
    """Make one task of the matter for each template of the list. Tasks that wait for another task are made after it."""
    made: dict[int, Row] = {}
    waiting = session.rows("task_templates", "task_template_list", instance["task_template_list"])
    if waiting:
        rule("matters.task-list-becomes-tasks")
    while waiting:
        known = {template["id"] for template in waiting}
        for template in [one for one in waiting if one.get("cascading_source") not in known] or waiting[:1]:
            made[template["id"]] = _make_task(session, matter, instance, template, made.get(template.get("cascading_source") or 0))
        waiting = [template for template in waiting if template["id"] not in made]


def _make_task(session: Session, matter: Row, instance: Row, template: Row, source: Row | None) -> Row:
    """Make one task from one template. If the template waits for another task, an offset from that task gives the due date."""
    assignee = instance.get("assignee_id") or template.get("assignee") or _assignee(session, matter)
    data: dict[str, Any] = {
        "name": template["name"],
        "description": template.get("description") or "",
        "description_text_type": template.get("description_text_type") or "plain_text",
        "priority": template.get("priority") or "Normal",
        "permission": "private" if template.get("private") else "public",
        "matter": {"id": matter["id"]},
        "assignee": {"id": assignee, "type": "User"},
        "notify_assignee": bool(instance.get("notify_assignees")),
    }
    if template.get("task_type"):
        data["task_type"] = {"id": template["task_type"]}
    data["due_at"] = _due(session, instance, template)
    if data["due_at"] or template.get("cascading"):
        rule("tasks.lists-cascade-when-assigned")
    if template.get("cascading") and source:
        keys = ("cascading_offset", "cascading_offset_type", "cascading_offset_polarity")
        data |= {
            "cascading": True,
            "cascading_source": source["id"],
            **{key: template[key] for key in keys if template.get(key) is not None},
        }
        del data["due_at"]
    task = writing.create(session, Task, NewTask, {name: value for name, value in data.items() if value is not None})
    if task.get("due_at"):
        for reminder in template.get("reminder_templates") or []:
            _remind(session, task, assignee, reminder)
    return task


def _due(session: Session, instance: Row, template: Row) -> str | None:
    """The given day. A template that has an offset and waits for no task is due that offset after the day, or after today."""
    given = instance.get("due_at")
    if not (template.get("cascading") and template.get("cascading_offset") is not None):
        return given
    way = -1 if template.get("cascading_offset_polarity") == "Before" else 1
    start = date.fromisoformat(given or session.today)
    rule("tasks.cascade-units")
    return shifted(start, way * template["cascading_offset"], template.get("cascading_offset_type") or "CalendarDays").isoformat()


def _remind(session: Session, task: Row, user: int, template: Row) -> None:
    methods = session.rows("notification_methods", "user", user)
    method = next((method for method in methods if method["type"] == template["notification_type"]), None)
    if method is not None:
        data = {name: template[name] for name in ("duration_value", "duration_unit") if template.get(name) is not None}
        data |= {"notification_method": {"id": method["id"]}, "subject": {"id": task["id"], "type": "Task"}}
        writing.create(session, Reminder, NewReminder, data)


def _assignee(session: Session, matter: Row) -> int:
    """The assignee of a task without one: the responsible attorney, otherwise the caller."""
    user: int = matter.get("responsible_attorney") or (session.user or {})["id"]
    return user

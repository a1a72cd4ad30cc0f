"""Behaviour of lists of task templates: they are copied as a whole and deleted with their templates."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.practice.common.detaching import detach
from mockclio.server import verbs, writing
from mockclio.server.behavior import Behavior, Predicate, filters, handles
from mockclio.server.call import Answer, Call
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

TEMPLATES = "task_templates"
UNSHARED = ("id", "_revision", "created_at", "updated_at")


class TaskTemplateLists(Behavior):
    """A list has templates. Copying or deleting the list copies or deletes them."""

    defaults = {"templates_count": 0}

    @filters("empty")
    def empty(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("tasks.templates-are-counted")
        return lambda row: (not row.get("templates_count")) == value

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        row["creator"] = session.user["id"] if session.user else None

    def before_destroy(self, session: Session, row: Row) -> None:
        for template in session.rows(TEMPLATES, "task_template_list", row["id"]):
            rule("tasks.list-is-deleted-with-its-templates")
            writing.destroy(session, TEMPLATES, template)

    def after_destroy(self, session: Session, row: Row) -> None:
        detach(session, "task_template_lists", row["id"])

    @handles("TaskTemplateList#copy")
    def copy(self, call: Call) -> Answer:
        """Create a new list with the same templates. Values of the body replace those of the original."""
        rule("tasks.list-copy")
        original = verbs.find(call)
        present = {"name": original["name"], "description": original["description"], "practice_area": {"id": original.get("practice_area")}}
        with call.view.world.session(call.view.user) as session:
            data = {**present, **{name: value for name, value in call.data.items() if value is not None}}
            made = writing.create(session, call.operation.record, call.operation.body, data)
            _copy_templates(session, original["id"], made["id"])
        return verbs.present(call, made, status=201)


def _copy_templates(session: Session, original: int, made: int) -> None:
    twins: dict[int, int] = {}
    templates = session.rows(TEMPLATES, "task_template_list", original)
    for template in templates:
        own = {key: value for key, value in template.items() if key not in UNSHARED}
        reminders = [{**reminder, "id": session.world.ids.next()} for reminder in template.get("reminder_templates") or []]
        fork = session.insert(TEMPLATES, {**own, "task_template_list": made, "reminder_templates": reminders})
        twins[template["id"]] = fork["id"]
    for template in templates:
        if template.get("cascading_source"):
            session.update(TEMPLATES, twins[template["id"]], {"cascading_source": twins.get(template["cascading_source"])})

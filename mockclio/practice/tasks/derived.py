"""Derived values of lists of task templates: the number of their templates."""

from __future__ import annotations

from mockclio.server.derived import derived
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived(
    "task_template_lists",
    "templates_count",
    task_templates="task_template_list",
    task_template_lists="id",
    rule="tasks.templates-are-counted",
)
def templates_of_a_list(session: Session, templates: Row) -> int:
    return len(session.table("task_templates").find("task_template_list", templates["id"]))

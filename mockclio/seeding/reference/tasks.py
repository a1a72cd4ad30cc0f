"""Reference data for tasks: task types, and lists of task templates that can be applied to a matter."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.office import Office
from mockclio.store.session import Session

TASK_TYPES = ("Administrative", "Court Filing", "Client Communication", "Discovery", "Drafting", "Research", "Review")

Template = tuple[str, str, str, int, str, str | None]
LISTS: tuple[tuple[str, str, tuple[Template, ...]], ...] = (
    (
        "New Matter Intake",
        "What is done when a client has engaged the firm.",
        (
            ("Run conflict check", "Search parties and related contacts for conflicts.", "High", 1, "BusinessDays", None),
            ("Send engagement letter", "Send the letter and ask for a signed copy.", "High", 2, "BusinessDays", "Run conflict check"),
            ("Collect retainer", "Ask for the retainer and record it in trust.", "Normal", 5, "BusinessDays", "Send engagement letter"),
            ("Schedule kickoff call", "Agree on goals, milestones and how to reach each other.", "Normal", 1, "CalendarWeeks", None),
        ),
    ),
    (
        "Civil Litigation: Complaint",
        "From the first draft of a complaint to its service.",
        (
            ("Draft complaint", "Draft the complaint and collect exhibits.", "Normal", 2, "CalendarWeeks", None),
            ("Client review of complaint", "Have the client confirm the facts.", "Normal", 3, "BusinessDays", "Draft complaint"),
            ("File complaint", "File with the court and pay the fee.", "High", 2, "BusinessDays", "Client review of complaint"),
            ("Serve defendant", "Arrange service and keep the proof.", "High", 1, "CalendarMonths", "File complaint"),
        ),
    ),
)
"""Name and description of each list. For each template: name, description, priority, offset, unit, and the template it follows."""


def seed(session: Session, office: Office) -> None:
    for name in TASK_TYPES:
        session.insert("task_types", {"name": name, "deleted_at": None})
    for name, description, templates in LISTS:
        made = session.insert("task_template_lists", {"name": name, "description": description, "creator": office["user.owner"]})["id"]
        ids: dict[str | None, int] = {}
        for template in templates:
            ids[template[0]] = session.insert("task_templates", _row(template, made, office["user.owner"], ids))["id"]


def _row(template: Template, owner: int, creator: int, ids: dict[str | None, int]) -> dict[str, Any]:
    name, description, priority, offset, unit, source = template
    return {
        "name": name,
        "description": description,
        "description_text_type": "plain_text",
        "priority": priority,
        "private": False,
        "task_template_list": owner,
        "template_creator": creator,
        "cascading": True,
        "cascading_source": ids.get(source),
        "cascading_offset": offset,
        "cascading_offset_type": unit,
        "cascading_offset_polarity": "After",
        "reminder_templates": [],
    }

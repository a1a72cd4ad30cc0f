"""Ibexa Connect: Watch Tasks, Get, Create, Update and Delete a Task."""

from __future__ import annotations

from typing import Any

from mockclio.testing.connectors.changing import creates, deletes, gets, updates
from mockclio.testing.connectors.check import same
from mockclio.testing.connectors.row import IBEXA, row
from mockclio.testing.connectors.stand import Stand
from mockclio.testing.connectors.watching import WATCH, Watch

TASK = """
    Assignee Type           -> assignee.type
    User ID                 -> assignee.id
    Name                    -> name
    Description             -> description
    Due at                  -> due_at
    Matter ID               -> matter.id
    Notify Assignee         -> notify_assignee
    Notify Completion       -> notify_completion
    Permission              -> permission
    Priority                -> priority
    Status                  -> status
    Task Type ID            -> task_type.id
    Time Estimated          -> time_estimated
"""


@row(7, IBEXA, "Watch Tasks", "Webhook#create", WATCH)
def watch_tasks(stand: Stand) -> None:
    user = stand.pick("users", "Kwame Osei")
    watch = Watch(stand, "task", "id,name,status,assignee{id,type}")
    watch.template(
        make=lambda: _new(stand, user),
        change=lambda id: stand.patch(f"/tasks/{id}", {"status": "complete"}),
    )


@row(8, IBEXA, "Get a Task", "Task#show", "Task ID -> {id}")
def get_a_task(stand: Stand) -> None:
    task = _new(stand, stand.pick("users", "Kwame Osei"))
    gets(stand, "tasks", task, {"name": "Call the pilot", "status": "pending", "assignee": {"name": "Kwame Osei", "type": "User"}})


@row(9, IBEXA, "Create a Task", "Task#create", f"{TASK}\nStatute of Limitations -> statute_of_limitations")
def create_a_task(stand: Stand) -> None:
    creates(stand, "tasks", lambda: {**_full(stand), "statute_of_limitations": True}, shown=SHOWN, unseen="notify_assignee")
    _variants(stand, lambda body, shown: creates(stand, "tasks", {**_least(stand), **body}, shown=shown))


@row(10, IBEXA, "Update a Task", "Task#update", f"Task ID -> {{id}}\n{TASK}\nStatute of Limitations -> nowhere:statute_of_limitations")
def update_a_task(stand: Stand) -> None:
    user = stand.pick("users", "Elena Reyes")
    ids = _new(stand, user), _new(stand, user)
    updates(stand, "tasks", ids, _full(stand), absorbed={"statute_of_limitations": True}, shown=SHOWN, unseen="notify_assignee")
    same(stand.get(f"/tasks/{ids[0]}", "statute_of_limitations"), {"statute_of_limitations": False}, "a task cannot become a statute")
    _variants(stand, lambda body, shown: updates(stand, "tasks", ids, body, shown=shown))


@row(11, IBEXA, "Delete a Task", "Task#destroy", "Task ID -> {id}")
def delete_a_task(stand: Stand) -> None:
    user = stand.pick("users", "Kwame Osei")
    deletes(stand, "tasks", (_new(stand, user), _new(stand, user)))


SHOWN = {"due_at": "2026-07-01", "priority": "Normal"}
"""Only the day of a due date counts; Medium is a word of the connector for Normal."""


def _least(stand: Stand) -> dict[str, Any]:
    return {
        "name": "Call the pilot",
        "description": "About the buoy",
        "assignee": {"id": stand.pick("users", "Kwame Osei"), "type": "User"},
    }


def _new(stand: Stand, user: int) -> int:
    body = {"name": "Call the pilot", "description": "About the buoy", "assignee": {"id": user, "type": "User"}}
    return int(stand.post("/tasks", body)["id"])


def _full(stand: Stand) -> dict[str, Any]:
    return {
        **_least(stand),
        "due_at": "2026-07-01T17:00:00Z",
        "matter": {"id": stand.matter()},
        "notify_assignee": True,
        "notify_completion": True,
        "permission": "private",
        "priority": "Medium",
        "status": "in_review",
        "task_type": {"id": stand.pick("task_types", "Drafting")},
        "time_estimated": 5400,
    }


def _variants(stand: Stand, write: Any) -> None:
    """Every choice that the module offers."""
    contact = stand.pick("contacts", "Peter Lang")
    write({"assignee": {"type": "Contact", "id": contact}}, {"assignee": {"type": "Person", "id": contact}})
    for priority in ("High", "Low"):
        write({"priority": priority}, {})
    for permission in ("Public", "Private"):
        write({"permission": permission}, {"permission": permission.lower()})
    for status in ("pending", "in_progress", "complete"):
        write({"status": status}, {})

"""Ibexa Connect: Watch Tasks, Get, Create, Update and Delete a Task."""

from __future__ import annotations

from typing import Any

from mockclio.verify.connectors.changing import creates, deletes, gets, updates
from mockclio.verify.connectors.comparing import same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row
from mockclio.verify.connectors.watching import WATCH, Watch

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
def watch_tasks(environment: Environment) -> None:
    user = environment.pick("users", "Kwame Osei")
    watch = Watch(environment, "task", "id,name,status,assignee{id,type}")
    watch.template(
        make=lambda: _new(environment, user),
        change=lambda id: environment.patch(f"/tasks/{id}", {"status": "complete"}),
    )


@row(8, IBEXA, "Get a Task", "Task#show", "Task ID -> {id}")
def get_a_task(environment: Environment) -> None:
    task = _new(environment, environment.pick("users", "Kwame Osei"))
    gets(environment, "tasks", task, {"name": "Call the pilot", "status": "pending", "assignee": {"name": "Kwame Osei", "type": "User"}})


@row(9, IBEXA, "Create a Task", "Task#create", f"{TASK}\nStatute of Limitations -> statute_of_limitations")
def create_a_task(environment: Environment) -> None:
    creates(environment, "tasks", lambda: {**_full(environment), "statute_of_limitations": True}, shown=SHOWN, unseen="notify_assignee")
    _variants(environment, lambda body, shown: creates(environment, "tasks", {**_least(environment), **body}, shown=shown))


@row(10, IBEXA, "Update a Task", "Task#update", f"Task ID -> {{id}}\n{TASK}\nStatute of Limitations -> nowhere:statute_of_limitations")
def update_a_task(environment: Environment) -> None:
    user = environment.pick("users", "Elena Reyes")
    ids = _new(environment, user), _new(environment, user)
    updates(environment, "tasks", ids, _full(environment), absorbed={"statute_of_limitations": True}, shown=SHOWN, unseen="notify_assignee")
    same(environment.get(f"/tasks/{ids[0]}", "statute_of_limitations"), {"statute_of_limitations": False}, "a task cannot become a statute")
    _variants(environment, lambda body, shown: updates(environment, "tasks", ids, body, shown=shown))


@row(11, IBEXA, "Delete a Task", "Task#destroy", "Task ID -> {id}")
def delete_a_task(environment: Environment) -> None:
    user = environment.pick("users", "Kwame Osei")
    deletes(environment, "tasks", (_new(environment, user), _new(environment, user)))


SHOWN = {"due_at": "2026-07-01", "priority": "normal"}
"""Only the day of a due date counts; Medium is a word of the connector for Normal."""


def _least(environment: Environment) -> dict[str, Any]:
    return {
        "name": "Call the pilot",
        "description": "About the buoy",
        "assignee": {"id": environment.pick("users", "Kwame Osei"), "type": "User"},
    }


def _new(environment: Environment, user: int) -> int:
    body = {"name": "Call the pilot", "description": "About the buoy", "assignee": {"id": user, "type": "User"}}
    return int(environment.post("/tasks", body)["id"])


def _full(environment: Environment) -> dict[str, Any]:
    return {
        **_least(environment),
        "due_at": "2026-07-01T17:00:00Z",
        "matter": {"id": environment.matter()},
        "notify_assignee": True,
        "notify_completion": True,
        "permission": "private",
        "priority": "Medium",
        "status": "in_review",
        "task_type": {"id": environment.pick("task_types", "Drafting")},
        "time_estimated": 5400,
    }


def _variants(environment: Environment, write: Any) -> None:
    """Every choice that the module offers."""
    contact = environment.pick("contacts", "Peter Lang")
    write({"assignee": {"type": "Contact", "id": contact}}, {"assignee": {"type": "Person", "id": contact}})
    for priority in ("High", "Low"):
        write({"priority": priority}, {"priority": priority.lower()})
    for permission in ("Public", "Private"):
        write({"permission": permission}, {"permission": permission.lower()})
    for status in ("pending", "in_progress", "complete"):
        write({"status": status}, {})

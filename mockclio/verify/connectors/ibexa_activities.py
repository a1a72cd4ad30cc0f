"""Ibexa Connect: Watch Activities, Get, Create, Update and Delete an Activity."""

from __future__ import annotations

from typing import Any

from mockclio.verify.connectors.changing import creates, deletes, gets, updates
from mockclio.verify.connectors.comparing import same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row
from mockclio.verify.connectors.watching import WATCH, Watch

ACTIVITY = """
    Date                                       -> date
    Type                                       -> type
    Activity Description ID                    -> activity_description.id
    UTBMS Task ID                              -> activity_description.utbms_task_id
    UTBMS Activity ID                          -> activity_description.utbms_activity_id
    Associated Type Calendar Entry: its ID     -> calendar_entry.id
    Associated Type Communication: its ID      -> communication.id
    Associated Type Contact Type: its ID       -> contact_note.id
    Associated Type Expense Category: its ID   -> expense_category.id
    Associated Type Matter: its ID             -> matter.id
    Associated Type Matter Note: its ID        -> matter_note.id
    Associated Type Users: its ID              -> user.id
    Associated Type UTBMS Expense: its ID      -> utbms_expense.id
    Note                                       -> note
    Price                                      -> price
"""
DAY = "2026-05-28"


@row(28, IBEXA, "Watch Activities", "Webhook#create", WATCH)
def watch_activities(environment: Environment) -> None:
    watch = Watch(environment, "activity", "id,type,date,note,matter{id}")
    watch.template(make=lambda: _new(environment), change=lambda id: environment.patch(f"/activities/{id}", {"note": "Survey of the hull"}))


@row(29, IBEXA, "Get an Activity", "Activity#show", "Activity ID -> {id}")
def get_an_activity(environment: Environment) -> None:
    gets(
        environment,
        "activities",
        _new(environment),
        {"type": "TimeEntry", "date": DAY, "note": "Survey", "user": {"name": "Margaret Hartwell"}},
    )


@row(30, IBEXA, "Create an Activity", "Activity#create", ACTIVITY)
def create_an_activity(environment: Environment) -> None:
    for id in creates(environment, "activities", _time(environment)):
        same(environment.get(f"/activities/{id}", "quantity,price"), {"quantity": 0, "price": 310}, "an activity without a quantity")
    creates(environment, "activities", {"type": "TimeEntry", "date": DAY, **_codes(environment)})
    for name, id in _subjects(environment).items():
        creates(environment, "activities", {"type": "TimeEntry", "date": DAY, name: {"id": id}})
    for kind in ("ExpenseEntry", "HardCostEntry", "SoftCostEntry"):
        for id in creates(environment, "activities", _expense(environment, kind)):
            same(environment.get(f"/activities/{id}", "total")["total"], 42.5, f"the total of a {kind} without a quantity")


@row(31, IBEXA, "Update an Activity", "Activity#update", f"Activity ID -> {{id}}\n{ACTIVITY}")
def update_an_activity(environment: Environment) -> None:
    ids = _new(environment), _new(environment)
    updates(environment, "activities", ids, _time(environment))
    updates(environment, "activities", ids, _codes(environment))
    for name, id in _subjects(environment).items():
        updates(environment, "activities", (_new(environment), _new(environment)), {name: {"id": id}})
    expenses = creates(environment, "activities", {"type": "ExpenseEntry", "date": DAY, "price": 1})
    for kind in ("HardCostEntry", "SoftCostEntry", "ExpenseEntry"):
        updates(environment, "activities", expenses, _expense(environment, kind))


@row(32, IBEXA, "Delete an Activity", "Activity#destroy", "Activity ID -> {id}")
def delete_an_activity(environment: Environment) -> None:
    deletes(environment, "activities", (_new(environment), _new(environment)))


def _new(environment: Environment) -> int:
    return int(environment.post("/activities", {"type": "TimeEntry", "date": DAY, "note": "Survey"})["id"])


def _time(environment: Environment) -> dict[str, Any]:
    return {
        "date": "2026-05-27",
        "type": "TimeEntry",
        "activity_description": {"id": environment.pick("activity_descriptions", "Legal research")},
        "matter": {"id": environment.pick("matters", "00003-Marlow Shipping Co.")},
        "user": {"id": environment.pick("users", "Kwame Osei")},
        "note": "Bills of lading",
        "price": 310,
    }


def _codes(environment: Environment) -> dict[str, Any]:
    """A category by its two standard codes."""
    task = environment.pick("utbms/codes", "Analysis/strategy", type="UtbmsTask")
    activity = environment.pick("utbms/codes", "Research", type="UtbmsActivity")
    return {"activity_description": {"utbms_task_id": task, "utbms_activity_id": activity}}


def _subjects(environment: Environment) -> dict[str, Any]:
    """What an activity may be associated with besides a matter."""
    contact_note = {"type": "Contact", "contact": {"id": environment.pick("contacts", "Peter Lang")}, "subject": "Tides"}
    matter_note = {"type": "Matter", "matter": {"id": environment.pick("matters", "00002-Chen")}, "subject": "Currents"}
    return {
        "calendar_entry": environment.pick("calendar_entries", "Call with Claire Dubois"),
        "communication": environment.pick("communications", "Adjournment"),
        "contact_note": environment.post("/notes", contact_note)["id"],
        "matter_note": environment.post("/notes", matter_note)["id"],
    }


def _expense(environment: Environment, kind: str) -> dict[str, Any]:
    return {
        "date": DAY,
        "type": kind,
        "expense_category": {"id": environment.pick("expense_categories", "Courier")},
        "matter": {"id": environment.pick("matters", "00003-Marlow Shipping Co.")},
        "utbms_expense": {"id": environment.pick("utbms/codes", "Delivery services/messengers", type="UtbmsExpense")},
        "note": f"Parcel as {kind}",
        "price": 42.5,
    }

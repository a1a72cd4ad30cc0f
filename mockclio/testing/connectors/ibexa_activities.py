"""Ibexa Connect: Watch Activities, Get, Create, Update and Delete an Activity."""

from __future__ import annotations

from typing import Any

from mockclio.testing.connectors.changing import creates, deletes, gets, updates
from mockclio.testing.connectors.check import same
from mockclio.testing.connectors.row import IBEXA, row
from mockclio.testing.connectors.stand import Stand
from mockclio.testing.connectors.watching import WATCH, Watch

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
def watch_activities(stand: Stand) -> None:
    watch = Watch(stand, "activity", "id,type,date,note,matter{id}")
    watch.template(make=lambda: _new(stand), change=lambda id: stand.patch(f"/activities/{id}", {"note": "Survey of the hull"}))


@row(29, IBEXA, "Get an Activity", "Activity#show", "Activity ID -> {id}")
def get_an_activity(stand: Stand) -> None:
    gets(stand, "activities", _new(stand), {"type": "TimeEntry", "date": DAY, "note": "Survey", "user": {"name": "Margaret Hartwell"}})


@row(30, IBEXA, "Create an Activity", "Activity#create", ACTIVITY)
def create_an_activity(stand: Stand) -> None:
    for id in creates(stand, "activities", _time(stand)):
        same(stand.get(f"/activities/{id}", "quantity,price"), {"quantity": 0, "price": 310}, "an activity without a quantity")
    creates(stand, "activities", {"type": "TimeEntry", "date": DAY, **_codes(stand)})
    for name, id in _subjects(stand).items():
        creates(stand, "activities", {"type": "TimeEntry", "date": DAY, name: {"id": id}})
    for kind in ("ExpenseEntry", "HardCostEntry", "SoftCostEntry"):
        for id in creates(stand, "activities", _expense(stand, kind)):
            same(stand.get(f"/activities/{id}", "total")["total"], 42.5, f"the total of a {kind} without a quantity")


@row(31, IBEXA, "Update an Activity", "Activity#update", f"Activity ID -> {{id}}\n{ACTIVITY}")
def update_an_activity(stand: Stand) -> None:
    ids = _new(stand), _new(stand)
    updates(stand, "activities", ids, _time(stand))
    updates(stand, "activities", ids, _codes(stand))
    for name, id in _subjects(stand).items():
        updates(stand, "activities", (_new(stand), _new(stand)), {name: {"id": id}})
    expenses = creates(stand, "activities", {"type": "ExpenseEntry", "date": DAY, "price": 1})
    for kind in ("HardCostEntry", "SoftCostEntry", "ExpenseEntry"):
        updates(stand, "activities", expenses, _expense(stand, kind))


@row(32, IBEXA, "Delete an Activity", "Activity#destroy", "Activity ID -> {id}")
def delete_an_activity(stand: Stand) -> None:
    deletes(stand, "activities", (_new(stand), _new(stand)))


def _new(stand: Stand) -> int:
    return int(stand.post("/activities", {"type": "TimeEntry", "date": DAY, "note": "Survey"})["id"])


def _time(stand: Stand) -> dict[str, Any]:
    return {
        "date": "2026-05-27",
        "type": "TimeEntry",
        "activity_description": {"id": stand.pick("activity_descriptions", "Legal research")},
        "matter": {"id": stand.pick("matters", "00003-Marlow Shipping Co.")},
        "user": {"id": stand.pick("users", "Kwame Osei")},
        "note": "Bills of lading",
        "price": 310,
    }


def _codes(stand: Stand) -> dict[str, Any]:
    """A category by its two standard codes."""
    task = stand.pick("utbms/codes", "Analysis/strategy", type="UtbmsTask")
    activity = stand.pick("utbms/codes", "Research", type="UtbmsActivity")
    return {"activity_description": {"utbms_task_id": task, "utbms_activity_id": activity}}


def _subjects(stand: Stand) -> dict[str, Any]:
    """What an activity may be associated with besides a matter."""
    contact_note = {"type": "Contact", "contact": {"id": stand.pick("contacts", "Peter Lang")}, "subject": "Tides"}
    matter_note = {"type": "Matter", "matter": {"id": stand.pick("matters", "00002-Chen")}, "subject": "Currents"}
    return {
        "calendar_entry": stand.pick("calendar_entries", "Call with Claire Dubois"),
        "communication": stand.pick("communications", "Adjournment"),
        "contact_note": stand.post("/notes", contact_note)["id"],
        "matter_note": stand.post("/notes", matter_note)["id"],
    }


def _expense(stand: Stand, kind: str) -> dict[str, Any]:
    return {
        "date": DAY,
        "type": kind,
        "expense_category": {"id": stand.pick("expense_categories", "Courier")},
        "matter": {"id": stand.pick("matters", "00003-Marlow Shipping Co.")},
        "utbms_expense": {"id": stand.pick("utbms/codes", "Delivery services/messengers", type="UtbmsExpense")},
        "note": f"Parcel as {kind}",
        "price": 42.5,
    }

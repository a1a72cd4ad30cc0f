"""Fills what an entry leaves out and the API wants: the type of a contact, the date of an activity, the end of a calendar entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from mockclio.store.clock import stamp
from mockclio.store.world import World

COMPANY = re.compile(r"\b(inc|llc|llp|ltd|limited|corp|corporation|co|company|gmbh|plc|bank|university|county|city)\b\.?$", re.IGNORECASE)
"""The ends of names that are companies'. An entry with `type` says what it is."""
Data = dict[str, Any]


def fill(section: str, data: Data, world: World) -> None:
    """Fill the data of an entry, whose references are resolved."""
    if section in FILLS:
        FILLS[section](data, world)


def _owner(world: World) -> int:
    owner = world.owner()
    assert owner is not None
    id: int = owner["id"]
    return id


def _id(value: Any) -> Any:
    return value.get("id") if isinstance(value, dict) else None


def _contact(data: Data, world: World) -> None:
    name = str(data.get("name") or "")
    if "type" not in data:
        data["type"] = "Company" if name and not data.get("first_name") and COMPANY.search(name) else "Person"
    if str(data["type"]).lower() == "person" and name and not data.get("last_name") and not data.get("first_name"):
        first, _, last = name.rpartition(" ")
        data.pop("name")
        data.update({"first_name": first, "last_name": last} if first else {"first_name": last})
    for word, attribute, key, default in (
        ("email", "email_addresses", "address", "default_email"),
        ("phone", "phone_numbers", "number", "default_number"),
        ("website", "web_sites", "address", "default_web_site"),
    ):
        members = data.get(attribute) or []
        if not isinstance(members, list):
            continue  # the API refuses it, and says why
        if data.get(word) is not None:
            members = data[attribute] = [{key: data[word], "name": "Work", default: True}, *members]
        data.pop(word, None)
        for number, member in enumerate(members):
            if isinstance(member, dict):
                member.setdefault("name", "Work")
                member.setdefault(default, number == 0)


def _custom_field(data: Data, world: World) -> None:
    data.setdefault("parent_type", "Matter")
    data.setdefault("field_type", "picklist" if data.get("picklist_options") else "text_line")


def _activity(data: Data, world: World) -> None:
    if "hours" in data:
        data["quantity_in_hours"] = data.pop("hours")
    timed = "quantity_in_hours" in data or ("quantity" in data and "price" not in data)
    costs = "expense_category" in data or "vendor" in data or ("price" in data and not timed)
    data.setdefault("type", "ExpenseEntry" if costs else "TimeEntry")
    data.setdefault("date", world.today())
    if data["type"] != "TimeEntry":
        data.setdefault("quantity", 1)


def _calendar_entry(data: Data, world: World) -> None:
    if "calendar_owner" not in data:
        firm = next((row for row in world.table("calendars") if row["type"] == "AccountCalendar"), None)
        data.update({"calendar_owner": {"id": firm["id"]}} if firm else {})
    if "end_at" not in data and isinstance(data.get("start_at"), str):
        try:
            data["end_at"] = stamp(datetime.fromisoformat(data["start_at"]) + timedelta(days=1 if data.get("all_day") else 0, hours=1))
        except ValueError:
            return  # the API refuses the start, and says why


def _task(data: Data, world: World) -> None:
    matter = world.table("matters").get(_id(data.get("matter"))) or {}
    data.setdefault("assignee", {"id": matter.get("responsible_attorney") or _owner(world), "type": "User"})
    data.setdefault("description", data.get("name"))


def _note(data: Data, world: World) -> None:
    data.setdefault("type", "Contact" if "contact" in data else "Matter")


def _communication(data: Data, world: World) -> None:
    """A call to the client of the matter."""
    data.setdefault("type", "PhoneCommunication")
    data.setdefault("subject", data.get("body"))
    data.setdefault("body", data.get("subject"))
    data.setdefault("date", world.today())
    data.setdefault("senders", [{"id": _owner(world), "type": "User"}])
    client = (world.table("matters").get(_id(data.get("matter"))) or {}).get("client")
    if client:
        data.setdefault("receivers", [{"id": client, "type": "Contact"}])


def _bank_account(data: Data, world: World) -> None:
    data.setdefault("currency", next((row["currency"] for row in world.table("bank_accounts")), "USD"))


def _bank_transaction(data: Data, world: World) -> None:
    data.setdefault("date", world.today())


def _reminder(data: Data, world: World) -> None:
    data.setdefault("duration_value", 1)
    data.setdefault("duration_unit", "days")
    owner = _owner(world)
    way = next((row for row in world.table("notification_methods") if row.get("user") == owner and row["type"] == "Email"), None)
    if way:
        data.setdefault("notification_method", {"id": way["id"]})


def _color(data: Data, world: World) -> None:
    data.setdefault("color", "#367B9C")


def _report_preset(data: Data, world: World) -> None:
    data.setdefault("options", {})


def _trust_request(data: Data, world: World) -> None:
    data.setdefault("approved", True)
    data.setdefault("issue_date", world.today())
    data.setdefault("trust_type", "matter" if data.get("matter") else "client")


FILLS: dict[str, Callable[[Data, World], None]] = {
    "activities": _activity,
    "bank_accounts": _bank_account,
    "bank_transactions": _bank_transaction,
    "calendar_entries": _calendar_entry,
    "calendar_entry_event_types": _color,
    "communications": _communication,
    "contacts": _contact,
    "custom_fields": _custom_field,
    "notes": _note,
    "reminders": _reminder,
    "report_presets": _report_preset,
    "tasks": _task,
    "trust_requests": _trust_request,
}

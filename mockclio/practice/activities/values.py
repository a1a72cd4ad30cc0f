"""Values that an activity takes from the records it refers to: its category, its price, and whether it is billable."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities.pricing import Reader, billing_settings
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row

EXPENSES = ("ExpenseEntry", "HardCostEntry", "SoftCostEntry")
SUBJECTS = {
    "task": "Task",
    "calendar_entry": "CalendarEntry",
    "communication": "Communication",
    "matter_note": "MatterNote",
    "contact_note": "ContactNote",
    "conversation": "Conversation",
    "text_message_conversation": "TextMessageConversation",
}
"""The records that work can be logged against, with the names of their types."""
NOTES = {"matter_note": "Matter", "contact_note": "Contact"}
CODES = {"utbms_task_id": ("utbms_task", "UtbmsTask"), "utbms_activity_id": ("utbms_activity", "UtbmsActivity")}


def category(session: Session, row: Row, value: dict[str, Any] | None) -> None:
    """Write the category of a body into the row: a category by id, with or without codes, or the system row for codes alone."""
    sent = value or {}
    codes = {key: _code(session, sent[name], kind) for name, (key, kind) in CODES.items() if sent.get(name) is not None}
    if sent.get("id") is not None:
        row["activity_description"] = require(session, "activity_descriptions", sent["id"], "activity_description")["id"]
        row["_utbms"] = codes
    elif codes:
        rule("activities.utbms-codes-stand-for-a-category")
        present = session.get("activity_descriptions", row.get("activity_description")) or {}
        row["activity_description"] = _utbms_category(session, present, codes)
        row["_utbms"] = {}
    elif value is None or "id" in sent:
        row["activity_description"], row["_utbms"] = None, {}


def _code(session: Session, id: int, kind: str) -> int:
    code = require(session, "utbms_codes", id, "activity_description")
    if code["type"] != kind:
        raise InvalidArgument(
            f"activity_description: {code['code']} is a code of type {code['type']}, not {kind}", rule="utbms.codes-by-their-type"
        )
    return int(code["id"])


def _utbms_category(session: Session, present: Row, codes: dict[str, int]) -> int:
    """The system row for a pair of codes. The first use creates it. A code that was not sent is taken from the present category."""
    cached = {key: present.get(key) for key, _ in CODES.values()} if present.get("type") == "utbms" else {}
    pair = {**dict.fromkeys(key for key, _ in CODES.values()), **cached, **codes}
    rows = session.rows("activity_descriptions", "type", "utbms")
    result = next((row["id"] for row in rows if all(row.get(key) == id for key, id in pair.items())), None)
    return int(result or session.insert("activity_descriptions", utbms_row(session, pair))["id"])


def utbms_row(session: Session, pair: dict[str, int | None]) -> Row:
    """The row of a category that represents standard codes."""
    codes = [session.table("utbms_codes")[id] for id in pair.values() if id is not None]
    return {
        **pair,
        "name": " ".join(f"{code['code']} {code['name']}" for code in codes),
        "type": "utbms",
        "rate": {"type": "User", "amount": 0, "non_billable_amount": 0},
        "visible_to_co_counsel": True,
        "groups": [],
        "currency": None,
    }


def is_flat(session: Session, row: Row) -> bool:
    """Whether the entry has one price for any length of time: its category is flat, or it is the fee of its matter."""
    if row.get("_fee"):
        return bool(row["_fee"] == "FlatRate")
    value = session.get("activity_descriptions", row.get("activity_description")) or {}
    return row["type"] == "TimeEntry" and (value.get("rate") or {}).get("type") == "FlatRate"


def default_non_billable(session: Session, row: Row) -> bool:
    """Whether new time is non-billable by default: the matter is not billable, or a fee pays for it."""
    matter = session.get("matters", row.get("matter"))
    if row["type"] != "TimeEntry" or row["flat_rate"] or row.get("_fee") or not matter:
        return False
    by_fee = (matter.get("custom_rate") or {}).get("type") in ("FlatRate", "ContingencyFee")
    swallowed = billing_settings(session).get("time_on_flat_rate_contingency_matters_is_non_billable")
    return matter.get("billable") is False or bool(by_fee and swallowed)


def expense_price(reader: Reader, before: Row | None, row: Row) -> float:
    """The price of one unit in the category of the entry. A category without a price keeps the present price."""
    result = (reader.get("expense_categories", row.get("expense_category")) or {}).get("rate")
    return result if result is not None else (before or {}).get("price") or 0


def hidden(user: Row, row: Row, what: str) -> bool:
    """Whether that user may not see the `hours` or the `rates` of a time entry.

    `_hours_visibility` and `_rates_visibility` of a user are `all`, `limited` to their own, or `none`.
    """
    allowed = user.get(f"_{what}_visibility") or "all"
    return row.get("type") == "TimeEntry" and (allowed == "none" or (allowed == "limited" and row.get("user") != user["id"]))

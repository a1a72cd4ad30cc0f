"""The UTBMS codes that entries of a matter need in a firm with mandatory LEDES billing."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities.pricing import Reader, billing_settings
from mockclio.store.session import Session
from mockclio.store.tables import Row

CODES = ("utbms_task", "utbms_activity")


def is_mandatory(reader: Reader) -> bool:
    """Whether the firm has mandatory LEDES billing."""
    return bool(billing_settings(reader).get("_mandatory_ledes"))


def settle_matter(session: Session, before: Row | None, row: Row, data: dict[str, Any]) -> None:
    """Whether the work on a matter needs codes: from the body, or for a new matter from its client."""
    sent = data.get("require_utbms_codes") is not None
    if sent and not is_mandatory(session):
        rule("utbms.required-with-mandatory-ledes-alone")
        row["require_utbms_codes"] = bool(before and before.get("require_utbms_codes"))
    elif before is None and not sent and is_mandatory(session) and _asks(session, row.get("client")):
        rule("utbms.contact-gives-the-default")
        row["require_utbms_codes"] = True


def _asks(session: Session, client: int | None) -> bool:
    return bool((session.get("contacts", client) or {}).get("_require_utbms_codes"))


def settle_contact(session: Session, row: Row, data: dict[str, Any]) -> None:
    """The default of a contact's new matters."""
    if data.get("require_utbms_codes") is None:
        return
    if not is_mandatory(session):
        rule("utbms.required-with-mandatory-ledes-alone")
    else:
        row["_require_utbms_codes"] = data["require_utbms_codes"]


def require(session: Session, row: Row) -> None:
    """Refuse a billable entry without codes on a matter that requires them."""
    matter = session.get("matters", row.get("matter")) or {}
    if not matter.get("require_utbms_codes") or not is_mandatory(session) or row.get("non_billable"):
        return
    if row["type"] == "TimeEntry" and not _has_codes(session, row):
        raise InvalidArgument(
            "utbms_activity_id and utbms_task_id are required: the matter requires UTBMS codes", rule="utbms.time-needs-both-codes"
        )
    if row["type"] != "TimeEntry" and row.get("utbms_expense") is None:
        raise InvalidArgument("utbms_expense is required: the matter requires UTBMS codes", rule="utbms.expenses-need-a-code")


def _has_codes(session: Session, row: Row) -> bool:
    """Whether an entry has both codes, or a category with both codes."""
    category = session.get("activity_descriptions", row.get("activity_description")) or {}
    if category.get("type") == "utbms":
        return all(category.get(code) is not None for code in CODES)
    return all((row.get("_utbms") or {}).get(code) is not None for code in CODES)

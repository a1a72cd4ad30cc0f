"""Records that exist only nested: references with a type, and rows of other tables with fewer fields."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.practice.calendars.access import entry_as_seen
from mockclio.server.behavior import Behavior, computed, resolves
from mockclio.server.view import View
from mockclio.store.tables import Row
from mockclio.store.types import POLYMORPHIC

IDENTIFIERS = {
    "bank_accounts": ("name", "type"),
    "bills": ("number", "subject"),
    "calendar_entries": ("summary", "location"),
    "calendars": ("name",),
    "communications": ("subject",),
    "contacts": ("name", "type"),
    "conversations": ("subject",),
    "credit_memos": ("description",),
    "documents": ("name", "filename"),
    "folders": ("name",),
    "matters": ("display_number", "description"),
    "notes": ("subject",),
    "payments": ("description", "reference"),
    "tasks": ("name", "description"),
    "text_message_conversations": (),
    "users": ("name", "email"),
}
"""The fields that a polymorphic object shows of a record, in the order identifier, secondary, tertiary."""


class Embedded(Behavior):
    """How nested records are computed from rows."""

    @resolves("PolymorphicObject")
    def polymorphic_object(self, view: View, value: Any) -> Row | None:
        table = POLYMORPHIC.get(value["type"], "")
        row = view.get(table, value["id"])
        if row is None:
            return None
        if table == "calendar_entries":
            row = entry_as_seen(view, row) or row
        shown = [row.get(key) for key in IDENTIFIERS.get(table, ())] + [None] * 3
        names = ("identifier", "secondary_identifier", "tertiary_identifier")
        return {"id": row["id"], "type": value["type"], **dict(zip(names, shown, strict=False))}

    @resolves("Participant", "UnredactedParticipant")
    def participant(self, view: View, value: Any) -> Row | None:
        row = view.get(POLYMORPHIC[value["type"]], value["id"])
        if row is None:
            return None
        rule("communications.participants-show-what-they-are")
        if POLYMORPHIC[value["type"]] == "users":
            title = (row.get("job_title") or {}).get("name")
            return {
                **row,
                "type": "User",
                "identifier": row.get("email"),
                "secondary_identifier": row.get("phone_number"),
                "job_title_name": title,
            }
        email, phone = (primary(row.get(key), "primary") for key in ("email_addresses", "phone_numbers"))
        return {
            **row,
            "identifier": (email or {}).get("address"),
            "secondary_identifier": (phone or {}).get("number"),
            "enabled": True,
            "job_title_name": row.get("title"),
        }

    @resolves("Attendee")
    def attendee(self, view: View, value: Any) -> Row | None:
        table = POLYMORPHIC[value["type"]]
        row = view.get(table, value["id"])
        if row is None:
            return None
        if table == "contacts":
            email = primary(row.get("email_addresses"), "primary")
            return {**row, "type": "Contact", "enabled": True, "email": (email or {}).get("address")}
        owner = view.get("users", row.get("user"))
        return {**row, "type": "Calendar", "enabled": owner is None or bool(owner.get("enabled")), "email": (owner or {}).get("email")}

    @computed("ClioCreator.type")
    def creator_type(self, view: View, row: Row) -> str:
        return "ManageUser"

    @computed("ActivityCalendarEntry.calendar_owner_id")
    def calendar_owner_id(self, view: View, row: Row) -> int | None:
        return row.get("calendar_owner")


def primary(members: list[Row] | None, flag: str) -> Row | None:
    """The member that is marked as the default, otherwise the first member."""
    return next((member for member in members or [] if member.get(flag)), None) or next(iter(members or []), None)

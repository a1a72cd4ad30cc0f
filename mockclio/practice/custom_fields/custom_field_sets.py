"""Behaviour of custom field sets: fields of one kind of record that are shown together."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.custom_fields.custom_fields import require_administrator
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class CustomFieldSets(Behavior):
    """A set has the ids of its fields, in the order in which they were sent."""

    defaults = {"displayed": True, "custom_fields": []}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        require_administrator(session)
        for name in ("name", "displayed"):
            if name in data and data[name] in (None, ""):
                raise InvalidArgument(f"{name} can't be blank", rule="custom_fields.definition-cannot-be-emptied")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        self._settle(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._settle(session, row, data)

    def _settle(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        """Find the kind of record of a set. If the body has none, the fields decide."""
        if "custom_field_ids" in data:
            rule("custom_fields.set-members-are-written-as-ids")
        members = [session.table("custom_fields")[id] for id in dict.fromkeys(row.get("custom_fields") or [])]
        if row.get("parent_type") is None and members:
            rule("custom_fields.set-takes-parent-of-its-fields")
            row["parent_type"] = members[0]["parent_type"]
        for field in members:
            if field["parent_type"] != row.get("parent_type") or field.get("deleted"):
                wrong = "is deleted" if field.get("deleted") else f"is for a {field['parent_type'].lower()}"
                raise InvalidArgument(
                    f"custom_field_ids: {field['name']} {wrong}; the set takes live fields of its own parent_type only",
                    rule="custom_fields.set-members-share-its-parent",
                )
        row["custom_fields"] = [field["id"] for field in members]

    def before_destroy(self, session: Session, row: Row) -> None:
        require_administrator(session)
        for table in ("contacts", "matters"):
            for owner in list(session.table(table)):
                present = owner.get("custom_field_set_associations") or []
                left = [one for one in present if one["custom_field_set"] != row["id"]]
                if len(left) < len(present):
                    rule("custom_fields.set-delete-ends-its-associations")
                    session.update(table, owner["id"], {"custom_field_set_associations": left})

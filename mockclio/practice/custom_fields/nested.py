"""Nested values of custom fields in contacts and matters."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.practice.custom_fields.values import kyc_question
from mockclio.server.behavior import Behavior, computed
from mockclio.server.view import View
from mockclio.store.tables import Row


class EmbeddedCustomValues(Behavior):
    """A stored value has its field and its value. Everything else follows from the field."""

    @computed("CustomFieldValue.field_name")
    def field_name(self, view: View, row: Row) -> Any:
        return _field(view, row).get("name")

    @computed("CustomFieldValue.field_type")
    def field_type(self, view: View, row: Row) -> Any:
        return _field(view, row).get("field_type")

    @computed("CustomFieldValue.field_required")
    def field_required(self, view: View, row: Row) -> Any:
        required = _field(view, row).get("required")
        if required:
            rule("custom_fields.required-is-only-a-mark")
        return required

    @computed("CustomFieldValue.field_displayed")
    def field_displayed(self, view: View, row: Row) -> Any:
        return _field(view, row).get("displayed")

    @computed("CustomFieldValue.field_display_order")
    def field_display_order(self, view: View, row: Row) -> Any:
        return _field(view, row).get("display_order")

    @computed("CustomFieldValue.soft_deleted")
    def soft_deleted(self, view: View, row: Row) -> Any:
        deleted = _field(view, row).get("deleted")
        if deleted:
            rule("custom_fields.values-outlive-their-field")
        return deleted

    @computed("CustomFieldValue.picklist_option")
    def picklist_option(self, view: View, row: Row) -> Row | None:
        options = _field(view, row).get("picklist_options") or []
        return next((option for option in options if option["id"] == row["value"]), None) if _is(view, row, "picklist") else None

    @computed("CustomFieldValue.matter")
    def matter(self, view: View, row: Row) -> int | None:
        return row["value"] if _is(view, row, "matter") else None

    @computed("CustomFieldValue.contact")
    def contact(self, view: View, row: Row) -> int | None:
        return row["value"] if _is(view, row, "contact") else None

    @computed("KycFieldValue.field_label")
    def field_label(self, view: View, row: Row) -> str:
        question = _question(view, row)
        return str(question["label"]) if question else row["field_name"].replace("_", " ").strip().capitalize()

    @computed("KycFieldValue.field_possible_values")
    def field_possible_values(self, view: View, row: Row) -> list[str]:
        return (_question(view, row) or {}).get("possible_values") or []

    @computed("KycFieldValue.group")
    def group(self, view: View, row: Row) -> str | None:
        return (_question(view, row) or {}).get("group")


def _field(view: View, row: Row) -> Row:
    return view.get("custom_fields", row["custom_field"]) or {}


def _is(view: View, row: Row, kind: str) -> bool:
    return bool(_field(view, row).get("field_type") == kind)


def _question(view: View, row: Row) -> Row | None:
    return kyc_question(view.rows("_kyc_fields", "name", row["field_name"]), row["_owner"])

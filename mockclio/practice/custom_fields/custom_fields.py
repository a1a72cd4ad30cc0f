"""Behaviour of custom fields: administrators create and order them. A deleted field is kept while records have values for it."""

from __future__ import annotations

from typing import Any

from mockclio.errors import Forbidden, InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.common.members import members
from mockclio.server.behavior import Behavior, Predicate, filters, leaving_out
from mockclio.server.view import View
from mockclio.server.writing import DESTROY
from mockclio.store.revisions import revised
from mockclio.store.session import Session
from mockclio.store.tables import Row

DEFAULTED = {"display_order", "displayed", "required"}
"""The default values of a new custom field."""


class CustomFields(Behavior):
    """The definitions of fields. The values are in contacts and matters."""

    defaults = {"displayed": True, "required": False, "deleted": False, "picklist_options": []}
    takes = frozenset(("picklist_options",))

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate | None:
        if arguments.get("deleted"):
            return None
        return leaving_out(lambda row: not row.get("deleted"), rule="custom_fields.deleted-ones-are-hidden")

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        require_administrator(session)
        for name in ("name", "displayed", "required", "display_order"):
            if name in data and data[name] in (None, ""):
                raise InvalidArgument(f"{name} can't be blank", rule="custom_fields.definition-cannot-be-emptied")
        if row is not None and row.get("deleted"):
            raise InvalidArgument(f"the custom field {row['name']} is deleted; it can't be changed", rule="custom_fields.delete-is-soft")
        kind = (row or data)["field_type"]
        if data.get("picklist_options") and kind != "picklist":
            rule("custom_fields.options-belong-to-picklists")
            del data["picklist_options"]

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if not data.keys() >= DEFAULTED:
            rule("custom_fields.display-order-is-next")
        if row.get("display_order") is None:
            others = session.rows("custom_fields", "parent_type", row["parent_type"])
            row["display_order"] = max((other.get("display_order") or 0 for other in others), default=0) + 1
        row["picklist_options"] = _options(session, [], data.get("picklist_options") or [])

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        row["picklist_options"] = _options(session, before.get("picklist_options") or [], data.get("picklist_options") or [])

    def before_destroy(self, session: Session, row: Row) -> None:
        require_administrator(session)
        for result in session.rows("custom_field_sets", "custom_fields", row["id"]):
            session.update("custom_field_sets", result["id"], {"custom_fields": [id for id in result["custom_fields"] if id != row["id"]]})

    def destroy(self, session: Session, table: str, row: Row) -> None:
        rule("custom_fields.delete-is-soft")
        session.update(table, row["id"], {"deleted": True})

    @filters("deleted")
    def deleted(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("custom_fields.deleted-ones-are-hidden")
        return lambda row: bool(row.get("deleted")) == value

    @filters("parent_type")
    def parent_type(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        rule("custom_fields.parent-type-filter-is-lower-case")
        wanted = members(value)
        return lambda row: row["parent_type"].lower() in wanted

    @filters("visible_and_required")
    def visible_and_required(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("custom_fields.visible-and-required-are-both")
        return lambda row: bool(row.get("displayed") and row.get("required")) == value


def require_administrator(session: Session) -> None:
    """Refuse users who may not manage the custom fields of the firm."""
    user = session.user or {}
    if not (user.get("account_owner") or "Admin" in (user.get("roles") or [])):
        raise Forbidden(rule="custom_fields.only-administrators-write")


def _options(session: Session, present: list[Row], steps: list[dict[str, Any]]) -> list[Row]:
    """The options of a picklist after the steps. A removed option is kept and marked, for the values that use it."""
    rows = list(present)
    for step in steps:
        place = next((index for index, row in enumerate(rows) if row["id"] == step.get("id")), None)
        if step.get("id") is not None and place is None:
            raise InvalidArgument(f"picklist_options has no member with id {step['id']}", rule="custom_fields.options-are-steps")
        before: Row = rows[place] if place is not None else {"id": session.world.ids.next(), "created_at": session.now, "deleted_at": None}
        after = dict(before)
        if "option" in step or place is None:
            after["option"] = (step.get("option") or "").strip()
            if not after["option"] and not any(step.get(mark) for mark in DESTROY):
                raise InvalidArgument("picklist_options.option can't be blank", rule="custom_fields.options-are-steps")
        if any(step.get(mark) for mark in DESTROY):
            if place is None:
                continue
            rule("custom_fields.deleted-option-stays-for-its-values")
            after["deleted_at"] = before["deleted_at"] or session.now
        if after != before:
            after = revised(after, before, session.now)
        rows[place if place is not None else len(rows) : len(rows) if place is None else place + 1] = [after]
    return rows

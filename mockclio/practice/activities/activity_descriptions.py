"""Behaviour of categories of work: their rates, the users who may use them, and the default category of each user."""

from __future__ import annotations

from typing import Any

from mockclio.errors import Forbidden, InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities.category_access import accessible
from mockclio.practice.activities.pricing import rate
from mockclio.practice.billing.currencies import account_currency, currency_of
from mockclio.practice.common.detaching import detach
from mockclio.practice.common.members import members
from mockclio.server.behavior import Behavior, Predicate, computed, filters
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

AMOUNTS = ("amount", "non_billable_amount")
RATE: Row = {"type": "User", "amount": 0, "non_billable_amount": 0}


class ActivityDescriptions(Behavior):
    """A row holds its rate as `{"type", "amount", "non_billable_amount"}`. The row of the user holds the default category."""

    defaults = {"type": "clio", "rate": RATE, "groups": [], "visible_to_co_counsel": False, "currency": None}
    takes = frozenset(("currency", "default", "rate"))

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if row:
            _refuse_system_row(row)
        if "name" in data and not (data["name"] or "").strip():
            raise InvalidArgument("name can't be blank", rule="activity_descriptions.name-is-required")
        for name in AMOUNTS:
            if ((data.get("rate") or {}).get(name) or 0) < 0:
                raise InvalidArgument(f"rate.{name} must be 0 or more", rule="activity_descriptions.amounts-are-not-negative")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        self._written(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._written(session, row, data)

    def _written(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if "rate" in data:
            sent = {name: value for name, value in (data["rate"] or RATE).items() if value is not None}
            row["rate"] = {**row["rate"], **sent}
            if row["rate"]["type"] == "User":
                if any(name in sent for name in AMOUNTS):
                    rule("activity_descriptions.amounts-only-of-custom-and-flat")
                row["rate"] = dict(RATE)
        if "currency" in data:
            row["currency"] = currency_of(session, data["currency"])

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        _write_default(session, row, data)

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        _write_default(session, row, data)

    def before_destroy(self, session: Session, row: Row) -> None:
        _refuse_system_row(row)
        if detach(session, "activity_descriptions", row["id"]):
            rule("activity_descriptions.entries-outlive-their-category")

    @computed("rate")
    def rate(self, view: View, row: Row) -> Row:
        """The rate of the category for the user and matter that the list names. The default is the viewer and no matter."""
        rule("activity_descriptions.rate-is-evaluated")
        user = view.options.get("rate_for_user_id", view.user["id"])
        result = rate(view, user=user, matter=view.options.get("rate_for_matter_id"), description=row["id"])  # type: ignore[arg-type]
        unbilled = row["rate"]["non_billable_amount"] if result.hierarchy == "Activity" else result.amount
        return {"type": row["rate"]["type"], "amount": result.amount, "non_billable_amount": unbilled, "hierarchy": result.hierarchy}

    @computed("default")
    def default(self, view: View, row: Row) -> bool:
        rule("activity_descriptions.default-is-the-users-own")
        user = view.get("users", view.user["id"]) or {}
        return bool(user.get("default_activity_description") == row["id"])

    @computed("accessible_to_user")
    def accessible_to_user(self, view: View, row: Row) -> bool:
        return accessible(view, row, view.user["id"])

    @computed("category_type")
    def category_type(self, view: View, row: Row) -> str:
        rule("activity_descriptions.category-type")
        return "flat" if row["rate"]["type"] == "FlatRate" else "hourly"

    @computed("utbms_task_name")
    def utbms_task_name(self, view: View, row: Row) -> str | None:
        return (view.get("utbms_codes", row.get("utbms_task")) or {}).get("name")

    @computed("currency")
    def currency(self, view: View, row: Row) -> int | None:
        return row.get("currency") or account_currency(view)

    @filters("flat_rate")
    def flat_rate(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("activity_descriptions.flat-rate-filter")
        return lambda row: (row["rate"]["type"] == "FlatRate") == value

    @filters("type")
    def type(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        rule("activity_descriptions.utbms-are-system-rows")
        wanted = members(value)
        return lambda row: row["type"] in wanted

    @filters("user_id")
    def user_id(self, view: View, value: int, arguments: dict[str, Any]) -> Predicate:
        return lambda row: accessible(view, row, value)

    @filters("rate_for_matter_id")
    def rate_for_matter(self, view: View, value: int, arguments: dict[str, Any]) -> None:
        if view.get("matters", value) is None:
            raise InvalidArgument("rate_for[matter_id] must be the id of a matter", rule="activity_descriptions.rate-for-must-exist")

    @filters("rate_for_user_id")
    def rate_for_user(self, view: View, value: int, arguments: dict[str, Any]) -> None:
        if view.get("users", value) is None:
            raise InvalidArgument("rate_for[user_id] must be the id of a user", rule="activity_descriptions.rate-for-must-exist")


def _refuse_system_row(row: Row) -> None:
    if row["type"] == "utbms":
        raise Forbidden("A category of UTBMS codes belongs to the system", rule="activity_descriptions.utbms-are-system-rows")


def _write_default(session: Session, row: Row, data: dict[str, Any]) -> None:
    """Make the category the user's default, or stop that."""
    if not session.user or data.get("default") is None:
        return
    value = (session.get("users", session.user["id"]) or {}).get("default_activity_description")
    if data["default"] or value == row["id"]:
        rule("activity_descriptions.default-is-the-users-own")
        session.update("users", session.user["id"], {"default_activity_description": row["id"] if data["default"] else None})

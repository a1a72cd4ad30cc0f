"""Behaviour of tax rate configurations: who can write them, the tax authority of Canadian accounts, and which cannot be deleted."""

from __future__ import annotations

from typing import Any

from mockclio.errors import Conflict, Forbidden, InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities import pricing
from mockclio.practice.billing.tax_settings import TABLE, formatted, names, percentage
from mockclio.server.behavior import Behavior, Predicate, computed, filters, leaving_out
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

MOST = 15
UNPAID = ("draft", "awaiting_approval", "awaiting_payment")
NEEDED = "tax_authority is required for Canadian accounts with tax authority support enabled."
FOREIGN = "tax_authority is only available for Canadian accounts with tax authority support enabled."
SETTINGS = ("tax_settings", "input_tax_settings", "_input_tax_settings")


class TaxRateConfigurations(Behavior):
    """The tax authority is kept as `_tax_authority` and shown nowhere."""

    defaults = {"region": None, "is_system": False, "active": True}
    takes = frozenset(("tax_authority",))

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        return leaving_out(lambda row: bool(row["active"]), rule="taxes.deleted-rates-are-not-listed")

    @filters("include_system")
    def include_system(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate | None:
        if value:
            return None
        rule("taxes.system-rates-are-listed-unless-left-out")
        return lambda row: not row["is_system"]

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        _require_administrator(session)
        for name in ("name", "country"):
            if name in data and not (data[name] or "").strip():
                raise InvalidArgument(f"{name} can't be blank", rule="taxes.name-rate-and-country")
        if "rate" in data and data["rate"] is None:
            raise InvalidArgument("rate can't be blank", rule="taxes.name-rate-and-country")
        if row is not None and data:
            _require_changeable(row)

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if len([kept for kept in session.rows(TABLE, "is_system", False) if kept["active"]]) >= MOST:
            raise InvalidArgument(f"the firm has {MOST} tax rates already: delete one first", rule="taxes.at-most-fifteen-rates")
        row["_tax_authority"] = _authority(session, data.get("tax_authority"))

    def before_destroy(self, session: Session, row: Row) -> None:
        _require_administrator(session)
        if row["is_system"]:
            raise Conflict(f"{row['name']} is a system tax rate and cannot be deleted", rule="taxes.system-rates-are-not-deleted")
        if not row["active"]:
            raise Conflict(f"{row['name']} was deleted before", rule="taxes.deleted-twice-is-409")
        user = _user_of(session, row["id"])
        if user:
            raise Conflict(f"{row['name']} is used by {user} and cannot be deleted", rule="taxes.used-rates-are-not-deleted")

    def destroy(self, session: Session, table: str, row: Row) -> None:
        rule("taxes.deleted-rates-stay")
        session.update(table, row["id"], {"active": False})

    @computed("rate_as_percentage")
    def rate_as_percentage(self, view: View, row: Row) -> float:
        rule("taxes.rate-as-percentage")
        return float(percentage(row["rate"]))

    @computed("formatted_rate_as_percentage")
    def formatted_rate_as_percentage(self, view: View, row: Row) -> str:
        rule("taxes.rate-as-percentage")
        return formatted(row["rate"])


def _require_administrator(session: Session) -> None:
    """Refuse users who are not administrators."""
    user = session.user or {}
    if session.user and not (user.get("account_owner") or "Admin" in (user.get("roles") or [])):
        raise Forbidden(rule="taxes.only-administrators-write")


def _require_changeable(row: Row) -> None:
    if row["is_system"]:
        raise InvalidArgument(f"{row['name']} is a system tax rate and cannot be changed", rule="taxes.system-rates-are-not-changed")
    if not row["active"]:
        raise InvalidArgument(f"{row['name']} was deleted and cannot be changed", rule="taxes.deleted-rates-are-not-used")


def _authority(session: Session, sent: str | None) -> str | None:
    """The authority that collects the tax. Only a Canadian account with support for it has one."""
    supported = pricing.billing_settings(session).get("_tax_authorities")
    authority = (sent or "").strip() or None
    if supported and authority is None:
        raise InvalidArgument(NEEDED, rule="taxes.authority-is-required-in-canada")
    if authority is not None and not supported:
        raise InvalidArgument(FOREIGN, rule="taxes.authority-is-for-canada-alone")
    return authority


def _user_of(session: Session, id: int) -> str:
    """The words for what uses a rate. Empty if nothing does."""
    if names(pricing.billing_settings(session).get("tax_settings"), id):
        return "the default of bills"
    for table, words in (("activities", "an expense"), ("expense_categories", "an expense category")):
        if any(names(row.get(key), id) for row in session.table(table) for key in SETTINGS):
            return words
    unpaid = {bill["id"] for state in UNPAID for bill in session.rows("bills", "state", state)}
    lines = (line for bill in unpaid for line in session.rows("line_items", "bill", bill))
    return "an unpaid bill" if any(names(line.get("tax_settings"), id) for line in lines) else ""

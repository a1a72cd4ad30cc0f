"""Categories of expenses: their defaults, and who may use them."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities import expenses
from mockclio.practice.activities.category_access import accessible
from mockclio.practice.billing import tax_settings
from mockclio.practice.billing.currencies import account_currency, currency_of
from mockclio.practice.common.detaching import detach
from mockclio.server.behavior import Behavior, computed
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class ExpenseCategories(Behavior):
    """The tax setting comes from the accounting side and cannot be written."""

    defaults = {"entry_type": "unassociated", "rate": None, "groups": [], "currency": None, "tax_setting": None, "utbms_code": None}
    takes = frozenset(("currency", "tax_settings"))

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if "name" in data and not (data["name"] or "").strip():
            raise InvalidArgument("name can't be blank", rule="expense_categories.name-is-required")
        if (data.get("rate") or 0) < 0:
            raise InvalidArgument("rate must be 0 or more", rule="expense_categories.rate-is-not-negative")
        if data.get("input_tax_settings") and data.get("entry_type", (row or {}).get("entry_type")) == "soft_cost":
            rule("taxes.input-taxes-are-for-hard-costs")
            del data["input_tax_settings"]
        code = session.get("utbms_codes", (data.get("utbms_code") or {}).get("id"))
        if code and code["type"] != "UtbmsExpense":
            raise InvalidArgument(f"utbms_code must be a code of type UtbmsExpense, not {code['type']}", rule="utbms.codes-by-their-type")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if not {"entry_type", "rate"} <= data.keys():
            rule("expense_categories.defaults")
        self._written(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._written(session, row, data)

    def _written(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if "currency" in data:
            row["currency"] = currency_of(session, data["currency"])
        for name, key in expenses.KEYS.items():
            if data.get(name) is not None:
                rule("taxes.categories-name-taxes")
                row[key] = tax_settings.written(session, name, data[name])
        if "description" in data:
            row["_description"] = data["description"]

    def before_destroy(self, session: Session, row: Row) -> None:
        if detach(session, "expense_categories", row["id"]):
            rule("expense_categories.entries-outlive-their-category")

    @computed("accessible_to_user")
    def accessible_to_user(self, view: View, row: Row) -> bool:
        return accessible(view, row, view.user["id"])

    @computed("currency")
    def currency(self, view: View, row: Row) -> int | None:
        return row.get("currency") or account_currency(view)

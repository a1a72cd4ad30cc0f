"""Expense categories: kinds of expenses and their rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.embedded.tax_parts import NewTaxSetting
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    Json,
    Linked,
    M,
    NullableRef,
    Resource,
    SinceQuery,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.currencies import Currency
    from mockclio.catalog.embedded.tax_parts import TaxSetting
    from mockclio.catalog.groups import Group
    from mockclio.catalog.utbms_codes import UtbmsCode


class ExpenseCategory(Resource):
    """A kind of expense. Its rate is the price of one unit if an expense has no price."""

    search = "name"

    name: str
    rate: float | None
    entry_type: str
    created_at: DateTime
    updated_at: DateTime
    xero_expense_code: str | None
    accessible_to_user: bool
    currency: Currency | None
    tax_setting: str | None
    groups: list[Group]
    utbms_code: UtbmsCode | None
    tax_settings: list[TaxSetting]


class ExpenseCategoryQuery(SinceQuery):
    entry_type: Literal["hard_cost", "soft_cost", "unassociated"] = unset
    query: str = unset


class NewExpenseCategory(Body):
    write_only = {
        "description": "expense_categories.description-fills-the-note",
        "input_tax_settings": "expense_categories.input-taxes-are-handed-on",
    }
    passed_over = {"tax_setting": "expense_categories.defaults"}

    name: str
    currency: Json = unset
    entry_type: Literal["hard_cost", "soft_cost", "unassociated"] = unset
    groups: list[Linked] = unset
    rate: float = unset
    utbms_code: NullableRef = unset
    tax_settings: list[NewTaxSetting] = unset
    input_tax_settings: list[NewTaxSetting] = unset
    description: str = unset


class ExpenseCategoryChanges(NewExpenseCategory, Guarded):
    name: str = unset


class ExpenseCategories(Collection[M]):
    path = "/expense_categories"
    scope = "Activities"

    list = op.index(ExpenseCategory, ExpenseCategoryQuery, order="id name rate entry_type")
    create = op.create(ExpenseCategory, NewExpenseCategory)
    get = op.show(ExpenseCategory)
    update = op.update(ExpenseCategory, ExpenseCategoryChanges)
    delete = op.destroy()

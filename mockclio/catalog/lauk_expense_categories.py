"""Expenses that legal aid in England and Wales pays for."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    M,
    PageQuery,
    Resource,
    op,
    special,
    unset,
)


class LaukExpenseCategory(Resource):
    """A kind of expense. Its rate is that of the region in the request."""

    certificated: bool
    civil: bool
    created_at: DateTime
    criminal: bool
    key: str | None
    name: str
    rate: float | None
    updated_at: DateTime


class LaukExpenseCategoryQuery(PageQuery):
    region: str
    key: str = unset
    name: str = unset
    practice_area: str = special


class LaukExpenseCategories(Collection[M]):
    path = "/lauk_expense_categories"
    scope = "Legal Aid England & Wales"

    list = op.index(LaukExpenseCategory, LaukExpenseCategoryQuery)

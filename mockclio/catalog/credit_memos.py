"""Credit memos: reductions of bills that are already issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Collection,
    Date,
    DateTime,
    ListQuery,
    M,
    Resource,
    inverse,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.allocations import Allocation
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.users import User


class CreditMemo(Resource):
    """An amount that reduces the debt on bills of one contact."""

    date: Date
    amount: float
    description: str | None
    discount: bool
    voided_at: DateTime | None
    created_at: DateTime
    updated_at: DateTime
    user: User | None
    contact: Contact | None
    allocations: list[Allocation] = inverse("parent")


class CreditMemoQuery(ListQuery):
    contact_id: int = unset


class CreditMemos(Collection[M]):
    path = "/credit_memos"
    scope = "Payments"

    list = op.index(CreditMemo, CreditMemoQuery, order="id date", default_order="date(asc)")
    get = op.show(CreditMemo)

"""Allocations: the parts of payments and credits, each with its bill, its matter and its kind of debt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Collection,
    Date,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
    special,
    unset,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.bills import Bill
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.embedded.polymorphic import PolymorphicObject
    from mockclio.catalog.matters import Matter


class Allocation(Resource):
    """A part of a payment or credit memo that pays a bill."""

    date: Date
    amount: float
    interest: bool
    voided_at: DateTime | None
    created_at: DateTime
    updated_at: DateTime
    description: str | None
    has_online_payment: bool
    destroyable: bool
    payment_type: str | None
    bill: Bill | None
    source_bank_account: BankAccount | None
    destination_bank_account: BankAccount | None
    matter: Matter | None
    contact: Contact | None
    parent: PolymorphicObject


class AllocationQuery(ListQuery):
    bill_id: int = unset
    contact_id: int = unset
    matter_id: int = unset
    parent_id: int = where("parent =")
    parent_type: Literal["CreditMemo", "Payment"] = special
    status: Literal["valid", "invalid"] = special


class Allocations(Collection[M]):
    path = "/allocations"
    scope = "Payments"

    list = op.index(Allocation, AllocationQuery, order="id date", default_order="date(asc)")
    get = op.show(Allocation)

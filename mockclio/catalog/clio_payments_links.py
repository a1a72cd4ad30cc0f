"""Clio Payments Links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    ListQuery,
    M,
    NullableRef,
    Ref,
    Row,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.bills import Bill
    from mockclio.catalog.clio_payments_payments import ClioPaymentsPayment
    from mockclio.catalog.contacts import Contact


class ClioPaymentsLink(Row):
    """A clio payments link."""

    active: bool
    amount: float | None
    created_at: DateTime
    currency: str
    description: str
    email_address: str | None
    expires_at: DateTime | None
    is_allocated_as_revenue: bool
    redirect_url: str | None
    url: str | None
    bank_account: BankAccount | None
    bill: Bill | None
    clio_payments_payment: ClioPaymentsPayment | None
    contact: Contact | None
    destination_account: BankAccount
    destination_contact: Contact | None


class ClioPaymentsLinkQuery(ListQuery):
    active: bool = unset


class SubjectLink(TypedDict):
    id: int
    type: Literal["BankAccount", "Bill", "Contact"]


class ClioPaymentsLinkFields(Body):
    """What it was created with, all optional."""


class NewClioPaymentsLink(ClioPaymentsLinkFields):
    currency: str
    description: str
    destination_account: Ref
    duration: int
    subject: SubjectLink
    amount: float = unset
    destination_contact: NullableRef = unset
    email_address: str = unset
    is_allocated_as_revenue: bool = unset


class ClioPaymentsLinkChanges(ClioPaymentsLinkFields):
    expired: bool = unset


class ClioPaymentsLinks(Collection[M]):
    path = "/clio_payments/links"
    scope = "Clio Payments"

    list = op.index(ClioPaymentsLink, ClioPaymentsLinkQuery)
    create = op.create(ClioPaymentsLink, NewClioPaymentsLink)
    get = op.show(ClioPaymentsLink)
    update = op.update(ClioPaymentsLink, ClioPaymentsLinkChanges)

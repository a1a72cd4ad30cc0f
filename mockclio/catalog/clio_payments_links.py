"""Payment links: pages on which a client pays online until the link expires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    MaxLength,
    NullableRef,
    Range,
    Ref,
    Resource,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.bills import Bill
    from mockclio.catalog.clio_payments_payments import ClioPaymentsPayment
    from mockclio.catalog.contacts import Contact


class ClioPaymentsLink(Resource):
    """A page for one online payment to an account, for a bill or for all open bills of a contact."""

    active: bool
    amount: float | None
    created_at: DateTime
    currency: str
    description: str
    email_address: str | None
    expires_at: DateTime
    is_allocated_as_revenue: bool
    redirect_url: str | None
    url: str
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
    """The attributes of a new payment link, all optional."""


class NewClioPaymentsLink(ClioPaymentsLinkFields):
    shown_by = {"duration": "expires_at"}
    write_only = {"subject": "payments.link-subject"}
    refused_by = {"description": "payments.link-description-is-short", "duration": "payments.link-expires"}

    currency: str
    description: Annotated[str, MaxLength(255)]
    destination_account: Ref
    duration: Annotated[int, Range(1, 7_776_000)]
    subject: SubjectLink
    amount: float = unset
    destination_contact: NullableRef = unset
    email_address: str = unset
    is_allocated_as_revenue: bool = unset


class ClioPaymentsLinkChanges(ClioPaymentsLinkFields, Guarded):
    shown_by = {"expired": "active"}

    expired: bool = unset


class ClioPaymentsLinks(Collection[M]):
    path = "/clio_payments/links"
    scope = "Clio Payments"

    list = op.index(ClioPaymentsLink, ClioPaymentsLinkQuery)
    create = op.create(ClioPaymentsLink, NewClioPaymentsLink)
    get = op.show(ClioPaymentsLink)
    update = op.update(ClioPaymentsLink, ClioPaymentsLinkChanges)

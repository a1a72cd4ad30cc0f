"""Online payments of clients by card or bank debit, in eight states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.choices import (
    PaymentState,
)
from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    M,
    PageQuery,
    Record,
    op,
    unset,
    webhook_model,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.allocations import Allocation
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.bank_transactions import BankTransaction
    from mockclio.catalog.bills import Bill
    from mockclio.catalog.clio_payments_links import ClioPaymentsLink
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.users import User


class ClioPaymentsPayment(Record):
    """An online payment. After completion it has its allocations."""

    default_fields = "id"

    amount: float
    confirmation_number: str
    created_at: DateTime
    currency: str
    deposit_as_revenue: bool
    description: str | None
    email_address: str | None
    id: int
    state: PaymentState
    updated_at: DateTime
    bank_transaction: BankTransaction | None
    clio_payments_link: ClioPaymentsLink | None
    contact: Contact | None
    destination_account: BankAccount | None
    user: User | None
    allocations: list[Allocation]
    bills: list[Bill]
    matters: list[Matter]


class ClioPaymentsPaymentQuery(PageQuery):
    bill_id: int = where("bills =")
    contact_id: int = unset
    ids: list[int] = where("id =")
    state: PaymentState = unset


class ClioPaymentsPayments(Collection[M]):
    path = "/clio_payments/payments"
    scope = "Clio Payments"
    webhook = webhook_model("clio_payments_payment", number=10, events=("created", "updated"))

    list = op.index(ClioPaymentsPayment, ClioPaymentsPaymentQuery)
    get = op.show(ClioPaymentsPayment)

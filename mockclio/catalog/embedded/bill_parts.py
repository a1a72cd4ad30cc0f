"""Parts of bills, and payments, which exist only nested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.choices import (
    PaymentSource,
)
from mockclio.catalog.vocabulary import Date, DateTime, Record, Resource, inverse

if TYPE_CHECKING:
    from mockclio.catalog.allocations import Allocation
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.users import User


class Discount(Record):
    """A discount on a bill or line, and the early payment terms."""

    default_fields = "rate type note early_payment_rate early_payment_period"

    rate: float
    type: Literal["percentage", "money"]
    note: str | None
    early_payment_rate: int | None
    early_payment_period: int | None


class Interest(Record):
    """The interest terms of a bill, and the interest charged so far."""

    default_fields = "balance period rate total type"

    balance: float
    period: int | None
    rate: float | None
    total: float
    type: Literal["simple", "compound"]


class Balance(Record):
    """The unpaid part of a bill that belongs to a matter, or to the client itself."""

    default_fields = "id"

    id: int
    amount: float
    type: Literal["Matter", "Client"]
    interest_amount: float
    due: float


class MatterBalance(Record):
    """The part of a bill's total that belongs to one matter."""

    default_fields = "id"

    id: int
    amount: float


class SplitInvoice(Resource):
    """The part of one payer in a bill with several payers."""

    bill_id: int | None
    linked_invoices_display_numbers: list[str]
    linked_invoices_ids: list[int]
    split_connection_id: str | None
    split_portion: float | None
    created_at: DateTime
    updated_at: DateTime


class LineItemTotals(Record):
    """The sums of the lines that a summary line replaces."""

    default_fields = "quantity price discount_percent total sub_total"

    quantity: float
    price: float
    discount_percent: float
    total: float
    sub_total: float


class Payment(Resource):
    """Money received or taken from trust, and allocated to bills."""

    scope = "Payments"
    table = "payments"

    description: str | None
    reference: str | None
    amount: float
    date: Date
    source_fund_type: Literal["Client", "Matter"] | None
    payment_source_type: PaymentSource | None
    voided_at: DateTime | None
    created_at: DateTime
    updated_at: DateTime
    contact: Contact | None
    user: User | None
    source_bank_account: BankAccount | None
    destination_bank_account: BankAccount | None
    allocations: list[Allocation] = inverse("parent")

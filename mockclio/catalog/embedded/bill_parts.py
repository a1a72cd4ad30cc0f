"""Bill parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.choices import (
    PaymentSource,
)
from mockclio.catalog.vocabulary import Date, DateTime, Record, Row, inverse

if TYPE_CHECKING:
    from mockclio.catalog.allocations import Allocation
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.users import User


class Discount(Record):
    """A discount."""

    default_fields = "rate type note early_payment_rate early_payment_period"

    rate: float | None
    type: Literal["percentage", "money"]
    note: str | None
    early_payment_rate: int | None
    early_payment_period: int | None


class Interest(Record):
    """A interest."""

    default_fields = "balance period rate total type"

    balance: float | None
    period: int | None
    rate: float | None
    total: float | None
    type: Literal["simple", "compound"]


class Balance(Record):
    """A balance."""

    default_fields = "id"

    id: int
    amount: float | None
    type: Literal["Matter", "Client"]
    interest_amount: float | None
    due: float | None


class MatterBalance(Record):
    """A matter balance."""

    default_fields = "id"

    id: int
    amount: float | None


class SplitInvoice(Row):
    """A split invoice."""

    bill_id: int | None
    linked_invoices_display_numbers: list[str]
    linked_invoices_ids: list[int]
    split_connection_id: str | None
    split_portion: float | None
    created_at: DateTime
    updated_at: DateTime


class LineItemTotals(Record):
    """A line item totals."""

    default_fields = "quantity price discount_percent total sub_total"

    quantity: float | None
    price: float | None
    discount_percent: float | None
    total: float | None
    sub_total: float | None


class Payment(Row):
    """A payment."""

    table = "payments"

    description: str | None
    reference: str | None
    amount: float | None
    date: Date | None
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

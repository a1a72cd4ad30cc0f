"""Outstanding client balances: the debt of each client on issued bills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Collection,
    Date,
    DateTime,
    M,
    PageQuery,
    Resource,
    op,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.bills import Bill
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.currencies import Currency


class OutstandingClientBalance(Resource):
    """The debt of one client in one currency, with the unpaid bills."""

    associated_matter_ids: list[int]
    last_payment_date: Date | None
    last_shared_date: Date | None
    newest_issued_bill_due_date: Date | None
    pending_payments_total: float
    reminders_enabled: bool
    total_outstanding_balance: float
    created_at: DateTime
    updated_at: DateTime
    outstanding_bills: list[Bill]
    contact: Contact | None
    currency: Currency | None


class OutstandingClientBalanceQuery(PageQuery):
    contact_id: int | None = where("contact =")
    last_paid_end_date: Date = where("last_payment_date <=")
    last_paid_start_date: Date = where("last_payment_date >=")
    newest_bill_due_end_date: Date = where("newest_issued_bill_due_date <=")
    newest_bill_due_start_date: Date = where("newest_issued_bill_due_date >=")
    originating_attorney_id: int = where("outstanding_bills.matters.originating_attorney =")
    responsible_attorney_id: int = where("outstanding_bills.matters.responsible_attorney =")


class OutstandingClientBalances(Collection[M]):
    path = "/outstanding_client_balances"
    scope = "Billing"

    list = op.index(OutstandingClientBalance, OutstandingClientBalanceQuery)

"""Reports on card payments and bank transfers through payment links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from mockclio.practice.reports.financial import transactions
from mockclio.practice.reports.firm import Firm, Sums, ordered
from mockclio.practice.reports.kinds import Rows, listing, report
from mockclio.store.tables import Row

RECEIVED = ("completed", "completed_requiring_allocation")


def online(firm: Firm) -> Iterator[Row]:
    """Payments that started in the period, in any state."""
    return firm.rows("clio_payments_payments", client="contact", keep=lambda row: firm.criteria.within(firm.day(row["created_at"])))


def received(firm: Firm) -> list[Row]:
    return [row for row in online(firm) if row["state"] in RECEIVED]


@report("clio_payments_deposit", "online_payments", "date account currency payments amount")
def clio_payments_deposit(firm: Firm) -> Rows:
    """The money that each account received on each day."""
    sums = Sums()
    for row in received(firm):
        sums.add((firm.day(row["created_at"]), row.get("destination_account"), row["currency"]), payments=1, amount=row["amount"])
    return ordered(
        (
            {
                "date": key[0],
                "account": firm.name("bank_accounts", key[1]),
                "currency": key[2],
                "payments": int(sums.of(key, "payments")),
                "amount": sums.of(key, "amount"),
            }
            for key in sums
        ),
        "date",
        "account",
    )


@listing(
    "clio_payments_ledger",
    "online_payments",
    "ClioPaymentsPayment",
    "date=created_at confirmation_number client=contact.name bills=bills.number matters=matters.display_number state "
    "account=destination_account.name currency amount",
)
def clio_payments_ledger(firm: Firm) -> Iterable[Row]:
    return online(firm)


@report("clio_payments_monthly_statement", "online_payments", "month account currency payments received not_received")
def clio_payments_monthly_statement(firm: Firm) -> Rows:
    """The money that each account received in each month, and the payments that failed."""
    sums = Sums()
    for row in online(firm):
        key = firm.day(row["created_at"])[:7], row.get("destination_account"), row["currency"]
        sums.add(key, payments=1, **{"received" if row["state"] in RECEIVED else "not_received": row["amount"]})
    return ordered(
        (
            {
                "month": key[0],
                "account": firm.name("bank_accounts", key[1]),
                "currency": key[2],
                "payments": int(sums.of(key, "payments")),
                "received": sums.of(key, "received"),
                "not_received": sums.of(key, "not_received"),
            }
            for key in sums
        ),
        "month",
        "account",
    )


@report("clio_payments_sales_tax", "online_payments", "date confirmation_number bill client amount sales_tax")
def clio_payments_sales_tax(firm: Firm) -> Rows:
    """The sales tax in each payment, in proportion to the tax of the paid bill."""
    for row in received(firm):
        for id in row["allocations"]:
            allocation = firm.get("allocations", id)
            bill = firm.get("bills", allocation.get("bill"))
            if not bill or not bill["total"]:
                continue
            tax = Decimal(str(allocation["amount"])) * Decimal(str(bill["total_tax"])) / Decimal(str(bill["total"]))
            yield {
                "date": firm.day(row["created_at"]),
                "confirmation_number": row["confirmation_number"],
                "bill": bill["number"],
                "client": firm.name("contacts", row.get("contact")),
                "amount": allocation["amount"],
                "sales_tax": float(round(tax, 2)),
            }


@listing(
    "clio_payments_transaction",
    "online_payments",
    "BankTransaction",
    "date account=bank_account.name client=client.name bill=bill.number confirmation description currency funds_in funds_out",
)
def clio_payments_transaction(firm: Firm) -> Iterable[Row]:
    return [row for row in transactions(firm) if row.get("clio_payments_transaction")]

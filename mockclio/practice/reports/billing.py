"""Reports on bills: debts and their age, billed amounts, rates, and unbilled work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mockclio.practice.billing.money import cents, exact, spread, stored
from mockclio.practice.reports.firm import Firm, Sums, hours, ordered
from mockclio.practice.reports.kinds import Rows, listing, report
from mockclio.store.tables import Row

ISSUED = ("awaiting_payment", "paid")
AGES = (("days_1_to_30", 30), ("days_31_to_60", 60), ("days_61_to_90", 90))


def issued(firm: Firm, *, on: str = "issued_at") -> Iterable[Row]:
    """Bills for work that are issued and not void or deleted."""
    return firm.rows("bills", on=on, keep=lambda bill: bill["state"] in ISSUED and bill["kind"] != "trust_kind")


@listing(
    "accounts_receivable",
    "billing",
    "Bill",
    "bill=number client=client.name matters=matters.display_number issued_at due_at total paid credits=credits_issued balance",
)
def accounts_receivable(firm: Firm) -> Iterable[Row]:
    return [bill for bill in issued(firm) if bill["balance"] > 0]


@report("accounts_receivable_aging", "billing", "client current days_1_to_30 days_31_to_60 days_61_to_90 over_90_days total")
def accounts_receivable_aging(firm: Firm) -> Rows:
    """What each client owes, grouped by the days overdue at the end of the period."""
    sums, day = Sums(), date.fromisoformat(firm.as_of)
    for bill in accounts_receivable(firm):
        late = (day - date.fromisoformat(bill["due_at"] or firm.as_of)).days
        column = "current" if late <= 0 else next((name for name, limit in AGES if late <= limit), "over_90_days")
        sums.add(bill["client"], **{column: bill["balance"], "total": bill["balance"]})
    columns = ("current", *(name for name, _ in AGES), "over_90_days", "total")
    return ordered(({"client": firm.name("contacts", id), **{name: sums.of(id, name) for name in columns}} for id in sums), "client")


@listing(
    "billing_history",
    "billing",
    "Bill",
    "bill=number state client=client.name matters=matters.display_number issued_at due_at paid_at total paid "
    "credits=credits_issued balance",
)
def billing_history(firm: Firm) -> Iterable[Row]:
    return firm.rows("bills", on="issued_at", keep=lambda bill: bill["state"] != "deleted")


@report("billing_rate", "billing", "user rate hours billable_amount")
def billing_rate(firm: Firm) -> Rows:
    """The hours of each user at each rate."""
    sums = Sums()
    for entry in firm.rows("activities", on="date", keep=lambda row: row["type"] == "TimeEntry" and not row.get("non_billable")):
        rate, total = (firm.value("Activity", entry, path) for path in ("price", "total"))
        sums.add((entry["user"], stored(rate)), hours=exact(entry.get("quantity")) / 3600, total=total)
    results = (
        {"user": firm.name("users", key[0]), "rate": key[1], "hours": sums.of(key, "hours"), "billable_amount": sums.of(key, "total")}
        for key in sorted(sums, key=lambda key: key[1])
    )
    return ordered(results, "user")


@report("fee_allocation", "billing", "date bill client user collected")
def fee_allocation(firm: Firm) -> Rows:
    """Payments split between the users whose work is on the bill, in proportion to their lines."""
    for allocation in payments(firm):
        bill = firm.get("bills", allocation["bill"])
        shares: dict[int, float] = {}
        for line in firm.session.rows("line_items", "bill", bill["id"]):
            if line.get("user") is not None and line["kind"] == "Service" and line["type"] != "SummaryLineItem":
                shares[line["user"]] = shares.get(line["user"], 0) + (firm.value("LineItem", line, "total") or 0)
        parts = spread(cents(allocation["amount"]), [cents(share) for share in shares.values()]) if shares else []
        for user, part in zip(shares, parts, strict=True):
            if part and firm.criteria.user in (None, user):
                yield {
                    "date": allocation["date"],
                    "bill": bill["number"],
                    "client": firm.name("contacts", bill.get("client")),
                    "user": firm.name("users", user),
                    "collected": float(part),
                }


def payments(firm: Firm) -> Iterable[Row]:
    """Allocations of payments that are not void, in order of their day. Credits are left out."""
    results = [
        row
        for row in firm.session.table("allocations")
        if row["parent"]["type"] == "Payment"
        and row.get("voided_at") is None
        and firm.criteria.within(row["date"])
        and firm.passes(row.get("matter"), row.get("contact"))
    ]
    return sorted(results, key=lambda row: (row["date"], row["id"]))


@listing(
    "invoice_payments_v2",
    "billing",
    "Allocation",
    "date bill=bill.number client=contact.name matter=matter.display_number payment_type into=destination_bank_account.name amount",
)
def invoice_payments(firm: Firm) -> Iterable[Row]:
    return payments(firm)


@report("work_in_progress", "billing", "matter client responsible_attorney hours fees expenses total")
def work_in_progress(firm: Firm) -> Rows:
    """Billable work without a bill, by matter."""
    sums = Sums()
    for entry in unbilled(firm):
        total = firm.value("Activity", entry, "total")
        column = "fees" if entry["type"] == "TimeEntry" else "expenses"
        sums.add(entry["matter"], **{column: total, "total": total, "hours": hours(entry)})
    return ordered(
        (
            {
                "matter": firm.name("matters", id),
                "client": firm.name("contacts", firm.get("matters", id).get("client")),
                "responsible_attorney": firm.name("users", firm.get("matters", id).get("responsible_attorney")),
                **{name: sums.of(id, name) for name in ("hours", "fees", "expenses", "total")},
            }
            for id in sums
        ),
        "matter",
    )


def unbilled(firm: Firm) -> Iterable[Row]:
    """Billable entries of a matter that are on no bill."""
    return firm.rows(
        "activities",
        on="date",
        keep=lambda row: (
            row.get("matter") is not None
            and not row.get("non_billable")
            and not row.get("_written_off")
            and not firm.value("Activity", row, "on_bill")
        ),
    )

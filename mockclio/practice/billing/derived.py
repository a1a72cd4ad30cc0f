"""Derived values of bills, of their lines and of the balances of clients."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mockclio.practice.billing import line_taxes, totals
from mockclio.practice.billing.money import NOTHING, exact, stored, total
from mockclio.server.derived import derived
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived("line_items", "included_line_item_totals", line_items="_folded_into", rule="bills.summary-lines")
def included_line_item_totals(session: Session, line: Row) -> Row:
    """The sums of the lines that a summary line replaces."""
    folded = session.rows("line_items", "_folded_into", line["id"])
    amounts = [totals.line_amounts(row) for row in folded]
    before, after = (sum(column, NOTHING) for column in zip(*amounts, strict=True)) if amounts else (NOTHING, NOTHING)
    return {
        "quantity": float(sum((exact(row.get("quantity")) for row in folded), NOTHING)),
        "price": stored(before),
        "discount_percent": stored((before - after) * 100 / before) if before else 0.0,
        "total": stored(after),
        "sub_total": stored(before),
    }


@derived(
    "line_items",
    "sub_total total tax secondary_tax price quantity tax_settings",
    line_items="id",
    bills="<bill",
    rule=line_taxes.note_rules,
)
def line_amounts(session: Session, line: Row) -> dict[str, Any]:
    """The amounts of a line, with taxes at the rates of the bill."""
    bill = session.table("bills")[line["bill"]]
    price, quantity = line.get("price"), line.get("quantity")
    if line["type"] == "SummaryLineItem":
        folded = session.rows("line_items", "_folded_into", line["id"])
        before, after = (total(amounts[place] for amounts in map(totals.line_amounts, folded)) for place in (0, 1))
        tax, secondary = (total(taxes[place] for taxes in (totals.line_taxes(bill, row) for row in folded)) for place in (0, 1))
        price, quantity = stored(before), 1.0
    else:
        before, after = totals.line_amounts(line)
        tax, secondary = totals.line_taxes(bill, line)
    return {
        "sub_total": stored(before),
        "total": stored(after),
        "tax": stored(tax),
        "secondary_tax": stored(secondary),
        "price": price,
        "quantity": quantity,
        "tax_settings": line_taxes.shown(line, after),
    }


@derived(
    "bills",
    totals.FIELDS,
    bills="id",
    line_items="bill",
    trust_line_items="bill",
    allocations="bill",
    interest_charges="bill",
    clio_payments_payments="bills",
    rule=totals.note_rules,
)
def bill_totals(session: Session, bill: Row) -> dict[str, Any]:
    return totals.values(session, bill)


@derived(
    "outstanding_client_balances",
    "outstanding_bills associated_matter_ids total_outstanding_balance pending_payments_total last_payment_date last_shared_date "
    "newest_issued_bill_due_date",
    bills="_outstanding",
    outstanding_client_balances="id",
    rule="bills.outstanding-balances",
)
def outstanding(session: Session, balance: Row) -> dict[str, Any]:
    """What a client owes on issued bills, with the days of the last payment and the last sent bill. Trust requests do not count."""
    bills = session.rows("bills", "_outstanding", balance["id"])
    owed = [bill for bill in bills if bill["state"] == "awaiting_payment"]
    newest = max(owed, key=lambda bill: (bill.get("issued_at") or "", bill["id"]), default=None)
    paid = [row["date"] for bill in bills for row in totals.valid_allocations(session, bill) if row["parent"]["type"] == "Payment"]
    sent = [bill["last_sent_at"] for bill in bills if bill.get("last_sent_at")]
    return {
        "outstanding_bills": [bill["id"] for bill in owed],
        "associated_matter_ids": list(dict.fromkeys(id for bill in owed for id in bill["matters"])),
        "total_outstanding_balance": stored(total(bill.get("balance") for bill in owed)),
        "pending_payments_total": stored(total(bill.get("pending") for bill in owed)),
        "last_payment_date": max(paid, default=None),
        "last_shared_date": _day(session, max(sent)) if sent else None,
        "newest_issued_bill_due_date": newest.get("due_at") if newest else None,
    }


def _day(session: Session, stamp: str) -> str:
    return datetime.fromisoformat(stamp).astimezone(session.world.zone(None)).date().isoformat()

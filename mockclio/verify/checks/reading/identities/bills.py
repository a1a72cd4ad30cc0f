"""What bills, their lines and the balances of clients amount to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mockclio.verify.checks.reading.calls import Row
from mockclio.verify.checks.reading.identities.identity import (
    NOTHING,
    UNKNOWN,
    Either,
    cents,
    follows,
    ids_of,
    number,
    percent,
    pointing,
    total,
    whole,
)
from mockclio.verify.checks.reading.listing import Lists

ISSUED = ("awaiting_payment", "paid")
HOLDING = ("draft", "awaiting_approval", *ISSUED)
"""States in which a bill holds the work that it asks for."""
REMOVED = ("void", "deleted")
PENDING = ("pending", "authorized", "requires_confirmation")


def taken_off(discount: Row | None, base: Decimal) -> Decimal:
    """What a discount takes off: never more than there is."""
    if not discount or not discount.get("rate"):
        return NOTHING
    off = cents(discount["rate"]) if discount.get("type") == "money" else percent(discount["rate"], base)
    return min(off, max(base, NOTHING))


def lines_of(bill: Row, lists: Lists) -> list[Row]:
    """The lines that count: a summary repeats others."""
    return [line for line in pointing(lists.answers("/line_items"), "bill", bill["id"]) if line["type"] != "SummaryLineItem"]


def valid(lists: Lists, bill: Row, parent: str = "") -> list[Row]:
    rows = pointing(lists.answers("/allocations"), "bill", bill["id"])
    return [row for row in rows if row["voided_at"] is None and parent in ("", row["parent"]["type"])]


def _sum(lines: list[Row], *flags: str) -> Decimal:
    return total(line["total"] for line in lines if all(line[flag] for flag in flags))


def own_taxes(line: Row) -> tuple[Decimal, Decimal] | None:
    """The taxes of a line that has its own, in place of those of its bill: the first and the second."""
    by_order = {tax["order"]: tax for tax in line["tax_settings"] or ()}
    if not by_order:
        return None
    amount = cents(line["total"])
    first = cents(amount * number(by_order[1]["rate"])) if 1 in by_order and line["taxable"] else NOTHING
    if 2 not in by_order or not line["secondary_taxable"]:
        return first, NOTHING
    upon = amount + (first if by_order[2]["rule"] == "Post" else NOTHING)
    return first, cents(upon * number(by_order[2]["rate"]))


def _taxed(bill: Row, lines: list[Row]) -> tuple[Decimal, Either]:
    """Both taxes of some lines: the rates of the bill on lines without taxes of their own, and the own taxes of the others."""
    plain, own = [line for line in lines if own_taxes(line) is None], [taxes for line in lines if (taxes := own_taxes(line))]
    first = percent(bill["tax_rate"], _sum(plain, "taxable")) + total(taxes[0] for taxes in own)
    second = total(taxes[1] for taxes in own)
    return first, Either(tuple(value + second for value in _secondary(bill, plain)))


def _secondary(bill: Row, lines: list[Row]) -> tuple[Decimal, Decimal]:
    """The secondary tax, raised on the amounts alone, or on the primary tax too."""
    base = _sum(lines, "secondary_taxable")
    upon = base + percent(bill["tax_rate"], _sum(lines, "taxable", "secondary_taxable"))
    return percent(bill["secondary_tax_rate"], base), percent(bill["secondary_tax_rate"], upon)


SUMS = (
    *("sub_total", "services_sub_total", "taxable_sub_total", "secondary_taxable_sub_total", "services_taxable_sub_total"),
    *("services_secondary_taxable_sub_total", "tax_sum", "secondary_tax_sum", "services_tax", "services_secondary_tax"),
)


@follows("Bill", *SUMS)
def sums(bill: Row, lists: Lists) -> Any:
    """What the lines add up to, and the taxes on that."""
    lines = lines_of(bill, lists)
    services = [line for line in lines if line["kind"] == "Service"]
    taxes, of_services = _taxed(bill, lines), _taxed(bill, services)
    trust = total(line["total"] for line in pointing(lists.answers("/trust_line_items"), "bill", bill["id"]))
    return {
        "sub_total": _sum(lines) + trust,
        "services_sub_total": _sum(services),
        "taxable_sub_total": whole(_sum(lines, "taxable")),
        "secondary_taxable_sub_total": whole(_sum(lines, "secondary_taxable")),
        "services_taxable_sub_total": whole(_sum(services, "taxable")),
        "services_secondary_taxable_sub_total": whole(_sum(services, "secondary_taxable")),
        "tax_sum": taxes[0],
        "secondary_tax_sum": taxes[1],
        "services_tax": of_services[0],
        "services_secondary_tax": of_services[1],
    }


@follows("Bill", "total_tax")
def total_tax(bill: Row, lists: Lists) -> Any:
    return cents(bill["tax_sum"]) + cents(bill["secondary_tax_sum"])


def charged(bill: Row, lists: Lists) -> Decimal:
    return total(charge["total"] for charge in pointing(lists.answers("/interest_charges"), "bill", bill["id"]))


@follows("Bill", "total")
def whole_total(bill: Row, lists: Lists) -> Any:
    return cents(bill["sub_total"]) + cents(bill["tax_sum"]) + cents(bill["secondary_tax_sum"]) + charged(bill, lists)


@follows("Bill", "due")
def due(bill: Row, lists: Lists) -> Any:
    if bill["state"] in REMOVED:
        return NOTHING
    base = bill["services_sub_total"] if bill["discount_services_only"] == "true" else bill["sub_total"]
    return cents(bill["total"]) - taken_off(bill["discount"], cents(base))


@follows("Bill", "paid")
def paid(bill: Row, lists: Lists) -> Any:
    return total(row["amount"] for row in valid(lists, bill, "Payment"))


@follows("Bill", "credits_issued")
def credits_issued(bill: Row, lists: Lists) -> Any:
    return total(row["amount"] for row in valid(lists, bill, "CreditMemo"))


@follows("Bill", "balance")
def balance(bill: Row, lists: Lists) -> Any:
    return cents(bill["due"]) - cents(bill["paid"]) - cents(bill["credits_issued"])


@follows("Bill", "pending")
def pending(bill: Row, lists: Lists) -> Any:
    """Known where each online payment under way is for this bill alone."""
    under_way = [row for row in lists.answers("/clio_payments/payments") if row["state"] in PENDING and bill["id"] in ids_of(row["bills"])]
    return UNKNOWN if any(len(row["bills"]) > 1 for row in under_way) else total(row["amount"] for row in under_way)


@follows("Bill", "paid_at")
def paid_at(bill: Row, lists: Lists) -> Any:
    """The first moment of the day of the last payment."""
    days = [row["date"] for row in valid(lists, bill, "Payment")]
    if not days:
        return None
    return bill["paid_at"] if str(bill["paid_at"]).startswith(f"{max(days)[:10]}T00:00:00") else f"{max(days)[:10]}T00:00:00"


@follows("Bill", "state")
def state(bill: Row, lists: Lists) -> Any:
    if bill["state"] not in ISSUED:
        return UNKNOWN
    return "paid" if cents(bill["balance"]) <= 0 else "awaiting_payment"


@follows("Bill", "can_update")
def can_update(bill: Row, lists: Lists) -> Any:
    return bill["state"] in ("draft", "awaiting_approval", "awaiting_payment")


@follows("Bill", "interest")
def interest(bill: Row, lists: Lists) -> Any:
    """Terms are shown where there are any; what was charged is in them."""
    shown = bill["interest"]
    if shown is None:
        return None if not charged(bill, lists) else {"total": charged(bill, lists)}
    settled = total(row["amount"] for row in valid(lists, bill) if row["interest"])
    left = NOTHING if bill["state"] in REMOVED else charged(bill, lists) - settled
    right = cents(shown["total"]) == charged(bill, lists) and cents(shown["balance"]) == left
    return shown if right else {**shown, "total": float(charged(bill, lists)), "balance": float(left)}


@follows("Bill", "balances")
def balances(bill: Row, lists: Lists) -> Any:
    """The parts of a bill are right in themselves, and add up to its balance."""
    parts = bill["balances"]
    if bill["state"] in REMOVED:
        return []
    right = all(cents(part["due"]) == cents(part["amount"]) + cents(part["interest_amount"]) for part in parts)
    adds = total(part["due"] for part in parts) == cents(bill["balance"])
    return parts if right and adds else f"parts that add up to {bill['balance']}"


@follows("Bill", "matter_totals")
def matter_totals(bill: Row, lists: Lists) -> Any:
    parts = bill["matter_totals"]
    if any(part["type"] != "Matter" for part in bill["balances"]) or (bill["state"] in REMOVED):
        return UNKNOWN
    named = {part["id"] for part in parts} == {part["id"] for part in bill["balances"]}
    return parts if named and total(part["amount"] for part in parts) == cents(bill["total"]) else f"parts that add up to {bill['total']}"


@follows("Bill", "client_addresses")
def client_addresses(bill: Row, lists: Lists) -> Any:
    client = lists.by_id("/contacts").get(str((bill["client"] or {}).get("id")))
    return client["addresses"] if client else UNKNOWN


@follows("Bill", "matters")
def matters(bill: Row, lists: Lists) -> Any:
    """The matters of the lines are among those of the bill."""
    lines = [*lines_of(bill, lists), *pointing(lists.answers("/trust_line_items"), "bill", bill["id"])]
    named = {line["matter"]["id"] for line in lines if line["matter"]}
    return bill["matters"] if named <= set(ids_of(bill["matters"])) else sorted(named)


def discounted(line: Row) -> tuple[Decimal, Decimal]:
    """A line before and after its own discount. Hours are as many seconds, because they have no end of decimals."""
    if line["type"] == "NoChargeLineItem":
        return NOTHING, NOTHING
    seconds = whole(number(line["quantity"]) * 3600)
    before = cents(number(line["price"]) * seconds / 3600)
    return before, before - taken_off(line["discount"], before)


@follows("LineItem", "sub_total", "total")
def line_amounts(line: Row, lists: Lists) -> Any:
    if line["type"] == "SummaryLineItem":
        parts = line["included_line_item_totals"]
        return {"sub_total": cents(parts["sub_total"]), "total": cents(parts["total"])}
    before, after = discounted(line)
    return {"sub_total": before, "total": after}


@follows("LineItem", "tax")
def line_tax(line: Row, lists: Lists) -> Any:
    bill = lists.by_id("/bills").get(str(line["bill"]["id"]))
    if bill is None or line["type"] == "SummaryLineItem":
        return UNKNOWN
    own = own_taxes(line)
    if own is not None:
        return own[0]
    return percent(bill["tax_rate"], cents(line["total"])) if line["taxable"] else NOTHING


@follows("LineItem", "secondary_tax")
def line_secondary_tax(line: Row, lists: Lists) -> Any:
    bill = lists.by_id("/bills").get(str(line["bill"]["id"]))
    if bill is None or line["type"] == "SummaryLineItem":
        return UNKNOWN
    own = own_taxes(line)
    if own is not None:
        return own[1]
    if not line["secondary_taxable"]:
        return NOTHING
    amount = cents(line["total"])
    return Either((percent(bill["secondary_tax_rate"], amount), percent(bill["secondary_tax_rate"], amount + cents(line["tax"]))))


@follows("LineItem", "price")
def line_price(line: Row, lists: Lists) -> Any:
    return cents(line["included_line_item_totals"]["price"]) if line["type"] == "SummaryLineItem" else UNKNOWN


@follows("LineItem", "quantity")
def line_quantity(line: Row, lists: Lists) -> Any:
    """A summary stands once; a line of work has the hours, or the number, of its activity."""
    if line["type"] == "SummaryLineItem":
        return 1.0
    activity = lists.by_id("/activities").get(str((line["activity"] or {}).get("id")))
    if (
        activity is None
        or activity["quantity"] is None
        or line["type"] != "ActivityLineItem"
        or activity["flat_rate"]
        or activity["contingency_fee"]
    ):
        return UNKNOWN
    return activity["rounded_quantity_in_hours"] if activity["type"] == "TimeEntry" else number(activity["quantity"])


@follows("InterestCharge", "total")
def charge_total(charge: Row, lists: Lists) -> Any:
    return total(part["amount"] for part in charge["balances"])


@follows("OutstandingClientBalance", "outstanding_bills")
def outstanding_bills(row: Row, lists: Lists) -> Any:
    """Every bill of the client that waits for payment, requests for trust money left out."""
    owed = [bill for bill in lists.answers("/bills") if bill["state"] == "awaiting_payment" and bill["kind"] != "trust_kind"]
    wanted = sorted(bill["id"] for bill in _of_client(row, owed))
    return row["outstanding_bills"] if sorted(ids_of(row["outstanding_bills"])) == wanted else wanted


def _of_client(row: Row, bills: list[Row]) -> list[Row]:
    return [
        bill
        for bill in bills
        if (bill["client"] or {}).get("id") == row["contact"]["id"]
        and (row["currency"] is None or bill["currency"] is None or bill["currency"]["id"] == row["currency"]["id"])
    ]


@follows("OutstandingClientBalance", "total_outstanding_balance", "pending_payments_total", "associated_matter_ids")
def outstanding_totals(row: Row, lists: Lists) -> Any:
    known = lists.by_id("/bills")
    bills = [known[str(one["id"])] for one in row["outstanding_bills"]]
    return {
        "total_outstanding_balance": total(bill["balance"] for bill in bills),
        "pending_payments_total": total(bill["pending"] for bill in bills),
        "associated_matter_ids": list(dict.fromkeys(id for bill in bills for id in ids_of(bill["matters"]))),
    }


@follows("OutstandingClientBalance", "newest_issued_bill_due_date", "last_payment_date", "last_shared_date")
def outstanding_days(row: Row, lists: Lists) -> Any:
    known = lists.by_id("/bills")
    owed = [known[str(one["id"])] for one in row["outstanding_bills"]]
    every = _of_client(row, [bill for bill in known.values() if bill["kind"] != "trust_kind"])
    newest = max(owed, key=lambda bill: (bill["issued_at"] or "", bill["id"]), default=None)
    return {
        "newest_issued_bill_due_date": newest["due_at"] if newest else None,
        "last_payment_date": max((one["date"] for bill in every for one in valid(lists, bill, "Payment")), default=None),
        "last_shared_date": max((bill["last_sent_at"][:10] for bill in every if bill["last_sent_at"]), default=None),
    }

"""The totals of a bill, also per matter: lines give sums; taxes, interest and discounts give a total; allocations give a balance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from mockclio.ledger import rule
from mockclio.practice.billing.line_taxes import raised
from mockclio.practice.billing.money import NOTHING, cents, exact, percent, spread, stored, total, whole
from mockclio.practice.billing.tax_settings import FIRST, SECOND
from mockclio.store.session import Session
from mockclio.store.tables import Row

TAKEN_BACK = ("void", "deleted")
PENDING = ("pending", "authorized", "requires_confirmation")
Holder = tuple[str, int]
"""The holder of a part of a bill: `("Matter", id)`, or `("Client", id)` for the part without a matter."""


@dataclass
class Part:
    """The part of a bill that belongs to one holder."""

    services: Decimal = NOTHING
    sub_total: Decimal = NOTHING
    taxable: Decimal = NOTHING
    secondary_taxable: Decimal = NOTHING
    both_taxable: Decimal = NOTHING
    own_taxable: Decimal = NOTHING
    own_secondary_taxable: Decimal = NOTHING
    own_tax: Decimal = NOTHING
    own_secondary_tax: Decimal = NOTHING
    tax: Decimal = NOTHING
    secondary_tax: Decimal = NOTHING
    discount: Decimal = NOTHING
    interest: Decimal = NOTHING
    settled: dict[bool, Decimal] = field(default_factory=lambda: {False: NOTHING, True: NOTHING})

    def add(self, line: Row) -> None:
        amount = line_amounts(line)[1]
        first, second = bool(line.get("taxable")), bool(line.get("secondary_taxable"))
        self.sub_total += amount
        self.services += amount if line.get("kind") == "Service" else NOTHING
        if line.get("tax_settings"):
            self._add_own(line, amount, first, second)
            return
        self.taxable += amount if first else NOTHING
        self.secondary_taxable += amount if second else NOTHING
        self.both_taxable += amount if first and second else NOTHING

    def _add_own(self, line: Row, amount: Decimal, first: bool, second: bool) -> None:
        """A line with taxes of its own is no base of the bill's rates."""
        result = raised(line, amount)
        self.own_taxable += amount if first else NOTHING
        self.own_secondary_taxable += amount if second else NOTHING
        self.own_tax += result.get(FIRST, NOTHING)
        self.own_secondary_tax += result.get(SECOND, NOTHING)

    @property
    def total(self) -> Decimal:
        return self.sub_total + self.tax + self.secondary_tax + self.interest

    @property
    def principal_owed(self) -> Decimal:
        return self.sub_total + self.tax + self.secondary_tax - self.discount - self.settled[False]

    @property
    def interest_owed(self) -> Decimal:
        return self.interest - self.settled[True]


def taken_off(discount: Row | None, base: Decimal) -> Decimal:
    """The amount of a discount, never more than the amount it reduces."""
    if not discount or not discount.get("rate"):
        return NOTHING
    off = cents(discount["rate"]) if discount.get("type") == "money" else percent(discount["rate"], base)
    return min(off, max(base, NOTHING))


def line_amounts(line: Row) -> tuple[Decimal, Decimal]:
    """The amount of a line before and after its own discount. Time is priced by seconds, because hours can have endless decimals."""
    if line["type"] == "NoChargeLineItem":
        return NOTHING, NOTHING
    quantity = exact(line["_seconds"]) / 3600 if line.get("_seconds") is not None else exact(line.get("quantity"))
    before = cents(exact(line.get("price")) * quantity)
    return before, before - taken_off(line.get("discount"), before)


def line_taxes(bill: Row, line: Row) -> tuple[Decimal, Decimal]:
    """Primary and secondary tax on one line."""
    amount = line_amounts(line)[1]
    if line.get("tax_settings"):
        result = raised(line, amount)
        return result.get(FIRST, NOTHING), result.get(SECOND, NOTHING)
    tax = percent(bill.get("tax_rate"), amount) if line.get("taxable") else NOTHING
    base = amount + (tax if bill.get("_secondary_tax_rule") == "Post" else NOTHING)
    return tax, percent(bill.get("secondary_tax_rate"), base) if line.get("secondary_taxable") else NOTHING


def counted_lines(session: Session, bill: Row) -> list[Row]:
    """The lines that count for the bill. Summary lines repeat other lines and do not count."""
    return [line for line in session.rows("line_items", "bill", bill["id"]) if line["type"] != "SummaryLineItem"]


def holder(bill: Row, row: Row) -> Holder:
    return ("Matter", row["matter"]) if row.get("matter") is not None else ("Client", bill.get("client") or 0)


def parts(session: Session, bill: Row) -> dict[Holder, Part]:
    """The bill per holder, in the order of its lines. The parts add up to the bill, to the cent."""
    results: dict[Holder, Part] = {}
    for line in counted_lines(session, bill):
        results.setdefault(holder(bill, line), Part()).add(line)
    for line in session.rows("trust_line_items", "bill", bill["id"]):
        results.setdefault(holder(bill, line), Part()).sub_total += cents(line["total"])
    for charge in session.rows("interest_charges", "bill", bill["id"]):
        for balance in charge["balances"]:
            results.setdefault((balance["type"], balance["id"]), Part()).interest += cents(balance["amount"])
    _share(bill, list(results.values()))
    for allocation in valid_allocations(session, bill):
        results.setdefault(holder(bill, allocation), Part()).settled[bool(allocation.get("interest"))] += cents(allocation["amount"])
    return results


def _share(bill: Row, result: list[Part]) -> None:
    """The taxes and the discount of the bill are computed once for all of it and then split. Own taxes of lines stay with them."""
    tax, secondary = bill_taxes(bill, result)
    bases = [part.services if _services_only(bill) else part.sub_total for part in result]
    firsts = spread(tax, [part.taxable for part in result])
    seconds = spread(secondary, [part.secondary_taxable for part in result])
    discounts = spread(discount(bill, result), bases)
    for part, first, second, off in zip(result, firsts, seconds, discounts, strict=True):
        part.tax, part.secondary_tax, part.discount = part.own_tax + first, part.own_secondary_tax + second, off


def taxes(bill: Row, result: list[Part]) -> tuple[Decimal, Decimal]:
    """Primary and secondary tax: the own taxes of lines, and the taxes of the other lines at the rates of the bill."""
    tax, secondary = bill_taxes(bill, result)
    own = sum((part.own_tax for part in result), NOTHING), sum((part.own_secondary_tax for part in result), NOTHING)
    return own[0] + tax, own[1] + secondary


def bill_taxes(bill: Row, result: list[Part]) -> tuple[Decimal, Decimal]:
    """The taxes at the two rates of the bill. With the tax rule Post, the secondary tax also applies to the primary tax."""
    tax = percent(bill.get("tax_rate"), sum((part.taxable for part in result), NOTHING))
    base = sum((part.secondary_taxable for part in result), NOTHING)
    if bill.get("_secondary_tax_rule") == "Post":
        base += percent(bill.get("tax_rate"), sum((part.both_taxable for part in result), NOTHING))
    return tax, percent(bill.get("secondary_tax_rate"), base)


def discount(bill: Row, result: list[Part]) -> Decimal:
    return taken_off(bill.get("discount"), sum((part.services if _services_only(bill) else part.sub_total for part in result), NOTHING))


def _services_only(bill: Row) -> bool:
    return bill.get("discount_services_only") == "true"


def valid_allocations(session: Session, bill: Row) -> list[Row]:
    return [row for row in session.rows("allocations", "bill", bill["id"]) if row.get("voided_at") is None]


def pending(session: Session, bill: Row) -> Decimal:
    """The amount of unfinished online payments for this bill."""
    under_way = [row for row in session.rows("clio_payments_payments", "bills", bill["id"]) if row["state"] in PENDING]
    return total(row["_intended"].get(str(bill["id"])) for row in under_way)


FIELDS = (
    "sub_total services_sub_total taxable_sub_total secondary_taxable_sub_total services_taxable_sub_total "
    "services_secondary_taxable_sub_total tax_sum secondary_tax_sum services_tax services_secondary_tax total_tax total due paid "
    "credits_issued pending balance paid_at balances matter_totals interest state"
)
"""The values of a bill that follow from other rows."""


def note_rules(bill: Row, changes: Row) -> None:
    """Note the rules that the changed values of a bill follow."""
    if changes.keys() - {"state", "paid_at"}:
        rule("bills.totals")
    if "secondary_tax_sum" in changes:
        rule("bills.secondary-tax-rule")
    if "due" in changes and (bill.get("discount") or {}).get("rate"):
        rule("bills.discount-base")
    if "paid_at" in changes:
        rule("bills.paid-at-is-the-last-payment")
    if "state" in changes:
        rule("bills.paid-when-nothing-is-owed")


def values(session: Session, bill: Row) -> dict[str, Any]:
    """Every derived value of a bill: total = sub total + taxes + interest; due = total - discount; balance = due - paid - credits."""
    by_holder = parts(session, bill)
    result, alive = list(by_holder.values()), bill["state"] not in TAKEN_BACK
    allocations = valid_allocations(session, bill)
    paid = total(row["amount"] for row in allocations if row["parent"]["type"] == "Payment")
    credits = total(row["amount"] for row in allocations if row["parent"]["type"] == "CreditMemo")
    everything = sum((part.total for part in result), NOTHING)
    due = everything - discount(bill, result) if alive else NOTHING
    balance = due - paid - credits
    return {
        **_sums(bill, result),
        **_service_sums(session, bill),
        "total": stored(everything),
        "due": stored(due),
        "paid": stored(paid),
        "credits_issued": stored(credits),
        "pending": stored(pending(session, bill)),
        "balance": stored(balance),
        "paid_at": _paid_at(session, allocations),
        "balances": [_balance(key, part) for key, part in by_holder.items()] if alive else [],
        "matter_totals": [{"id": id, "amount": stored(part.total)} for (kind, id), part in by_holder.items() if kind == "Matter"],
        "interest": _interest(bill, result),
        "state": _state(bill, balance),
    }


def _sums(bill: Row, result: list[Part]) -> dict[str, Any]:
    tax, secondary = taxes(bill, result)
    return {
        "sub_total": stored(sum((part.sub_total for part in result), NOTHING)),
        "taxable_sub_total": whole(sum((part.taxable + part.own_taxable for part in result), NOTHING)),
        "secondary_taxable_sub_total": whole(sum((part.secondary_taxable + part.own_secondary_taxable for part in result), NOTHING)),
        "tax_sum": stored(tax),
        "secondary_tax_sum": stored(secondary),
        "total_tax": stored(tax + secondary),
    }


def _service_sums(session: Session, bill: Row) -> dict[str, Any]:
    """The same sums for services only."""
    part = Part()
    for line in counted_lines(session, bill):
        if line.get("kind") == "Service":
            part.add(line)
    tax, secondary = taxes(bill, [part])
    return {
        "services_sub_total": stored(part.sub_total),
        "services_taxable_sub_total": whole(part.taxable + part.own_taxable),
        "services_secondary_taxable_sub_total": whole(part.secondary_taxable + part.own_secondary_taxable),
        "services_tax": stored(tax),
        "services_secondary_tax": stored(secondary),
    }


def _balance(key: Holder, part: Part) -> Row:
    owed, interest = part.principal_owed, part.interest_owed
    return {
        "id": key[1],
        "type": key[0],
        "amount": stored(owed),
        "interest_amount": stored(interest),
        "due": stored(owed + interest),
    }


def _interest(bill: Row, result: list[Part]) -> Row | None:
    """The interest terms, the interest that was charged, and the part of it that is unpaid."""
    charged = sum((part.interest for part in result), NOTHING)
    if bill.get("interest") is None and not charged:
        return None
    terms = {"rate": None, "type": "simple", "period": None, **(bill.get("interest") or {})}
    owed = sum((part.interest_owed for part in result), NOTHING) if bill["state"] not in TAKEN_BACK else NOTHING
    return {**terms, "total": stored(charged), "balance": stored(owed)}


def _state(bill: Row, balance: Decimal) -> Any:
    """The state: an issued bill is paid while nothing is owed on it."""
    if bill["state"] in ("awaiting_payment", "paid"):
        return "paid" if balance <= 0 else "awaiting_payment"
    return bill["state"]


def _paid_at(session: Session, allocations: list[Row]) -> str | None:
    """The day of the last payment, as the first moment of that day in the firm's time zone."""
    days = [row["date"] for row in allocations if row["parent"]["type"] == "Payment"]
    if not days:
        return None
    moment = datetime.combine(datetime.fromisoformat(max(days)).date(), time(), session.world.zone(None))
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

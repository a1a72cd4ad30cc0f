"""What a bill comes to, worked out exactly from its lines, rates, discounts and payments, apart from the server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

NOTHING = Decimal(0)


def cents(value: Decimal) -> Decimal:
    """Rounded to cents, halves away from zero."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Discount:
    """Per cent of an amount, or money; never more than there is."""

    type: str
    rate: Decimal

    def of(self, amount: Decimal) -> Decimal:
        off = self.rate if self.type == "money" else amount * self.rate / 100
        return min(cents(off), amount)

    def body(self) -> dict[str, Any]:
        return {"type": self.type, "rate": float(self.rate)}


def off(discount: Discount | None, amount: Decimal) -> Decimal:
    """What a discount takes off, if there is one."""
    return discount.of(amount) if discount is not None else NOTHING


@dataclass(frozen=True)
class Line:
    """One line. `own` are its own two rates, which stand in for those of the bill."""

    price: Decimal
    quantity: Decimal
    kind: str
    first: bool
    second: bool
    discount: Discount | None = None
    own: tuple[Decimal, Decimal] | None = None
    own_rule: str = "Pre"

    @property
    def before(self) -> Decimal:
        return cents(self.price * self.quantity)

    @property
    def amount(self) -> Decimal:
        return self.before - off(self.discount, self.before)


@dataclass(frozen=True)
class Bill:
    """The terms of a bill with two taxes; rates are parts of one."""

    lines: tuple[Line, ...]
    rates: tuple[Decimal, Decimal]
    rule: str
    discount: Discount | None = None
    services_only: bool = False
    paid: Decimal = NOTHING
    credited: Decimal = NOTHING


def on_line(bill: Bill, line: Line) -> tuple[Decimal, Decimal]:
    """Both taxes of one line. After the rule Post the second is raised on the first too, if the line bears the first."""
    rates, rule = (line.own, line.own_rule) if line.own is not None else (bill.rates, bill.rule)
    first = cents(line.amount * rates[0]) if line.first else NOTHING
    second = cents((line.amount + (first if rule == "Post" else NOTHING)) * rates[1]) if line.second else NOTHING
    return first, second


def taxes(bill: Bill, lines: Iterable[Line]) -> tuple[Decimal, Decimal]:
    """Both taxes of some lines: at the bill's rates on the sums of those that bear them, and each line's own."""
    every = list(lines)
    plain = [line for line in every if line.own is None]
    own = [on_line(bill, line) for line in every if line.own is not None]
    first = cents(_sum(line.amount for line in plain if line.first) * bill.rates[0])
    both = cents(_sum(line.amount for line in plain if line.first and line.second) * bill.rates[0])
    base = _sum(line.amount for line in plain if line.second) + (both if bill.rule == "Post" else NOTHING)
    return first + _sum(one for one, _ in own), cents(base * bill.rates[1]) + _sum(other for _, other in own)


def sums(bill: Bill) -> dict[str, Decimal]:
    """Every figure of a bill by the name that it has in answers."""
    services = [line for line in bill.lines if line.kind == "Service"]
    first, second = taxes(bill, bill.lines)
    of_services = taxes(bill, services)
    sub_total, services_sub_total = _sum(line.amount for line in bill.lines), _sum(line.amount for line in services)
    total = sub_total + first + second
    due = total - off(bill.discount, services_sub_total if bill.services_only else sub_total)
    return {
        "sub_total": sub_total,
        "services_sub_total": services_sub_total,
        "taxable_sub_total": _whole(line.amount for line in bill.lines if line.first),
        "secondary_taxable_sub_total": _whole(line.amount for line in bill.lines if line.second),
        "services_taxable_sub_total": _whole(line.amount for line in services if line.first),
        "services_secondary_taxable_sub_total": _whole(line.amount for line in services if line.second),
        "tax_sum": first,
        "secondary_tax_sum": second,
        "services_tax": of_services[0],
        "services_secondary_tax": of_services[1],
        "total_tax": first + second,
        "total": total,
        "due": due,
        "paid": bill.paid,
        "credits_issued": bill.credited,
        "balance": due - bill.paid - bill.credited,
    }


def of_line(bill: Bill, line: Line) -> dict[str, Decimal]:
    """The figures of one line."""
    first, second = on_line(bill, line)
    return {"sub_total": line.before, "total": line.amount, "tax": first, "secondary_tax": second}


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)


def _whole(amounts: Iterable[Decimal]) -> Decimal:
    return _sum(amounts).quantize(Decimal(1), ROUND_HALF_UP)

"""Check of bills with taxes: drawn bills, whose lines bear none, the first, the second or both, come to what the rules say, to the cent."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data.forks import apart
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.writing.bill_sums import Bill, Discount, Line, cents, of_line, sums
from mockclio.verify.checks.writing.books import Case
from mockclio.verify.checks.writing.figures import patch

Step = Callable[["Drawn"], None]
SEED, EACH = 20260730, 4
BEARING = {"none": (False, False), "first": (True, False), "second": (False, True), "both": (True, True)}
RATES = tuple(map(Decimal, ("0.05", "0.07", "0.09975", "0.13", "0")))
OWN = (Decimal("0.05"), Decimal("0.0975"))
"""The rates of the two tax rates of the sample data."""
PRICES = tuple(map(Decimal, ("100", "33.33", "0.05", "1234.56", "79.99", "12.5")))
QUANTITIES = tuple(map(Decimal, ("1", "3", "0.5", "2.25")))
DISCOUNTS = (
    None,
    *(Discount("percentage", Decimal(rate)) for rate in ("10", "33.33", "100")),
    *(Discount("money", Decimal(rate)) for rate in ("5", "7.77", "99999")),
)


def drawn(rng: random.Random, rule: str, bearing: str) -> Bill:
    """A bill under that rule; its lines bear that, or by `mixed` each something else, some of them with rates of their own."""
    bears = list(BEARING) if bearing == "mixed" else [bearing, bearing]
    lines = tuple(_line(rng, rule, *BEARING[one]) for one in bears)
    return Bill(lines, (rng.choice(RATES), rng.choice(RATES)), rule, services_only=rng.random() < 0.4)


def _line(rng: random.Random, rule: str, first: bool, second: bool) -> Line:
    own = OWN if rng.random() < 0.5 else None
    kind = rng.choice(("Service", "Service", "Expense"))
    return Line(rng.choice(PRICES), rng.choice(QUANTITIES), kind, first, second, None, own, rule)


class Drawn:
    """A drawn bill as it is worked out, and the same at the server."""

    def __init__(self, p: SampleData, rng: random.Random, bill: Bill) -> None:
        self.p, self.rng, self.bill, self.case = p, rng, bill, Case(p)
        rates = {"tax_rate": float(bill.rates[0] * 100), "secondary_tax_rate": float(bill.rates[1] * 100), "secondary_tax_rule": bill.rule}
        matters = (self.case.matter, self.case.other)
        lines = [{**self._body(line), "matter": matters[number % 2]} for number, line in enumerate(bill.lines)]
        self.id = self.case.bill(*lines, matters=list(matters), **rates, discount_services_only=bill.services_only)
        self.ids = self.case.lines(self.id)
        for id, line in zip(self.ids, bill.lines, strict=True):
            if line.own is not None:
                patch(p, f"/line_items/{id}", taxable=line.first, secondary_taxable=line.second)

    def _body(self, line: Line) -> Data:
        body: Data = {"price": float(line.price), "quantity": float(line.quantity), "kind": line.kind}
        if line.own is None:
            return {**body, "taxable": line.first, "secondary_taxable": line.second}
        names = ("tax_rate_configuration.one", "tax_rate_configuration.two")
        rules = ("Pre", line.own_rule)
        settings = [
            {"tax_rate_configuration_id": self.p[name], "order": order, "rule": rules[order - 1]} for order, name in enumerate(names, 1)
        ]
        return {**body, "tax_settings": settings}

    def compare(self) -> None:
        """Every figure of the bill and of its lines."""
        wanted = sums(self.bill)
        self._same(wanted, self.p.target.get(f"/bills/{self.id}.json", fields=",".join(wanted))["data"], "data")
        names = "id,sub_total,total,tax,secondary_tax,tax_settings{order,amount}"
        rows = self.p.target.get("/line_items.json", bill_id=self.id, fields=names, order="id(asc)")["data"]
        for number, (line, row) in enumerate(zip(self.bill.lines, rows, strict=True)):
            amounts = of_line(self.bill, line)
            self._same(amounts, row, f"data[{number}]")
            for tax in row["tax_settings"] or ():
                amount = amounts["tax" if tax["order"] == 1 else "secondary_tax"]
                self._same({"amount": amount}, tax, f"data[{number}].tax_settings[{tax['order'] - 1}]")

    def _same(self, wanted: dict[str, Decimal], shown: Data, path: str) -> None:
        for name, amount in wanted.items():
            result = shown[name]
            if not isinstance(result, int | float) or isinstance(result, bool) or Decimal(str(result)) != amount:
                raise CheckFailed(float(amount), result, f"{path}.{name}", self.p.target.last)


def line_discounts(one: Drawn) -> None:
    """A discount of its own on every line."""
    lines = []
    for id, line in zip(one.ids, one.bill.lines, strict=True):
        discount = one.rng.choice(DISCOUNTS)
        if discount is not None:
            patch(one.p, f"/line_items/{id}", discount=discount.body())
        lines.append(replace(line, discount=discount))
    one.bill = replace(one.bill, lines=tuple(lines))


def bill_discount(one: Drawn) -> None:
    """A discount on the whole, or on its services."""
    discount = one.rng.choice(DISCOUNTS[1:])
    assert discount is not None
    patch(one.p, f"/bills/{one.id}", discount=discount.body())
    one.bill = replace(one.bill, discount=discount)


def part_payment(one: Drawn) -> None:
    """A payment of some of what is owed, and a credit of some of the rest."""
    patch(one.p, f"/bills/{one.id}", state="awaiting_payment")
    amount = cents(sums(one.bill)["balance"] * Decimal("0.4"))
    if amount > 0:
        one.case.pay(one.id, amount=float(amount))
        one.bill = replace(one.bill, paid=amount)
    credit = cents(sums(one.bill)["balance"] / 3)
    if credit > 0:
        one.case.credit(one.id, amount=float(credit))
        one.bill = replace(one.bill, credited=credit)


STEPS: tuple[Step, ...] = (line_discounts, bill_discount, part_payment)


@check(
    "totals/taxes",
    "taxes",
    writes=True,
    rules=("bills.totals", "bills.line-amounts", "bills.secondary-tax-rule", "bills.discount-base", "taxes.amount-by-order-and-rule"),
)
def taxes() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """Whatever taxes its lines bear, under Pre and Post, with discounts and part payments, a bill comes to what the rules say."""
    for rule in ("Pre", "Post"):
        for bearing in (*BEARING, "mixed"):
            for number in range(EACH if bearing != "mixed" else 2 * EACH):
                name = f"{rule}/{bearing}/{number + 1}"
                yield None, name, apart(lambda p, n=name, r=rule, b=bearing: _judged(p, n, r, b))  # type: ignore[misc]


def _judged(p: SampleData, name: str, rule: str, bearing: str) -> None:
    rng = random.Random(f"{SEED} {name}")
    one = Drawn(p, rng, drawn(rng, rule, bearing))
    one.compare()
    for step in STEPS:
        step(one)
        one.compare()

"""The sums that a check works out by itself, against bills reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mockclio.verify.checks.writing.bill_sums import Bill, Discount, Line, of_line, sums

FIVE, TEN, HUNDRED = Decimal("0.05"), Decimal("0.10"), Decimal(100)


def line(first: bool, second: bool, **more: object) -> Line:
    return replace(Line(HUNDRED, Decimal(1), "Service", first, second), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("rule", "second"), [("Pre", "20.00"), ("Post", "20.50")])
def test_the_second_tax_is_raised_on_the_first_of_lines_that_bear_both(rule: str, second: str) -> None:
    """Of four lines of 100.00 two bear the second tax of 10%, and one of these the first of 5% too."""
    bears = ((False, False), (True, False), (False, True), (True, True))
    shown = sums(Bill(tuple(line(*one) for one in bears), (FIVE, TEN), rule))
    assert (shown["tax_sum"], shown["secondary_tax_sum"], shown["sub_total"]) == (Decimal("10.00"), Decimal(second), Decimal(400))


def test_discounts_and_payments() -> None:
    """A third off the line of 100.00 is taxed as 66.67; half of the services' 66.67 comes off what is due, and 20.00 is paid."""
    service = line(True, False, discount=Discount("percentage", Decimal("33.33")))
    bill = Bill((service, line(False, False, kind="Expense")), (FIVE, TEN), "Pre", Discount("percentage", Decimal(50)), True, Decimal(20))
    shown = sums(bill)
    assert of_line(bill, service) == {"sub_total": HUNDRED, "total": Decimal("66.67"), "tax": Decimal("3.33"), "secondary_tax": Decimal(0)}
    assert (shown["total"], shown["due"], shown["balance"]) == (Decimal("170.00"), Decimal("136.66"), Decimal("116.66"))


def test_money_off_is_no_more_than_there_is() -> None:
    bill = Bill((line(True, True, own=(FIVE, TEN), own_rule="Post"),), (TEN, TEN), "Pre", Discount("money", Decimal(999)))
    shown = sums(bill)
    assert (shown["tax_sum"], shown["secondary_tax_sum"], shown["due"]) == (Decimal("5.00"), Decimal("10.50"), Decimal("15.50"))

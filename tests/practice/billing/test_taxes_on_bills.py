"""Bills with taxes of their own, reckoned by hand: two taxes, one on the other, none; discounts, payments, drafts that change."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.practice.books import Books
from tests.practice.taxing import SUMS, amounts, by_default, lines, rate, settle, taxes

SALES = {"tax_rate": 10, "tax_name": "Sales tax"}


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


@pytest.fixture
def gst(books: Books) -> int:
    return rate(books.api, 0.05, "GST")


@pytest.fixture
def pst(books: Books) -> int:
    return rate(books.api, 0.07, "PST")


def sums(books: Books, bill: int) -> Any:
    return books.api.get(f"/bills/{bill}", fields=SUMS)


@pytest.mark.rule("taxes.amount-by-order-and-rule", "taxes.expense-names-its-taxes")
def test_lines_bear_none_the_first_the_second_or_both(books: Books, mock: MockClio, office: Office, gst: int, pst: int) -> None:
    """GST 5% and PST 7%: 300.00 bears both, 20.00 GST alone, 40.00 PST alone, 156.00 neither."""
    by_default(mock, office, taxes(gst, pst))
    matter = books.matter()
    books.work(matter, price=200, hours=1.5)
    books.expense(matter, price=20, tax_settings=taxes(gst))
    books.expense(matter, price=40, tax_settings=[{"tax_rate_configuration_id": pst, "order": 2}])
    books.expense(matter, price=156, tax_settings=[])
    bill = books.bill(matter)
    assert [(line["total"], line["tax"], line["secondary_tax"]) for line in lines(books, bill)] == [
        (300.0, 15.0, 21.0),
        (20.0, 1.0, 0.0),
        (40.0, 0.0, 2.8),
        (156.0, 0.0, 0.0),
    ]
    assert [amounts(line) for line in lines(books, bill)] == [[15.0, 21.0], [1.0], [2.8], []]
    assert [(line["taxable"], line["secondary_taxable"]) for line in lines(books, bill)] == [
        (True, True),
        (True, False),
        (False, True),
        (False, False),
    ]
    assert sums(books, bill) == {
        "sub_total": 516.0,
        "tax_sum": 16.0,
        "secondary_tax_sum": 23.8,
        "total_tax": 39.8,
        "total": 555.8,
        "due": 555.8,
        "balance": 555.8,
    }


@pytest.mark.rule("taxes.amount-by-order-and-rule")
@pytest.mark.parametrize(("second_rule", "second", "total"), [("Pre", 9.98, 114.98), ("Post", 10.47, 115.47)])
def test_after_the_rule_post_the_second_tax_is_raised_on_the_first(
    books: Books, gst: int, second_rule: str, second: float, total: float
) -> None:
    """Quebec before 2013: 5% on 100.00 is 5.00; 9.975% on 100.00 is 9.98, on 105.00 it is 10.47."""
    qst = rate(books.api, 0.09975, "QST")
    matter = books.matter()
    books.expense(matter, price=100, tax_settings=taxes(gst, qst, second=second_rule))
    bill = books.bill(matter)
    (line,) = lines(books, bill)
    assert amounts(line) == [5.0, second]
    assert [tax["rule"] for tax in line["tax_settings"]] == ["Pre", second_rule]
    assert [tax["formatted_rate"] for tax in line["tax_settings"]] == ["5%", "9.975%"]
    assert sums(books, bill)["total"] == total


@pytest.mark.rule("taxes.amount-by-order-and-rule")
def test_each_line_is_rounded_by_itself_and_the_bill_is_the_sum(books: Books) -> None:
    """13% of 0.35 is 0.0455, so 0.05 on each of three lines: 0.15 and not the 0.14 of 13% on 1.05."""
    hst = rate(books.api, 0.13)
    matter = books.matter()
    for _ in range(3):
        books.expense(matter, price=0.35, tax_settings=taxes(hst))
    bill = books.bill(matter)
    assert [amounts(line) for line in lines(books, bill)] == [[0.05]] * 3
    assert (sums(books, bill)["tax_sum"], sums(books, bill)["total"]) == (0.15, 1.2)


@pytest.mark.rule("taxes.amount-by-order-and-rule")
def test_a_line_is_taxed_after_its_own_discount_and_before_that_of_the_bill(books: Books, gst: int, pst: int) -> None:
    """200.00 less 25% is 150.00, taxed 7.50 and 10.50; the bill's 10% is taken of 150.00: 168.00 - 15.00."""
    matter = books.matter()
    books.expense(matter, price=200, tax_settings=taxes(gst, pst))
    bill = books.bill(matter, discount={"rate": 10, "type": "percentage"})
    (line,) = lines(books, bill)
    books.api.patch(f"/line_items/{line['id']}", {"discount": {"rate": 25, "type": "percentage"}})
    assert amounts(lines(books, bill)[0]) == [7.5, 10.5]
    assert sums(books, bill) == {
        "sub_total": 150.0,
        "tax_sum": 7.5,
        "secondary_tax_sum": 10.5,
        "total_tax": 18.0,
        "total": 168.0,
        "due": 153.0,
        "balance": 153.0,
    }


def test_a_bill_is_paid_in_parts_with_its_taxes(books: Books) -> None:
    """1000.00 with 13% is 1130.00; after 400.00 are paid 730.00 are owed, after a credit of 30.00 it is 700.00."""
    hst = rate(books.api, 0.13)
    line = {"description": "Opinion", "price": 1000, "tax_settings": taxes(hst)}
    bill = books.bill(books.matter(), lines_=[line], state="awaiting_payment")
    books.pay(bill, amount=400)
    assert (books.amounts(bill)["balance"], books.state(bill)) == (730.0, "awaiting_payment")
    books.credit(bill, amount=30)
    assert books.amounts(bill)["balance"] == 700.0
    books.pay(bill)
    assert (books.amounts(bill)["paid"], books.amounts(bill)["balance"], books.state(bill)) == (1100.0, 0.0, "paid")


def test_the_parts_of_two_matters_bear_the_taxes_of_their_own_lines(books: Books, gst: int, pst: int) -> None:
    """Both taxes on 100.00 of the one matter are 112.00; GST on 50.00 of the other is 52.50."""
    client = books.client()
    one, other = books.matter(client), books.matter(client)
    books.expense(one, price=100, tax_settings=taxes(gst, pst))
    books.expense(other, price=50, tax_settings=taxes(gst))
    bill = books.bill(one, other, state="awaiting_payment")
    balances = books.api.get(f"/bills/{bill}", fields="balances{id,amount}")["balances"]
    assert balances == [{"id": one, "amount": 112.0}, {"id": other, "amount": 52.5}]


def test_a_line_without_charge_bears_no_tax(books: Books, mock: MockClio, office: Office, gst: int) -> None:
    by_default(mock, office, taxes(gst))
    matter = books.matter()
    books.work(matter, no_charge=True)
    books.work(matter, price=80)
    bill = books.bill(matter)
    assert [amounts(line) for line in lines(books, bill)] == [[0.0], [4.0]]
    assert sums(books, bill)["total"] == 84.0


def test_a_rate_below_zero_is_withheld(books: Books, gst: int) -> None:
    """10% are withheld of 500.00: 25.00 of GST less 50.00."""
    withheld = rate(books.api, -0.1, "Withheld")
    bill = books.bill(books.matter(), lines_=[{"description": "Opinion", "price": 500, "tax_settings": taxes(gst, withheld)}])
    assert (sums(books, bill)["tax_sum"], sums(books, bill)["secondary_tax_sum"], sums(books, bill)["total"]) == (25.0, -50.0, 475.0)


@pytest.mark.rule("bills.summary-lines")
def test_a_summary_shows_the_taxes_of_the_lines_that_it_stands_for(books: Books, gst: int, pst: int) -> None:
    matter = books.matter()
    books.expense(matter, price=100, tax_settings=taxes(gst, pst))
    books.expense(matter, price=20, tax_settings=taxes(gst))
    bill = books.bill(matter, kind="aggregate_all")
    summary = next(line for line in lines(books, bill) if line["total"] == 120.0)
    assert (summary["tax"], summary["secondary_tax"], summary["tax_settings"]) == (6.0, 7.0, [])
    assert sums(books, bill)["total"] == 133.0


# --- which taxes a new bill bears ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("taxes.rates-of-a-bill-come-before-settings")
def test_a_bill_with_rates_of_its_own_raises_those(books: Books, mock: MockClio, office: Office, gst: int, pst: int) -> None:
    by_default(mock, office, taxes(gst, pst))
    matter = books.matter()
    books.work(matter, price=100)
    books.expense(matter, price=100, tax_settings=taxes(gst))
    bill = books.bill(matter, tax_rate=20)
    assert [(line["tax"], amounts(line)) for line in lines(books, bill)] == [(20.0, []), (5.0, [5.0])]
    assert sums(books, bill)["tax_sum"] == 25.0


@pytest.mark.rule("taxes.rates-of-a-bill-come-before-settings")
def test_the_rates_of_a_bill_concern_lines_without_settings_alone(books: Books, gst: int) -> None:
    line = {"description": "Opinion", "price": 100, "taxable": True}
    bill = books.bill(books.matter(), lines_=[line, {**line, "tax_settings": taxes(gst)}], tax_rate=10)
    assert [line["tax"] for line in lines(books, bill)] == [10.0, 5.0]
    books.api.patch(f"/bills/{bill}", {"tax_rate": 20})
    assert [line["tax"] for line in lines(books, bill)] == [20.0, 5.0]
    assert sums(books, bill)["tax_sum"] == 25.0


def test_settings_that_are_not_applied_by_default_tax_nothing(books: Books, mock: MockClio, office: Office, gst: int) -> None:
    settle(mock, office, tax_settings=taxes(gst), apply_tax_by_default=False)
    matter = books.matter()
    books.work(matter, price=100)
    bill = books.bill(matter)
    assert (sums(books, bill)["tax_sum"], amounts(lines(books, bill)[0])) == (0.0, [])


@pytest.mark.parametrize(
    ("setting", "expected"), [("no_tax", []), ("tax_1_only", [5.0]), ("tax_2_only", [7.0]), ("tax_1_and_tax_2", [5.0, 7.0])]
)
def test_the_old_setting_of_an_expense_chooses_among_the_taxes_of_the_firm(
    books: Books, mock: MockClio, office: Office, gst: int, pst: int, setting: str, expected: list[float]
) -> None:
    by_default(mock, office, taxes(gst, pst))
    matter = books.matter()
    books.expense(matter, price=100, tax_setting=setting)
    assert amounts(lines(books, books.bill(matter))[0]) == expected


@pytest.mark.rule("taxes.rates-of-a-bill-come-before-settings")
def test_without_tax_settings_the_old_rates_work_as_ever(books: Books, mock: MockClio, office: Office) -> None:
    settle(mock, office, apply_tax_by_default=True, **SALES)
    matter = books.matter()
    books.work(matter, price=100)
    bill = books.bill(matter)
    assert [(line["tax"], line["tax_settings"]) for line in lines(books, bill)] == [(10.0, [])]
    assert sums(books, bill)["total"] == 110.0


# --- lines that change -----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("taxes.lines-keep-the-rate-of-the-day")
def test_a_line_keeps_the_rate_of_the_day_it_was_taxed(books: Books, gst: int) -> None:
    bill = books.bill(books.matter(), lines_=[{"description": "Opinion", "price": 100, "tax_settings": taxes(gst)}])
    books.api.patch(f"/tax_rate_configurations/{gst}", {"rate": 0.06, "name": "New GST"})
    (line,) = lines(books, bill)
    assert line["tax_settings"] == [{"name": "GST", "rate": 0.05, "formatted_rate": "5%", "order": 1, "rule": "Pre", "amount": 5.0}]


@pytest.mark.rule("taxes.lines-can-be-taxed-otherwise")
def test_the_line_of_a_draft_is_given_other_taxes(books: Books, gst: int, pst: int) -> None:
    hst = rate(books.api, 0.13)
    bill = books.bill(books.matter(), lines_=[{"description": "Opinion", "price": 100, "tax_settings": taxes(gst, pst)}])
    (line,) = lines(books, bill)
    before = books.api.get("/line_items", bill_id=bill, fields="tax_settings{id,etag}")[0]["tax_settings"]
    changed = books.api.patch(f"/line_items/{line['id']}", {"tax_settings": taxes(gst)}, fields="tax,secondary_tax,tax_settings{id}")
    assert changed == {"tax": 5.0, "secondary_tax": 0.0, "tax_settings": [{"id": before[0]["id"]}]}
    books.api.patch(f"/line_items/{line['id']}", {"tax_settings": taxes(hst)})
    assert amounts(lines(books, bill)[0]) == [13.0]
    books.api.patch(f"/line_items/{line['id']}", {"tax_settings": []})
    assert sums(books, bill)["total"] == 100.0


@pytest.mark.rule("taxes.lines-can-be-taxed-otherwise")
def test_the_two_marks_of_a_line_say_which_of_its_taxes_are_raised(books: Books, gst: int, pst: int) -> None:
    bill = books.bill(books.matter(), lines_=[{"description": "Opinion", "price": 100, "tax_settings": taxes(gst, pst, second="Post")}])
    (line,) = lines(books, bill)
    assert amounts(line) == [5.0, 7.35]
    for settings, expected in (
        ({"taxable": False}, [0.0, 7.0]),
        ({"secondary_taxable": False}, [0.0, 0.0]),
        ({"taxable": True}, [5.0, 0.0]),
        ({"tax_settings": taxes(gst, pst), "secondary_taxable": False}, [5.0, 0.0]),
        ({"tax_settings": taxes(gst, pst)}, [5.0, 7.0]),
    ):
        books.api.patch(f"/line_items/{line['id']}", settings)
        assert amounts(lines(books, bill)[0]) == expected, settings
        assert sums(books, bill)["total_tax"] == sum(expected)


def test_the_taxes_of_an_issued_bill_are_fixed(books: Books, gst: int) -> None:
    bill = books.bill(books.matter(), lines_=[{"description": "Opinion", "price": 100}], state="awaiting_payment")
    (line,) = lines(books, bill)
    assert "awaiting_payment" in books.api.refused(422, "PATCH", f"/line_items/{line['id']}", {"tax_settings": taxes(gst)})


def test_a_printed_bill_names_its_taxes(books: Books, gst: int, pst: int) -> None:
    line = {"description": "Opinion", "price": 100, "tax_settings": taxes(gst, pst)}
    bill = books.bill(books.matter(), lines_=[line, {**line, "price": 50, "tax_settings": taxes(gst)}])
    page = books.api.call("GET", f"/bills/{bill}/preview").text
    assert '<td>GST 5%</td><td class="money">7.50</td>' in page
    assert '<td>PST 7%</td><td class="money">7.00</td>' in page

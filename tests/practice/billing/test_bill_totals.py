"""What bills amount to, to the cent: lines, both taxes, discounts, interest, and the part of each matter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.errors import InvalidArgument
from mockclio.practice.billing import actions
from tests.practice.books import Books

SUMS = (
    "sub_total,taxable_sub_total,secondary_taxable_sub_total,tax_sum,secondary_tax_sum,total_tax,total,due,"
    "services_sub_total,services_taxable_sub_total,services_secondary_taxable_sub_total,services_tax,services_secondary_tax"
)


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


def settings(books: Books, **values: Any) -> None:
    def write(session: Any) -> None:
        row = next(iter(session.table("billing_settings")))
        session.update("billing_settings", row["id"], values)

    books.do(write)


@pytest.mark.rule("bills.totals", "bills.taxed-by-setting", "bills.discount-base")
def test_a_bill_adds_up_lines_taxes_and_discount(books: Books) -> None:
    settings(books, tax_rate=8, apply_tax_by_default=True, use_secondary_tax=True, secondary_tax_rate=5, secondary_tax_rule="Pre")
    matter = books.matter()
    books.work(matter, price=333.33, hours=1.5)
    books.expense(matter, price=40, tax_setting="tax_1_and_tax_2")
    books.expense(matter, price=10, tax_setting="no_tax")
    books.expense(matter, price=20, tax_setting="tax_2_only")
    bill = books.bill(matter, discount={"rate": 10, "type": "percentage"})
    assert books.api.get(f"/bills/{bill}", fields=SUMS) == {
        "sub_total": 570.0,
        "taxable_sub_total": 540,
        "secondary_taxable_sub_total": 60,
        "tax_sum": 43.2,
        "secondary_tax_sum": 3.0,
        "total_tax": 46.2,
        "total": 616.2,
        "due": 559.2,
        "services_sub_total": 500.0,
        "services_taxable_sub_total": 500,
        "services_secondary_taxable_sub_total": 0,
        "services_tax": 40.0,
        "services_secondary_tax": 0.0,
    }


@pytest.mark.rule("bills.secondary-tax-rule")
@pytest.mark.parametrize(("secondary_rule", "secondary"), [("Pre", 10.0), ("Post", 11.0)])
def test_the_secondary_tax_is_simple_or_compounded(books: Books, secondary_rule: str, secondary: float) -> None:
    settings(books, use_secondary_tax=True, secondary_tax_rule=secondary_rule)
    matter = books.matter()
    books.work(matter, price=100)
    bill = books.bill(matter, tax_rate=10, secondary_tax_rate=10)
    settings(books, secondary_tax_rule="Pre")
    assert books.api.get(f"/bills/{bill}", fields="tax_sum,secondary_tax_sum,total") == {
        "tax_sum": 10.0,
        "secondary_tax_sum": secondary,
        "total": 110.0 + secondary,
    }
    (line,) = books.api.get("/line_items", bill_id=bill, fields="tax,secondary_tax,total")
    assert line == {"tax": 10.0, "secondary_tax": secondary, "total": 100.0}


@pytest.mark.parametrize(
    ("discount", "due"),
    [
        ({"rate": 12.5, "type": "percentage"}, 218.75),
        ({"rate": 33.33, "type": "money"}, 216.67),
        ({"rate": 900, "type": "money"}, 0.0),
        ({"rate": 0, "type": "money"}, 250.0),
    ],
)
def test_a_discount_is_a_share_or_a_sum_and_never_more_than_the_bill(books: Books, discount: dict[str, Any], due: float) -> None:
    matter = books.matter()
    books.work(matter, price=200)
    books.expense(matter, price=50)
    bill = books.bill(matter, discount=discount)
    assert books.api.get(f"/bills/{bill}", fields="total,due,balance") == {"total": 250.0, "due": due, "balance": due}


@pytest.mark.rule("bills.discount-base")
def test_a_discount_may_count_services_alone(books: Books) -> None:
    matter = books.matter()
    books.work(matter, price=200)
    books.expense(matter, price=50)
    bill = books.bill(matter, discount={"rate": 50, "type": "percentage"}, discount_services_only="true")
    assert books.api.get(f"/bills/{bill}", fields="due,discount_services_only") == {"due": 150.0, "discount_services_only": "true"}


def test_the_parts_of_the_matters_add_up_to_the_bill_to_the_cent(books: Books) -> None:
    client = books.client()
    matters = [books.matter(client) for _ in range(3)]
    for matter in matters:
        books.work(matter, price=33.33)
    bill = books.bill(*matters, state="awaiting_payment", tax_rate=7, discount={"rate": 10, "type": "money"})
    shown = books.api.get(
        f"/bills/{bill}", fields="total,due,balance,balances{id,type,amount,interest_amount,due},matter_totals{id,amount}"
    )
    assert shown == {
        "total": 106.99,
        "due": 96.99,
        "balance": 96.99,
        "balances": [
            {"id": matters[0], "type": "Matter", "amount": 32.33, "interest_amount": 0.0, "due": 32.33},
            {"id": matters[1], "type": "Matter", "amount": 32.33, "interest_amount": 0.0, "due": 32.33},
            {"id": matters[2], "type": "Matter", "amount": 32.33, "interest_amount": 0.0, "due": 32.33},
        ],
        "matter_totals": [
            {"id": matters[0], "amount": 35.66},
            {"id": matters[1], "amount": 35.67},
            {"id": matters[2], "amount": 35.66},
        ],
    }


def test_what_belongs_to_no_matter_is_owed_by_the_client(books: Books) -> None:
    client = books.client()
    books.matter(client)
    books.matter(client)
    line = {"description": "Retainer", "price": 90, "quantity": 2}
    bill = books.do(lambda session: actions.make_bill(session, client=client, lines_=[line]))["id"]
    assert books.api.get(f"/bills/{bill}", fields="total,balances{id,type,due},matter_totals") == {
        "total": 180.0,
        "balances": [{"id": client, "type": "Client", "due": 180.0}],
        "matter_totals": [],
    }


@pytest.mark.rule("bills.paid-at-is-the-last-payment")
def test_paid_at_is_the_day_of_the_last_payment_that_stands(books: Books) -> None:
    bill = books.issued(200)
    books.pay(bill, amount=50, date="2026-05-03")
    last = books.pay(bill, amount=150, date="2026-05-20")
    assert books.api.get(f"/bills/{bill}", fields="state,paid_at") == {"state": "paid", "paid_at": "2026-05-20T00:00:00-04:00"}
    books.void_payment(last)
    assert books.api.get(f"/bills/{bill}", fields="state,paid_at") == {"state": "awaiting_payment", "paid_at": "2026-05-03T00:00:00-04:00"}


@pytest.mark.rule("bills.interest-charges")
@pytest.mark.parametrize(("kind", "second"), [("simple", 10.0), ("compound", 10.1)])
def test_interest_is_charged_by_the_period_on_what_is_owed(books: Books, kind: str, second: float) -> None:
    bill = books.issued(1000, due_at="2026-05-01", interest={"rate": 36.5, "type": kind, "period": 10})
    for _ in range(2):
        books.do(lambda session: actions.charge_interest(session, session.table("bills")[bill]))
    charges = books.api.get("/interest_charges", bill_id=bill, fields="id,date,total,bill{id},matters{id},balances{id,amount}")
    (matter,) = books.api.get(f"/bills/{bill}", fields="matters{id}")["matters"]
    assert [charge["total"] for charge in charges] == [10.0, second]
    assert charges[0] == {
        "id": charges[0]["id"],
        "date": "2026-06-01",
        "total": 10.0,
        "bill": {"id": bill},
        "matters": [matter],
        "balances": [{"id": matter["id"], "amount": 10.0}],
    }
    assert books.api.get(f"/bills/{bill}", fields="sub_total,total,due,balance,interest{total,balance}") == {
        "sub_total": 1000.0,
        "total": 1010.0 + second,
        "due": 1010.0 + second,
        "balance": 1010.0 + second,
        "interest": {"total": 10.0 + second, "balance": 10.0 + second},
    }


@pytest.mark.rule("bills.interest-charges", "bills.paid-interest-stays")
def test_a_charge_can_be_taken_off_until_it_is_paid(books: Books) -> None:
    bill = books.issued(1000, due_at="2026-05-01", interest={"rate": 36.5, "type": "simple", "period": 10})
    first, second = (books.do(lambda session: actions.charge_interest(session, session.table("bills")[bill]))["id"] for _ in range(2))
    assert books.ids("/interest_charges", **{"exclude_ids[]": first}) == [second]
    assert books.ids("/interest_charges", bill_id=1) == []
    books.api.delete(f"/interest_charges/{second}")
    assert books.amounts(bill)["balance"] == 1010.0
    books.pay(bill, amount=5)
    books.api.refused(403, "DELETE", f"/interest_charges/{first}")
    assert books.api.get(f"/bills/{bill}", fields="balance,interest{balance}") == {"balance": 1005.0, "interest": {"balance": 5.0}}


def test_a_bill_that_is_not_overdue_or_has_no_rate_bears_no_interest(books: Books) -> None:
    plain, early = books.issued(due_at="2026-05-01"), books.issued(due_at="2026-06-01", interest={"rate": 5})
    for bill in (plain, early):
        with pytest.raises(InvalidArgument):
            books.do(lambda session, bill=bill: actions.charge_interest(session, session.table("bills")[bill]))
    assert books.ids("/interest_charges") == []
    books.mock.clock.advance(timedelta(days=1))
    assert books.do(lambda session: actions.charge_interest(session, session.table("bills")[early]))["total"] == 0.82

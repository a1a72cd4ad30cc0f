"""Payments, credits and their allocations: what they settle, in what order, and what taking them back does."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from mockclio.errors import InvalidArgument, NotFound
from mockclio.practice.billing import actions
from mockclio.seeding.office import Office
from tests.practice.books import Books


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


@pytest.mark.rule("payments.settle-bills")
def test_a_payment_settles_its_bills_and_is_deposited(books: Books, office: Office) -> None:
    client = books.client()
    matter = books.matter(client)
    first, second = books.issued(100, matter), books.issued(50, matter)
    payment = books.pay(first, second, amount=120, date="2026-05-30", payment_source_type="check", reference="No. 12", description="May")
    assert [books.amounts(bill)["state"] for bill in (first, second)] == ["paid", "awaiting_payment"]
    assert books.amounts(second) == {
        "state": "awaiting_payment",
        "total": 50.0,
        "due": 50.0,
        "paid": 20.0,
        "credits_issued": 0.0,
        "balance": 30.0,
    }
    shown = (
        "amount,date,interest,description,payment_type,has_online_payment,destroyable,voided_at,bill{id},matter{id},contact{id},"
        "parent{id,type,identifier},source_bank_account,destination_bank_account{id}"
    )
    same = {
        "date": "2026-05-30",
        "interest": False,
        "description": "May",
        "payment_type": "Direct",
        "has_online_payment": False,
        "destroyable": True,
        "voided_at": None,
        "matter": {"id": matter},
        "contact": {"id": client},
        "parent": {"id": payment, "type": "Payment", "identifier": "May"},
        "source_bank_account": None,
        "destination_bank_account": {"id": office["bank_account.operating"]},
    }
    assert books.api.get("/allocations", fields=shown) == [
        {**same, "amount": 100.0, "bill": {"id": first}},
        {**same, "amount": 20.0, "bill": {"id": second}},
    ]
    assert books.api.get("/bank_transactions", fields="amount,date,bill{id},matter{id},client{id},transaction_type,source") == [
        {
            "amount": amount,
            "date": "2026-05-30",
            "bill": {"id": bill},
            "matter": {"id": matter},
            "client": {"id": client},
            "transaction_type": "Payment",
            "source": "No. 12",
        }
        for amount, bill in ((100.0, first), (20.0, second))
    ]
    assert books.api.get(f"/bank_accounts/{office['bank_account.operating']}", fields="balance") == {"balance": 120.0}


@pytest.mark.rule("payments.interest-first")
def test_an_amount_goes_to_interest_first_and_then_matter_by_matter(books: Books) -> None:
    client = books.client()
    first, second = books.matter(client), books.matter(client)
    books.work(first, price=365)
    books.work(second, price=365)
    terms = {"rate": 10, "type": "simple", "period": 10}
    bill = books.bill(first, second, state="awaiting_payment", due_at="2026-05-01", interest=terms)
    books.do(lambda session: actions.charge_interest(session, session.table("bills")[bill]))
    books.pay(bill, amount=370)
    assert books.api.get("/allocations", fields="amount,interest,matter{id}", order="id(asc)") == [
        {"amount": 1.0, "interest": True, "matter": {"id": first}},
        {"amount": 1.0, "interest": True, "matter": {"id": second}},
        {"amount": 365.0, "interest": False, "matter": {"id": first}},
        {"amount": 3.0, "interest": False, "matter": {"id": second}},
    ]
    assert books.api.get(f"/bills/{bill}", fields="balances{id,amount,interest_amount,due},interest{total,balance}") == {
        "balances": [
            {"id": first, "amount": 0.0, "interest_amount": 0.0, "due": 0.0},
            {"id": second, "amount": 362.0, "interest_amount": 0.0, "due": 362.0},
        ],
        "interest": {"total": 2.0, "balance": 0.0},
    }


@pytest.mark.rule("payments.no-more-than-owed")
def test_what_cannot_be_paid_is_refused_and_nothing_is_written(books: Books, office: Office) -> None:
    bill, foreign = books.issued(100), books.issued(100)
    draft = books.bill(_worked(books))
    trust = books.do(lambda session: actions.request_trust(session, client=1 and books.client(), amount=10))["id"]
    operating = office["bank_account.operating"]
    for wrong in (
        {"bills": [bill], "amount": 100.01},
        {"bills": [bill], "amount": 0},
        {"bills": [bill], "amount": -5},
        {"bills": [draft]},
        {"bills": [bill, foreign]},
        {"bills": [bill, trust]},
        {"bills": []},
        {"bills": [bill], "source": operating},
        {"bills": [bill], "destination": office["bank_account.trust"]},
        {"bills": [trust], "source": office["bank_account.trust"]},
    ):
        with pytest.raises(InvalidArgument):
            books.do(lambda session, wrong=wrong: actions.record_payment(session, **wrong))
    with pytest.raises(NotFound):
        books.pay(1)
    assert books.ids("/allocations") == books.ids("/bank_transactions") == []
    assert books.amounts(bill)["balance"] == 100.0


def _worked(books: Books) -> int:
    matter = books.matter()
    books.work(matter)
    return matter


@pytest.mark.rule("payments.from-trust", "trust.never-below-zero")
@pytest.mark.parametrize("fund", ["Matter", "Client"])
def test_a_payment_out_of_trust_moves_the_money_of_that_ledger(books: Books, office: Office, fund: str) -> None:
    trust, operating = office["bank_account.trust"], office["bank_account.operating"]
    matter = books.matter()
    client = books.client_of(matter)
    books.deposit(trust, 150, matter, **({"matter": {"id": None}, "client": {"id": client}} if fund == "Client" else {}))
    bill = books.issued(100, matter)
    payment = books.pay(bill, source=trust, source_fund_type=fund)
    assert books.mock.world.table("payments")[payment]["source_fund_type"] == fund
    owner = {"id": matter} if fund == "Matter" else None
    assert books.api.get("/bank_transactions", fields="amount,bank_account{id},matter{id}")[1:] == [
        {"amount": -100.0, "bank_account": {"id": trust}, "matter": owner},
        {"amount": 100.0, "bank_account": {"id": operating}, "matter": {"id": matter}},
    ]
    again = books.issued(100, matter)
    with pytest.raises(InvalidArgument, match="must not go below zero"):
        books.pay(again, source=trust, source_fund_type=fund)
    assert books.amounts(again)["balance"] == 100.0
    assert books.api.get(f"/bank_accounts/{trust}", fields="balance") == {"balance": 50.0}
    books.void_payment(payment)
    assert books.api.get(f"/bank_accounts/{trust}", fields="balance") == {"balance": 150.0}


@pytest.mark.rule("payments.credits-reduce-bills")
def test_a_credit_reduces_a_bill_and_moves_no_money(books: Books, office: Office) -> None:
    bill = books.issued(100)
    memo = books.credit(bill, amount=30, description="Goodwill", date="2026-05-31")
    assert books.amounts(bill) == {
        "state": "awaiting_payment",
        "total": 100.0,
        "due": 100.0,
        "paid": 0.0,
        "credits_issued": 30.0,
        "balance": 70.0,
    }
    client = books.api.get(f"/bills/{bill}", fields="client{id}")["client"]
    shown = "date,amount,description,discount,voided_at,user{id},contact{id},allocations{amount,payment_type}"
    assert books.api.get(f"/credit_memos/{memo}", fields=shown) == {
        "date": "2026-05-31",
        "amount": 30.0,
        "description": "Goodwill",
        "discount": False,
        "voided_at": None,
        "user": {"id": office["user.owner"]},
        "contact": client,
        "allocations": [{"amount": 30.0, "payment_type": "CreditMemo"}],
    }
    assert books.ids("/bank_transactions") == []
    assert books.ids("/credit_memos", contact_id=client["id"]) == [memo]
    assert books.ids("/credit_memos", contact_id=books.client()) == []
    books.credit(bill)
    assert books.state(bill) == "paid"


def test_credits_are_listed_by_date_first(books: Books) -> None:
    bill = books.issued(100)
    late, early = books.credit(bill, amount=1, date="2026-05-31"), books.credit(bill, amount=1, date="2026-05-01")
    assert books.ids("/credit_memos") == [early, late]
    assert books.ids("/credit_memos", order="id(asc)") == [late, early]


def test_a_trust_request_is_not_credited(books: Books) -> None:
    trust = books.do(lambda session: actions.request_trust(session, client=books.client(), amount=10))["id"]
    with pytest.raises(InvalidArgument):
        books.credit(trust)
    assert books.amounts(trust)["credits_issued"] == 0.0


@pytest.mark.rule("payments.voiding-reverses", "payments.valid-until-voided", "payments.destroyable")
def test_a_payment_and_a_credit_can_be_taken_back_once(books: Books, office: Office) -> None:
    bill = books.issued(100)
    memo, payment = books.credit(bill, amount=40), books.pay(bill)
    assert books.state(bill) == "paid"
    books.void_payment(payment)
    books.void_credit(memo)
    assert books.amounts(bill) == {
        "state": "awaiting_payment",
        "total": 100.0,
        "due": 100.0,
        "paid": 0.0,
        "credits_issued": 0.0,
        "balance": 100.0,
    }
    assert books.api.get("/allocations", fields="amount,voided_at,destroyable", status="invalid") == [
        {"amount": amount, "voided_at": "2026-06-01T09:00:00-04:00", "destroyable": False} for amount in (40.0, 60.0)
    ]
    assert books.ids("/allocations", status="valid") == []
    assert books.api.get(f"/credit_memos/{memo}", fields="voided_at") == {"voided_at": "2026-06-01T09:00:00-04:00"}
    assert [row["amount"] for row in books.api.get("/bank_transactions", fields="amount")] == [60.0, -60.0]
    assert books.api.get(f"/bank_accounts/{office['bank_account.operating']}", fields="balance") == {"balance": 0.0}
    for again in (lambda: books.void_payment(payment), lambda: books.void_credit(memo)):
        with pytest.raises(InvalidArgument):
            again()
    books.api.delete(f"/bills/{bill}")


def test_allocations_are_found_by_every_filter(books: Books) -> None:
    one, two = books.issued(100), books.issued(100)
    memo, payment = books.credit(one, amount=5, date="2026-05-20"), books.pay(two, amount=5, date="2026-05-02")
    by_credit, by_payment = books.ids("/allocations", order="id(asc)")
    matter = books.api.get(f"/bills/{one}", fields="matters{id},client{id}")
    for name, value, result in (
        ("bill_id", two, by_payment),
        ("contact_id", matter["client"]["id"], by_credit),
        ("matter_id", matter["matters"][0]["id"], by_credit),
        ("parent_id", payment, by_payment),
        ("parent_id", memo, by_credit),
        ("parent_type", "Payment", by_payment),
        ("parent_type", "CreditMemo", by_credit),
        ("ids[]", by_credit, by_credit),
    ):
        assert books.ids("/allocations", **{name: value}) == [result], name
    assert books.ids("/allocations") == [by_payment, by_credit]
    books.api.refused(422, "GET", "/allocations", parent_type="Bill")
    assert books.api.get(f"/allocations/{by_credit}", fields="id") == {"id": by_credit}


@pytest.mark.rule("payments.early-payment-discount")
@pytest.mark.parametrize(("day", "state"), [("2026-05-11", "paid"), ("2026-05-12", "awaiting_payment")])
def test_paying_early_earns_the_discount_of_the_payment_profile(books: Books, day: str, state: str) -> None:
    matter = books.matter()
    profile = {"name": "2/10 net 30", "terms": 30, "discount_rate": 2, "discount_period": 10}
    id = books.do(lambda session: session.insert("payment_profiles", profile))["id"]
    books.do(lambda session: session.update("contacts", books.client_of(matter), {"payment_profile": id}))
    bill = books.issued(500, matter, issued_at="2026-05-01")
    assert books.api.get(f"/bills/{bill}", fields="due,discount") == {
        "due": 500.0,
        "discount": {"rate": 0, "type": "percentage", "note": None, "early_payment_rate": 2, "early_payment_period": 10},
    }
    books.pay(bill, amount=490, date=day)
    assert books.state(bill) == state
    early = [{"amount": 10.0, "discount": True}] if state == "paid" else []
    assert books.api.get("/credit_memos", fields="amount,discount") == early

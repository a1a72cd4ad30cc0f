"""Requests for trust money, which live on as bills, and their lines."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.practice.books import Books


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


@pytest.fixture
def client(books: Books) -> int:
    return books.client()


def request(client: int, **values: Any) -> dict[str, Any]:
    body = {
        "client_id": client,
        "trust_type": "client",
        "trust_amount": 500,
        "issue_date": "2026-06-01",
        "due_date": "2026-06-15",
        "approved": True,
    }
    return {**body, **values}


@pytest.mark.rule("trust.request-becomes-bill", "trust.approved-is-issued")
@pytest.mark.parametrize(("approved", "state"), [(True, "awaiting_payment"), (False, "draft")])
def test_a_request_becomes_a_bill_under_its_id(books: Books, client: int, office: Office, approved: bool, state: str) -> None:
    currency = books.api.get("/currencies", fields="id")[1]["id"]
    answer = books.api.post(
        "/trust_requests", request(client, approved=approved, note="Deposit", currency_id=currency), fields="id,created_at"
    )
    assert answer == {"id": answer["id"], "created_at": "2026-06-01T09:00:00-04:00"}
    shown = "kind,type,state,issued_at,due_at,total,tax_sum,balance,memo,client{id},matters,currency{id},destination_account{id}"
    assert books.api.get(f"/bills/{answer['id']}", fields=shown) == {
        "kind": "trust_kind",
        "type": "ClientBill",
        "state": state,
        "issued_at": "2026-06-01",
        "due_at": "2026-06-15",
        "total": 500.0,
        "tax_sum": 0.0,
        "balance": 500.0,
        "memo": "Deposit",
        "client": {"id": client},
        "matters": [],
        "currency": {"id": currency},
        "destination_account": {"id": office["bank_account.trust"]},
    }
    assert books.api.get("/trust_line_items", fields="total,note,date,bill{id},matter,client{id}") == [
        {"total": 500.0, "note": "Deposit", "date": "2026-06-01", "bill": {"id": answer["id"]}, "matter": None, "client": {"id": client}}
    ]
    assert books.ids("/outstanding_client_balances") == []


@pytest.mark.rule("trust.request-becomes-bill", "trust.request-parts")
def test_a_request_for_matters_has_a_line_for_each(books: Books, client: int) -> None:
    first, second = books.matter(client), books.matter(client)
    parts = [{"id": first, "trust_amount": 300, "note": "Experts"}, {"id": second, "trust_amount": 200}]
    bill = books.api.post("/trust_requests", request(client, trust_type="matter", matter=parts, note="Trial"))["id"]
    lines = books.api.get("/trust_line_items", fields="total,note,matter{id}", bill_id=bill)
    assert lines == [
        {"total": 300.0, "note": "Experts", "matter": {"id": first}},
        {"total": 200.0, "note": "Trial", "matter": {"id": second}},
    ]
    assert books.api.get(f"/bills/{bill}", fields="type,balances{id,type,due}") == {
        "type": "MatterBill",
        "balances": [{"id": first, "type": "Matter", "due": 300.0}, {"id": second, "type": "Matter", "due": 200.0}],
    }
    assert len(books.ids("/trust_line_items", matter_id=first)) == 1
    assert books.ids("/trust_line_items", matter_id="null") == books.ids("/trust_line_items", bill_id=1) == []
    alone = books.api.post("/trust_requests", request(client, trust_type="matter", matter=[{"id": first}], trust_amount=99.5))["id"]
    assert books.amounts(alone)["total"] == 99.5


@pytest.mark.rule("trust.request-parts", "trust.due-after-issue")
def test_a_request_that_does_not_add_up_is_refused(books: Books, client: int) -> None:
    matter, foreign = books.matter(client), books.matter()
    for wrong in (
        {"trust_type": "matter"},
        {"trust_type": "matter", "matter": [{"id": matter, "trust_amount": 499}]},
        {"trust_type": "matter", "matter": [{"id": foreign, "trust_amount": 500}]},
        {"trust_type": "matter", "matter": [{"id": matter, "trust_amount": 250.5}, {"id": matter, "trust_amount": 249.5}]},
        {"trust_type": "matter", "matter": [{"id": matter}, {"id": matter}]},
        {"trust_amount": 0},
        {"due_date": "2026-05-31"},
        {"trust_type": "firm"},
        {"approved": None},
    ):
        books.api.refused(422, "POST", "/trust_requests", request(client, **wrong))
    for missing in request(client):
        books.api.refused(422, "POST", "/trust_requests", {key: value for key, value in request(client).items() if key != missing})
    books.api.refused(404, "POST", "/trust_requests", request(1))
    books.api.refused(404, "POST", "/trust_requests", request(client, currency_id=1))
    books.api.refused(404, "POST", "/trust_requests", request(client, trust_type="matter", matter=[{"id": 1, "trust_amount": 500}]))
    assert books.ids("/bills") == []


@pytest.mark.rule("trust.matters-of-a-client-request-are-passed-over")
def test_matters_of_a_request_for_the_client_are_passed_over(books: Books, client: int) -> None:
    bill = books.api.post("/trust_requests", request(client, matter=[{"id": books.matter(client), "trust_amount": 100}]))["id"]
    (line,) = books.api.get("/trust_line_items", fields="total,matter,client{id}", bill_id=bill)
    assert line == {"total": 500.0, "matter": None, "client": {"id": client}}


@pytest.mark.rule("trust.lines-make-the-total", "trust.lines-are-fixed-once-issued")
def test_lines_change_until_the_request_is_issued(books: Books, client: int) -> None:
    bill = books.api.post("/trust_requests", request(client, approved=False))["id"]
    (line,) = books.ids("/trust_line_items")
    change = {"total": 750.25, "note": "More", "date": "2026-06-02"}
    assert books.api.patch(f"/trust_line_items/{line}", change, fields="total,note,date") == change
    assert books.amounts(bill)["balance"] == 750.25
    for wrong in ({"total": 0}, {"total": None}, {"total": -5}):
        books.api.refused(422, "PATCH", f"/trust_line_items/{line}", wrong)
    books.api.patch(f"/bills/{bill}", {"state": "awaiting_payment"})
    books.api.refused(422, "PATCH", f"/trust_line_items/{line}", {"total": 1})
    assert books.amounts(bill)["balance"] == 750.25


@pytest.mark.rule("payments.settle-bills", "trust.never-below-zero")
def test_money_for_a_request_goes_into_trust_and_stays_while_it_was_spent(books: Books, client: int, office: Office) -> None:
    matter, trust = books.matter(client), office["bank_account.trust"]
    parts = [{"id": matter, "trust_amount": 500}]
    bill = books.api.post("/trust_requests", request(client, trust_type="matter", matter=parts))["id"]
    payment = books.pay(bill)
    assert books.state(bill) == "paid"
    balances = books.api.get(f"/matters/{matter}", fields="account_balances{type,balance}")["account_balances"]
    assert {row["type"]: row["balance"] for row in balances}["Trust"] == 500.0
    spent = books.pay(books.issued(100, matter), source=trust)
    with pytest.raises(Exception, match="must not go below zero"):
        books.void_payment(payment)
    assert books.state(bill) == "paid"
    books.void_payment(spent)
    books.void_payment(payment)
    assert books.state(bill) == "awaiting_payment"
    assert books.api.get(f"/bank_accounts/{trust}", fields="balance") == {"balance": 0.0}


def test_a_request_is_taken_back_as_a_bill(books: Books, client: int) -> None:
    issued, draft = (books.api.post("/trust_requests", request(client, approved=approved))["id"] for approved in (True, False))
    for bill in (issued, draft):
        books.api.delete(f"/bills/{bill}")
    assert [books.state(bill) for bill in (issued, draft)] == ["void", "deleted"]

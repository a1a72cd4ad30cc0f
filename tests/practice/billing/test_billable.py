"""Work that no bill asks for, and what clients still owe."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.practice.billing import actions
from mockclio.seeding.office import Office
from tests.practice.books import Books


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


@pytest.mark.rule("bills.billable-matters", "bills.billable-ids", "bills.billable-clients")
def test_unbilled_work_is_added_up_by_matter_and_by_client(books: Books, office: Office) -> None:
    client = books.client("Nia Cole")
    first, second, idle, free = books.matter(client), books.matter(client), books.matter(client), books.matter(client, billable=False)
    books.work(first, price=100, hours=1.5)
    books.expense(first, price=20)
    books.work(second, price=100)
    books.work(second, price=999, non_billable=True)
    books.work(free)
    books.issued(300, idle)
    books.deposit(office["bank_account.trust"], 80, first)
    numbers = {id: books.api.get(f"/matters/{id}", fields="display_number")["display_number"] for id in (first, second)}
    currency = books.api.get("/currencies", fields="id,code")[0]
    shown = "id,display_number,client{id},unbilled_hours,unbilled_amount,amount_in_trust,currency_code"
    rows = [
        {"id": first, "unbilled_hours": 1.5, "unbilled_amount": 170.0, "amount_in_trust": 80.0},
        {"id": second, "unbilled_hours": 1.0, "unbilled_amount": 100.0, "amount_in_trust": 0.0},
    ]
    expected = [{**row, "display_number": numbers[row["id"]], "client": {"id": client}, "currency_code": "USD"} for row in rows]
    assert books.api.get("/billable_matters", fields=shown) == expected
    assert books.api.get("/billable_matters/ids") == [first, second]
    assert books.api.get(
        "/billable_clients", fields="id,name,unbilled_hours,unbilled_amount,amount_in_trust,billable_matters_count,billable_matters"
    ) == [
        {
            "id": client,
            "name": "Nia Cole",
            "unbilled_hours": 2.5,
            "unbilled_amount": 270.0,
            "amount_in_trust": 80.0,
            "billable_matters_count": 2,
            "billable_matters": [{"id": first}, {"id": second}],
        }
    ]
    assert currency["code"]
    books.bill(first)
    assert books.api.get("/billable_matters/ids") == [second]
    assert books.api.get("/billable_matters/ids", limit=1, order="id(asc)") == [second]


@pytest.mark.rule("bills.billable-matters", "bills.billable-clients")
def test_billable_matters_and_clients_are_found_by_every_filter(books: Books) -> None:
    owner = books.mock.world.owner()
    assert owner is not None
    mine = books.matter(books.client("Ola Berg"), responsible_attorney={"id": owner["id"]}, originating_attorney={"id": owner["id"]})
    other = books.matter(books.client("Kim Park"))
    books.api.patch(f"/matters/{mine}", {"description": "Patent appeal"})
    books.work(mine, date="2026-05-01", price=10)
    books.work(other, date="2026-05-31", price=20)
    field = books.api.post("/custom_fields", {"name": "Budget", "field_type": "numeric", "parent_type": "Matter"})["id"]
    books.api.patch(f"/matters/{mine}", {"custom_field_values": [{"custom_field": {"id": field}, "value": 5}]})
    cases: list[tuple[dict[str, Any], list[int]]] = [
        ({"client_id": books.client_of(mine)}, [mine]),
        ({"matter_id": other}, [other]),
        ({"originating_attorney_id": owner["id"]}, [mine]),
        ({"responsible_attorney_id": "null"}, [other]),
        ({"query": "patent"}, [mine]),
        ({"start_date": "2026-05-02"}, [other]),
        ({"end_date": "2026-05-30"}, [mine]),
        ({"start_date": "2026-05-02", "end_date": "2026-05-30"}, []),
        ({}, [mine, other]),
    ]
    for arguments, result in cases:
        assert books.ids("/billable_matters", **arguments) == result, arguments
        assert books.api.get("/billable_matters/ids", **arguments) == result, arguments
        assert books.ids("/billable_clients", **arguments) == [books.client_of(matter) for matter in result], arguments
    assert books.ids("/billable_matters", **{f"custom_field_values[{field}]": ">=5"}) == [mine]
    assert books.ids("/billable_clients", **{f"custom_field_values[{field}]": ">=5"}) == [books.client_of(mine)]
    assert books.ids("/billable_clients", **{f"custom_field_values[{field}]": ">5"}) == []
    books.api.refused(422, "GET", "/billable_clients", limit=26)


@pytest.mark.rule("bills.outstanding-balances")
def test_what_a_client_owes_is_added_up_until_it_is_paid(books: Books) -> None:
    client = books.client()
    first, second = books.matter(client), books.matter(client)
    one = books.issued(100, first, issued_at="2026-05-01", due_at="2026-05-31", sent=True)
    two = books.issued(50, second, issued_at="2026-05-02", due_at="2026-06-10")
    books.do(lambda session: actions.request_trust(session, client=client, amount=70))
    books.pay(one, amount=30, date="2026-05-20")
    shown = (
        "contact{id},currency{code},total_outstanding_balance,pending_payments_total,last_payment_date,last_shared_date,"
        "newest_issued_bill_due_date,associated_matter_ids,outstanding_bills{id},reminders_enabled"
    )
    assert books.api.get("/outstanding_client_balances", fields=shown) == [
        {
            "contact": {"id": client},
            "currency": {"code": "USD"},
            "total_outstanding_balance": 120.0,
            "pending_payments_total": 0.0,
            "last_payment_date": "2026-05-20",
            "last_shared_date": "2026-06-01",
            "newest_issued_bill_due_date": "2026-06-10",
            "associated_matter_ids": [first, second],
            "outstanding_bills": [{"id": one}, {"id": two}],
            "reminders_enabled": True,
        }
    ]
    books.pay(one)
    books.credit(two)
    assert books.ids("/outstanding_client_balances") == []


@pytest.mark.rule("bills.outstanding-balances")
def test_debts_in_two_currencies_are_not_added_up(books: Books) -> None:
    matter = books.matter()
    euro = books.do(lambda session: next(row["id"] for row in session.table("currencies") if row["code"] == "EUR"))
    books.issued(100, matter)
    moved = books.issued(50, matter)
    books.api.patch(f"/bills/{moved}", {"currency_id": euro})
    assert books.api.get("/outstanding_client_balances", fields="currency{code},total_outstanding_balance") == [
        {"currency": {"code": "USD"}, "total_outstanding_balance": 100.0},
        {"currency": {"code": "EUR"}, "total_outstanding_balance": 50.0},
    ]


def test_outstanding_balances_are_found_by_every_filter(books: Books) -> None:
    owner = books.mock.world.owner()
    assert owner is not None
    mine = books.matter(books.client("Ola Berg"), responsible_attorney={"id": owner["id"]}, originating_attorney={"id": owner["id"]})
    bill = books.issued(100, mine, issued_at="2026-05-01", due_at="2026-05-31")
    books.pay(bill, amount=10, date="2026-05-20")
    other = books.matter(books.client("Kim Park"))
    books.pay(books.issued(100, other, issued_at="2026-05-01", due_at="2026-06-30"), amount=10, date="2026-05-25")
    rows = {row["contact"]["id"]: row["id"] for row in books.api.get("/outstanding_client_balances", fields="id,contact{id}")}
    first, second = rows[books.client_of(mine)], rows[books.client_of(other)]
    for name, value, result in (
        ("contact_id", books.client_of(other), second),
        ("last_paid_start_date", "2026-05-21", second),
        ("last_paid_end_date", "2026-05-20", first),
        ("newest_bill_due_start_date", "2026-06-01", second),
        ("newest_bill_due_end_date", "2026-05-31", first),
        ("originating_attorney_id", owner["id"], first),
        ("responsible_attorney_id", owner["id"], first),
    ):
        assert books.ids("/outstanding_client_balances", **{name: value}) == [result], name
    assert books.ids("/outstanding_client_balances", contact_id="null") == []

"""Payment links and online payments: what a link asks for, how long it lasts, and what each state does to bills and accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.errors import InvalidArgument
from mockclio.practice.billing import actions
from mockclio.seeding.office import Office
from mockclio.store.tables import Row
from tests.practice.books import Books

LINK = "/clio_payments/links"


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


@pytest.fixture
def body(office: Office) -> dict[str, Any]:
    account = office["bank_account.operating"]
    return {
        "currency": "USD",
        "description": "May",
        "duration": 3600,
        "destination_account": {"id": account},
        "subject": {"id": account, "type": "BankAccount"},
    }


def pay(books: Books, link: int, **values: Any) -> int:
    result: int = books.do(lambda session: actions.pay_link(session, session.table("clio_payments_links")[link], **values))["id"]
    return result


def move(books: Books, payment: int, state: str) -> Row:
    return books.do(lambda session: actions.move_online(session, session.table("clio_payments_payments")[payment], state))


@pytest.mark.rule("payments.link-subject", "payments.link-expires", "payments.link-amount")
def test_a_link_shows_its_subject_under_its_own_name(books: Books, body: dict[str, Any], office: Office) -> None:
    bill = books.issued(120)
    client = books.api.get(f"/bills/{bill}", fields="client{id}")["client"]["id"]
    shown = "bank_account{id},bill{id},contact{id},amount,active,expires_at,currency,description,is_allocated_as_revenue,redirect_url"
    same = {
        "active": True,
        "expires_at": "2026-06-01T10:00:00-04:00",
        "currency": "USD",
        "description": "May",
        "is_allocated_as_revenue": False,
        "redirect_url": None,
    }
    account = office["bank_account.operating"]
    for type, id, key, amount in (
        ("BankAccount", account, "bank_account", None),
        ("Bill", bill, "bill", 120.0),
        ("Contact", client, "contact", 120.0),
    ):
        expected = {"bank_account": None, "bill": None, "contact": None, "amount": amount, **same, key: {"id": id}}
        assert books.api.post(LINK, {**body, "subject": {"id": id, "type": type}}, fields=shown) == expected
    urls = [row["url"] for row in books.api.get(LINK, fields="url")]
    assert len(set(urls)) == 3
    assert books.api.post(
        LINK,
        {**body, "amount": 9.5, "email_address": "a@b.test", "destination_contact": {"id": client}},
        fields="amount,email_address,destination_contact{id},destination_account{id},clio_payments_payment",
    ) == {
        "amount": 9.5,
        "email_address": "a@b.test",
        "destination_contact": {"id": client},
        "destination_account": {"id": account},
        "clio_payments_payment": None,
    }


@pytest.mark.rule("payments.link-currency", "payments.link-trust-is-no-revenue", "payments.link-subject", "payments.link-expires")
def test_a_link_that_cannot_be_is_refused(books: Books, body: dict[str, Any], office: Office) -> None:
    matter = books.matter()
    books.work(matter)
    draft, trust = books.bill(matter), {"id": office["bank_account.trust"]}
    for wrong in (
        {"currency": "CAD"},
        {"destination_account": trust, "is_allocated_as_revenue": True},
        {"subject": {"id": draft, "type": "Bill"}},
        {"subject": {"id": draft, "type": "Matter"}},
        {"subject": {"id": draft}},
        {"duration": 7_776_001},
        {"duration": 0},
        {"description": "x" * 256},
        {"amount": 0},
        {"description": None},
    ):
        books.api.refused(422, "POST", LINK, {**body, **wrong})
    books.api.refused(404, "POST", LINK, {**body, "subject": {"id": 1, "type": "Contact"}})
    books.api.refused(404, "POST", LINK, {**body, "destination_account": {"id": 1}})
    assert books.ids(LINK) == []


@pytest.mark.rule("payments.link-expires", "payments.link-expired")
def test_a_link_ends_with_its_time_or_by_hand(books: Books, body: dict[str, Any]) -> None:
    ended, lapsed = (books.api.post(LINK, body)["id"] for _ in range(2))
    books.api.refused(422, "PATCH", f"{LINK}/{ended}", {"expired": False})
    assert books.api.patch(f"{LINK}/{ended}", {"expired": True, "description": "Other"}, fields="active,expires_at,description") == {
        "active": False,
        "expires_at": "2026-06-01T09:00:00-04:00",
        "description": "May",
    }
    assert books.ids(LINK, active="true") == [lapsed]
    books.mock.clock.advance(timedelta(hours=1))
    assert books.ids(LINK, active="true") == []
    assert books.ids(LINK, active="false") == [ended, lapsed]
    with pytest.raises(InvalidArgument):
        pay(books, lapsed, amount=5)


@pytest.mark.rule("payments.online-payment")
def test_a_payment_counts_as_pending_until_it_is_completed(books: Books, body: dict[str, Any], office: Office) -> None:
    bill = books.issued(120)
    link = books.api.post(LINK, {**body, "subject": {"id": bill, "type": "Bill"}})["id"]
    payment = pay(books, link, state="pending", email="ada@client.test")
    assert books.api.get(f"/bills/{bill}", fields="state,pending,balance") == {
        "state": "awaiting_payment",
        "pending": 120.0,
        "balance": 120.0,
    }
    assert books.api.get("/outstanding_client_balances", fields="pending_payments_total") == [{"pending_payments_total": 120.0}]
    move(books, payment, "completed")
    assert books.api.get(f"/bills/{bill}", fields="state,pending,balance") == {"state": "paid", "pending": 0.0, "balance": 0.0}
    matters = books.api.get(f"/bills/{bill}", fields="matters{id},client{id}")
    (allocation,) = books.api.get("/allocations", fields="id,has_online_payment,destroyable,amount")
    assert allocation == {"id": allocation["id"], "has_online_payment": True, "destroyable": False, "amount": 120.0}
    (transaction,) = books.api.get("/bank_transactions", fields="id,amount,clio_payments_transaction,read_only_confirmation")
    assert transaction == {"id": transaction["id"], "amount": 120.0, "clio_payments_transaction": True, "read_only_confirmation": True}
    shown = (
        "amount,currency,deposit_as_revenue,description,email_address,state,bank_transaction{id},clio_payments_link{id},contact{id},"
        "destination_account{id},user{id},allocations{id},bills{id},matters{id}"
    )
    assert books.api.get(f"/clio_payments/payments/{payment}", fields=shown) == {
        "amount": 120.0,
        "currency": "USD",
        "deposit_as_revenue": False,
        "description": "May",
        "email_address": "ada@client.test",
        "state": "completed",
        "bank_transaction": {"id": transaction["id"]},
        "clio_payments_link": {"id": link},
        "contact": matters["client"],
        "destination_account": {"id": office["bank_account.operating"]},
        "user": {"id": office["user.owner"]},
        "allocations": [{"id": allocation["id"]}],
        "bills": [{"id": bill}],
        "matters": matters["matters"],
    }
    assert books.api.get(f"{LINK}/{link}", fields="active,clio_payments_payment{id}") == {
        "active": False,
        "clio_payments_payment": {"id": payment},
    }


@pytest.mark.rule("payments.online-payment", "payments.online-states")
def test_a_contact_pays_all_open_bills_and_the_rest_waits_to_be_allocated(books: Books, body: dict[str, Any], office: Office) -> None:
    matter = books.matter()
    later, sooner = books.issued(100, matter, due_at="2026-07-01"), books.issued(50, matter, due_at="2026-06-10")
    link = books.api.post(LINK, {**body, "subject": {"id": books.client_of(matter), "type": "Contact"}, "amount": 180})["id"]
    payment = pay(books, link)
    assert [books.state(bill) for bill in (later, sooner)] == ["paid", "paid"]
    assert books.api.get(f"/clio_payments/payments/{payment}", fields="state,bills{id}") == {
        "state": "completed_requiring_allocation",
        "bills": [{"id": sooner}, {"id": later}],
    }
    assert books.api.get(f"/bank_accounts/{office['bank_account.operating']}", fields="balance") == {"balance": 180.0}
    move(books, payment, "voided")
    assert [books.state(bill) for bill in (later, sooner)] == ["awaiting_payment", "awaiting_payment"]
    assert books.api.get(f"/bank_accounts/{office['bank_account.operating']}", fields="balance") == {"balance": 0.0}


def test_money_for_work_that_is_paid_into_trust_stays_there(books: Books, body: dict[str, Any], office: Office) -> None:
    bill, trust = books.issued(100), {"id": office["bank_account.trust"]}
    link = books.api.post(LINK, {**body, "destination_account": trust, "subject": {"id": bill, "type": "Bill"}})["id"]
    payment = pay(books, link)
    assert books.api.get(f"/clio_payments/payments/{payment}", fields="state") == {"state": "completed_requiring_allocation"}
    assert books.amounts(bill)["balance"] == 100.0
    assert books.api.get(f"/bank_accounts/{trust['id']}", fields="balance") == {"balance": 100.0}


@pytest.mark.rule("payments.online-states")
def test_an_online_payment_goes_only_where_it_can(books: Books, body: dict[str, Any], office: Office) -> None:
    failed = pay(books, books.api.post(LINK, body)["id"], amount=10, state="failed")
    with pytest.raises(InvalidArgument):
        move(books, failed, "completed")
    revenue = pay(books, books.api.post(LINK, {**body, "is_allocated_as_revenue": True})["id"], amount=10)
    assert move(books, revenue, "voided")["state"] == "voided"
    for payment, state in ((revenue, "completed"), (failed, "voided")):
        with pytest.raises(InvalidArgument):
            move(books, payment, state)
    assert books.api.get("/clio_payments/payments", fields="id,state") == [
        {"id": failed, "state": "failed"},
        {"id": revenue, "state": "voided"},
    ]
    assert books.api.get(f"/bank_accounts/{office['bank_account.operating']}", fields="balance") == {"balance": 0.0}


def test_a_payment_made_online_is_not_taken_back_as_any_other(books: Books, body: dict[str, Any]) -> None:
    bill = books.issued(100)
    pay(books, books.api.post(LINK, {**body, "subject": {"id": bill, "type": "Bill"}})["id"])
    (payment,) = books.mock.world.table("payments").ids()
    with pytest.raises(InvalidArgument):
        books.void_payment(payment)
    assert books.state(bill) == "paid"


def test_online_payments_are_found_by_every_filter(books: Books, body: dict[str, Any]) -> None:
    bill = books.issued(100)
    client = books.api.get(f"/bills/{bill}", fields="client{id}")["client"]["id"]
    one = pay(books, books.api.post(LINK, {**body, "subject": {"id": bill, "type": "Bill"}})["id"], state="authorized")
    two = pay(books, books.api.post(LINK, body)["id"], amount=5)
    path = "/clio_payments/payments"
    assert books.ids(path, bill_id=bill) == books.ids(path, contact_id=client) == books.ids(path, state="authorized") == [one]
    assert books.ids(path, **{"ids[]": two}) == books.ids(path, state="completed_requiring_allocation") == [two]
    assert books.ids(path) == [one, two]

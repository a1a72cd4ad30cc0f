"""Bank transactions and transfers: signed amounts, running balances, ledgers of trust money, and what is bound to stay."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.errors import InvalidArgument
from mockclio.practice.billing import actions
from mockclio.seeding.office import Office
from tests.practice.books import Books

PATH = "/bank_transactions"


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


@pytest.fixture
def operating(office: Office) -> int:
    return office["bank_account.operating"]


@pytest.fixture
def trust(office: Office) -> int:
    return office["bank_account.trust"]


@pytest.mark.rule("banking.amount-is-signed", "banking.balance-is-the-sum")
def test_what_was_sent_is_read_back(books: Books, operating: int) -> None:
    matter = books.matter()
    client = {"id": books.client_of(matter)}
    sent = {
        "amount": -40.5,
        "date": "2026-05-03",
        "confirmation": "9-1",
        "currency": "EUR",
        "description": "Rent",
        "exchange_rate": 1.1,
        "source": "Landlord",
        "transaction_type": "Check",
    }
    body = {**sent, "bank_account": {"id": operating}, "bank_account_transaction_type": "Debit", "client": client, "matter": {"id": matter}}
    euro = next(row["id"] for row in books.api.get("/currencies", fields="id,code") if row["code"] == "EUR")
    shown = ",".join(sent) + ",type,funds_in,funds_out,currency_id,bank_account{id},bank_account_id,client{id},matter{id},bill,allocation"
    shown += ",current_account_balance,clio_payments_transaction,read_only_confirmation"
    assert books.api.post(PATH, body, fields=shown) == {
        **sent,
        "type": "Debit",
        "funds_in": 0.0,
        "funds_out": 40.5,
        "currency_id": euro,
        "bank_account": {"id": operating},
        "bank_account_id": operating,
        "client": client,
        "matter": {"id": matter},
        "bill": None,
        "allocation": None,
        "current_account_balance": -40.5,
        "clio_payments_transaction": False,
        "read_only_confirmation": False,
    }
    assert books.api.get(f"/bank_accounts/{operating}", fields="balance,bank_transactions_count") == {
        "balance": -40.5,
        "bank_transactions_count": 1,
    }


def test_the_least_that_is_sent_is_enough(books: Books, operating: int) -> None:
    body = {"amount": 5, "date": "2026-05-03", "bank_account": {"id": operating}}
    assert books.api.post(PATH, body, fields="amount,type,transaction_type,currency,exchange_rate,client,matter,funds_in") == {
        "amount": 5.0,
        "type": "asset",
        "transaction_type": "Deposit",
        "currency": "USD",
        "exchange_rate": 1.0,
        "client": None,
        "matter": None,
        "funds_in": 5.0,
    }


@pytest.mark.rule("banking.amount-is-signed", "banking.foreign-currency", "banking.matter-belongs-to-client", "trust.never-below-zero")
def test_a_wrong_transaction_is_refused(books: Books, operating: int, trust: int) -> None:
    matter, stranger = books.matter(), books.client()
    body = {"amount": 5, "date": "2026-05-03", "bank_account": {"id": operating}}
    for wrong in (
        {"amount": 0},
        {"amount": None},
        {"date": "soon"},
        {"bank_account": {"id": None}},
        {"currency": "EUR"},
        {"exchange_rate": 0},
        {"matter": {"id": matter}, "client": {"id": stranger}},
        {"bank_account": {"id": trust}, "amount": -1, "matter": {"id": matter}},
        {"bank_account": {"id": trust}, "amount": -1},
    ):
        books.api.refused(422, "POST", PATH, {**body, **wrong})
    for missing in body:
        books.api.refused(422, "POST", PATH, {key: value for key, value in body.items() if key != missing})
    books.api.refused(404, "POST", PATH, {**body, "bank_account": {"id": 1}})
    books.api.refused(404, "POST", PATH, {**body, "client": {"id": 1}})
    assert books.ids(PATH) == []


@pytest.mark.rule("banking.running-balance")
def test_the_balance_runs_in_the_order_of_dates(books: Books, operating: int) -> None:
    matter = books.matter()
    second, first = (books.deposit(operating, amount, matter, date=day) for amount, day in ((10, "2026-05-09"), (5, "2026-05-02")))
    third = books.deposit(operating, -3, matter, date="2026-05-09")
    rows = {row["id"]: row["current_account_balance"] for row in books.api.get(PATH, fields="id,current_account_balance")}
    assert rows == {first: 5.0, second: 15.0, third: 12.0}
    books.api.patch(f"{PATH}/{first}", {"amount": 7})
    assert books.api.get(f"{PATH}/{third}", fields="current_account_balance") == {"current_account_balance": 14.0}


@pytest.mark.rule("trust.never-below-zero")
def test_trust_money_of_one_matter_never_pays_for_another(books: Books, trust: int) -> None:
    client = books.client()
    first, second = books.matter(client), books.matter(client)
    deposit = books.deposit(trust, 100, first)
    withdrawal = books.deposit(trust, -60, first)
    before = books.api.get(PATH, fields="id,etag,amount")
    for change in ({"amount": 59}, {"matter": {"id": second}}, {"matter": {"id": None}, "client": {"id": client}}):
        books.api.refused(422, "PATCH", f"{PATH}/{deposit}", change)
    books.api.refused(422, "PATCH", f"{PATH}/{withdrawal}", {"amount": -101})
    books.api.refused(422, "DELETE", f"{PATH}/{deposit}")
    assert books.api.get(PATH, fields="id,etag,amount") == before
    books.api.delete(f"{PATH}/{withdrawal}")
    assert books.api.patch(f"{PATH}/{deposit}", {"matter": {"id": second}}, fields="matter{id},client{id}") == {
        "matter": {"id": second},
        "client": {"id": client},
    }
    books.api.delete(f"{PATH}/{deposit}")


def test_a_transaction_moves_to_another_client_or_account(books: Books, operating: int, trust: int) -> None:
    matter, other = books.matter(), books.matter()
    id = books.deposit(trust, 100, matter)
    shown = "client{id},matter,type,bank_account{id}"
    assert books.api.patch(f"{PATH}/{id}", {"client": {"id": books.client_of(other)}}, fields=shown) == {
        "client": {"id": books.client_of(other)},
        "matter": None,
        "type": "liability",
        "bank_account": {"id": trust},
    }
    assert books.api.patch(f"{PATH}/{id}", {"bank_account": {"id": operating}}, fields="type,bank_account{id}") == {
        "type": "asset",
        "bank_account": {"id": operating},
    }
    assert books.api.patch(f"{PATH}/{id}", {"matter": {"id": matter}}, fields="client{id},matter{id}") == {
        "client": {"id": books.client_of(matter)},
        "matter": {"id": matter},
    }


@pytest.mark.rule("banking.bound-transactions-stay", "banking.unreconciled")
def test_what_a_payment_made_or_the_bank_confirmed_stays(books: Books, operating: int) -> None:
    books.pay(books.issued(100))
    free = books.deposit(operating, 7, books.matter())
    checked = books.deposit(operating, 9, books.matter())
    paid = books.ids(PATH)[0]
    books.do(lambda session: actions.reconcile(session, [checked]))
    assert books.ids(PATH, unreconciled_only="true") == [paid, free]
    assert books.ids(PATH, unreconciled_only="false") == [paid, free, checked]
    for id in (paid, checked):
        for change in ({"amount": 1}, {"date": "2026-01-01"}, {"matter": {"id": None}}, {"exchange_rate": 2}):
            books.api.refused(422, "PATCH", f"{PATH}/{id}", change)
        books.api.refused(403, "DELETE", f"{PATH}/{id}")
        assert books.api.patch(f"{PATH}/{id}", {"description": "Seen", "confirmation": "1"}, fields="description,confirmation") == {
            "description": "Seen",
            "confirmation": "1",
        }
    assert books.api.get(f"/bank_accounts/{operating}", fields="balance") == {"balance": 116.0}
    books.api.patch(f"{PATH}/{free}", {"amount": 1})
    books.api.delete(f"{PATH}/{free}")


@pytest.mark.rule("banking.read-only-confirmation")
def test_the_confirmation_of_an_online_payment_stays(books: Books, operating: int) -> None:
    account = {"id": operating}
    link = {
        "currency": "USD",
        "description": "x",
        "duration": 60,
        "destination_account": account,
        "subject": {**account, "type": "BankAccount"},
    }
    id = books.api.post("/clio_payments/links", link)["id"]
    books.do(lambda session: actions.pay_link(session, session.table("clio_payments_links")[id], amount=5))
    (transaction,) = books.api.get(PATH, fields="id,confirmation,read_only_confirmation")
    assert transaction["read_only_confirmation"] is True
    books.api.refused(422, "PATCH", f"{PATH}/{transaction['id']}", {"confirmation": "mine"})
    assert books.api.get(PATH, fields="confirmation") == [{"confirmation": transaction["confirmation"]}]


@pytest.mark.rule("banking.ledger-side")
def test_transactions_are_found_by_every_filter(books: Books, operating: int, trust: int) -> None:
    matter, other = books.matter(), books.matter()
    one, two = books.deposit(operating, 5, matter), books.deposit(trust, 6, other)
    for name, value, result in (
        ("bank_account_id", trust, two),
        ("client_id", books.client_of(matter), one),
        ("matter_id", other, two),
        ("type", "asset", one),
        ("type", "liability", two),
        ("ids[]", one, one),
    ):
        assert books.ids(PATH, **{name: value}) == [result], name
    assert books.ids(PATH, order="id(desc)") == [two, one]


@pytest.mark.rule("banking.transfer-makes-two-entries")
def test_a_transfer_is_an_entry_in_each_account(books: Books, operating: int, trust: int) -> None:
    matter = books.matter()
    client = {"id": books.client_of(matter)}
    books.deposit(trust, 100, matter)
    moved: dict[str, Any] = {"source": trust, "destination": operating, "amount": 60, "matter": matter, "description": "Earned fee"}
    id = books.do(lambda session: actions.transfer_funds(session, **moved, primary_authorizer="MH", secondary_authorizer="KO"))["id"]
    shown = (
        "amount,date,description,primary_authorizer,secondary_authorizer,client{id},matter{id},source_account{id},destination_account{id}"
    )
    assert books.api.get(f"/bank_transfers/{id}", fields=shown) == {
        "amount": 60.0,
        "date": "2026-06-01T09:00:00-04:00",
        "description": "Earned fee",
        "primary_authorizer": "MH",
        "secondary_authorizer": "KO",
        "client": client,
        "matter": {"id": matter},
        "source_account": {"id": trust},
        "destination_account": {"id": operating},
    }
    entries = books.api.get(PATH, fields="amount,transaction_type,bank_account{id},matter{id}")[1:]
    assert entries == [
        {"amount": -60.0, "transaction_type": "Transfer", "bank_account": {"id": trust}, "matter": {"id": matter}},
        {"amount": 60.0, "transaction_type": "Transfer", "bank_account": {"id": operating}, "matter": {"id": matter}},
    ]
    for wrong in ({"amount": 41}, {"destination": trust}, {"amount": 0}, {"client": books.client()}):
        with pytest.raises(InvalidArgument):
            books.do(lambda session, wrong=wrong: actions.transfer_funds(session, **{**moved, **wrong}))
    books.api.refused(403, "DELETE", f"{PATH}/{books.ids(PATH)[1]}")
    books.api.refused(404, "GET", "/bank_transfers")
    assert len(books.ids(PATH)) == 3

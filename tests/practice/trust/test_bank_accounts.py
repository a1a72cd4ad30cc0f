"""Bank accounts: what one needs, which is the default, what it holds, and when it can go."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.errors import InvalidArgument
from mockclio.practice.billing import actions
from mockclio.seeding.office import Office
from tests.practice.books import Books

PATH = "/bank_accounts"


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


def account(books: Books, **values: Any) -> int:
    result: int = books.api.post(PATH, {"currency": "USD", "type": "Operating", "name": "Second", **values})["id"]
    return result


@pytest.mark.rule("banking.opening-balance")
@pytest.mark.rule("banking.type-stays")
def test_an_account_keeps_what_it_was_opened_with(books: Books, office: Office) -> None:
    texts = {
        "account_number": "77",
        "domicile_branch": "Albany",
        "general_ledger_number": "1010",
        "holder": "Hartwell",
        "institution": "Harbor",
        "name": "Costs",
        "swift": "HARBUS33",
        "transit_number": "0021",
    }
    body = {**texts, "currency": "usd", "type": "Operating", "balance": 12.345, "controlled_account": True}
    shown = (
        ",".join(texts)
        + ",currency,currency_symbol,currency_id,type,balance,bank_transactions_count,controlled_account,default_account,user{id}"
    )
    currency = next(row for row in books.api.get("/currencies", fields="id,code,sign") if row["code"] == "USD")
    created = books.api.post(PATH, body, fields="id," + shown)
    id = created.pop("id")
    assert created == {
        **texts,
        "currency": "USD",
        "currency_symbol": currency["sign"],
        "currency_id": currency["id"],
        "type": "Operating",
        "balance": 12.35,
        "bank_transactions_count": 0,
        "controlled_account": True,
        "default_account": False,
        "user": {"id": office["user.owner"]},
    }
    assert books.api.patch(f"{PATH}/{id}", {"balance": 99, "type": "Trust", "name": "Disbursements"}, fields="balance,type,name") == {
        "balance": 12.35,
        "type": "Operating",
        "name": "Disbursements",
    }
    assert books.api.post(PATH, {"currency": "CAD", "type": "Trust"}, fields="name,currency") == {
        "name": "Trust Account",
        "currency": "CAD",
    }


@pytest.mark.rule("banking.currency-code", "banking.one-default-a-type")
@pytest.mark.parametrize(
    "wrong", [{"currency": "XYZ"}, {"currency": None}, {"type": "Savings"}, {"type": None}, {"name": " "}, {"matter": {"id": 1}}]
)
def test_a_wrong_account_is_refused(books: Books, wrong: dict[str, Any]) -> None:
    status = 404 if "matter" in wrong else 422
    books.api.refused(status, "POST", PATH, {"currency": "USD", "type": "Operating", **wrong})
    assert len(books.ids(PATH)) == 2


@pytest.mark.rule("banking.one-default-a-type")
def test_one_account_of_each_type_is_the_default(books: Books, office: Office) -> None:
    operating, trust = office["bank_account.operating"], office["bank_account.trust"]
    second = account(books, default_account=True)
    assert _defaults(books) == [trust, second]
    books.api.refused(422, "PATCH", f"{PATH}/{second}", {"default_account": False})
    books.api.patch(f"{PATH}/{operating}", {"default_account": True})
    assert _defaults(books) == [operating, trust]
    books.api.delete(f"{PATH}/{operating}")
    assert _defaults(books) == [trust, second]


def _defaults(books: Books) -> list[int]:
    return [row["id"] for row in books.api.get(PATH, fields="id,default_account") if row["default_account"]]


@pytest.mark.rule("banking.used-accounts-stay")
def test_an_account_in_use_is_not_deleted(books: Books, office: Office) -> None:
    trust, unused = office["bank_account.trust"], account(books)
    books.deposit(trust, 5, books.matter())
    books.api.refused(403, "DELETE", f"{PATH}/{trust}")
    bill = books.issued()
    books.api.refused(403, "DELETE", f"{PATH}/{office['bank_account.operating']}")
    link = {"currency": "USD", "description": "x", "duration": 60, "subject": {"id": bill, "type": "Bill"}}
    books.api.post("/clio_payments/links", {**link, "destination_account": {"id": unused}})
    books.api.refused(403, "DELETE", f"{PATH}/{unused}")
    assert len(books.ids(PATH)) == 3
    spare = account(books)
    books.api.delete(f"{PATH}/{spare}")
    books.api.refused(404, "GET", f"{PATH}/{spare}")
    books.api.refused(404, "DELETE", f"{PATH}/{spare}")


@pytest.mark.rule("banking.currency-code")
def test_the_currency_stays_once_money_moved(books: Books) -> None:
    id = account(books)
    assert books.api.patch(f"{PATH}/{id}", {"currency": "EUR"}, fields="currency") == {"currency": "EUR"}
    books.deposit(id, 5, books.matter())
    books.api.refused(422, "PATCH", f"{PATH}/{id}", {"currency": "USD"})
    assert books.api.patch(f"{PATH}/{id}", {"currency": "EUR"}, fields="currency") == {"currency": "EUR"}


@pytest.mark.rule("banking.dedicated-account")
def test_an_account_for_one_matter_takes_the_money_of_no_other(books: Books) -> None:
    matter, other = books.matter(), books.matter()
    id = account(books, type="Trust", matter={"id": matter})
    body = {"bank_account": {"id": id}, "amount": 5, "date": "2026-06-01"}
    assert books.api.post("/bank_transactions", body, fields="matter{id},client{id}") == {
        "matter": {"id": matter},
        "client": {"id": books.client_of(matter)},
    }
    books.api.refused(422, "POST", "/bank_transactions", {**body, "matter": {"id": other}})
    books.api.patch(f"{PATH}/{id}", {"matter": {"id": None}, "client": {"id": books.client_of(other)}})
    books.api.refused(422, "POST", "/bank_transactions", {**body, "matter": {"id": matter}})
    books.api.post("/bank_transactions", {**body, "matter": {"id": other}})
    books.api.refused(422, "PATCH", f"{PATH}/{id}", {"matter": {"id": matter}, "client": {"id": books.client_of(other)}})


@pytest.mark.rule("banking.type-filter", "banking.empty-accounts", "banking.status-filter")
def test_accounts_are_found_by_every_filter(books: Books, office: Office) -> None:
    operating, trust = office["bank_account.operating"], office["bank_account.trust"]
    books.deposit(operating, 5, books.matter())
    assert books.ids(PATH, type="OperatingAccount") == [operating]
    assert books.ids(PATH, type="TrustAccount") == [trust]
    assert books.ids(PATH, show_empty_accounts="false") == [operating]
    assert books.ids(PATH, show_empty_accounts="true") == [operating, trust]
    assert books.ids(PATH, user_id=office["user.owner"]) == [operating, trust]
    assert books.ids(PATH, user_id="null") == []
    assert books.ids(PATH, **{"ids[]": trust}) == [trust]
    books.do(lambda session: actions.close_account(session, trust))
    assert books.ids(PATH, status="closed") == [trust]
    assert books.ids(PATH, status="opened") == [operating]
    assert books.ids(PATH) == [operating, trust]


@pytest.mark.rule("banking.status-filter")
def test_a_closed_account_was_empty_and_takes_nothing(books: Books, office: Office) -> None:
    operating, trust = office["bank_account.operating"], office["bank_account.trust"]
    matter = books.matter()
    books.deposit(operating, 5, matter)
    with pytest.raises(InvalidArgument):
        books.do(lambda session: actions.close_account(session, operating))
    books.do(lambda session: actions.close_account(session, trust))
    body = {"bank_account": {"id": trust}, "amount": 5, "date": "2026-06-01", "matter": {"id": matter}}
    books.api.refused(422, "POST", "/bank_transactions", body)
    books.api.refused(422, "PATCH", f"{PATH}/{trust}", {"default_account": True})
    with pytest.raises(InvalidArgument):
        books.do(lambda session: actions.transfer_funds(session, source=operating, destination=trust, amount=1))


def test_accounts_are_sorted_by_every_key(books: Books, office: Office) -> None:
    operating, trust = office["bank_account.operating"], office["bank_account.trust"]
    books.api.patch(f"{PATH}/{trust}", {"institution": "Aurora", "account_number": "1", "transit_number": "001", "currency": "CAD"})
    for order, result in {
        "id": [operating, trust],
        "name": [trust, operating],
        "institution": [trust, operating],
        "account_number": [trust, operating],
        "transit_number": [trust, operating],
        "currency": [trust, operating],
        "updated_at": [operating, trust],
        "type": [operating, trust],
    }.items():
        assert books.ids(PATH, order=f"{order}(asc)") == result, order
        assert books.ids(PATH, order=f"{order}(desc)") == result[::-1], order


def test_only_an_account_with_online_payments_has_a_page(books: Books, office: Office) -> None:
    shown = "clio_payments_enabled,clio_payment_page_link,clio_payment_page_qr_code"
    assert books.api.get(f"{PATH}/{account(books)}", fields=shown) == {
        "clio_payments_enabled": False,
        "clio_payment_page_link": None,
        "clio_payment_page_qr_code": None,
    }
    link = books.api.get(f"{PATH}/{office['bank_account.trust']}", fields=shown)
    assert link["clio_payments_enabled"] is True
    assert link["clio_payment_page_qr_code"].startswith(link["clio_payment_page_link"])

"""Money by control: what the public API only shows is made, moved and taken back here."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.practice.books import Books

NAMES = "bills payments credits transfers interest_charges online_payments reconciliations"


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


def post(books: Books, path: str, **body: Any) -> Any:
    response = books.mock.http.post(f"/_mockclio/{path}", json=body)
    assert response.status_code == 200, response.text
    return response.json()


def refused(books: Books, status: int, path: str, body: Any) -> str:
    response = books.mock.http.post(f"/_mockclio/{path}", json=body)
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    return str(response.json()["error"]["message"])


def test_a_bill_is_made_with_all_that_can_be_said_of_it(books: Books) -> None:
    matter = books.matter()
    first, _ = books.work(matter, price=100), books.work(matter, price=1)
    made = post(
        books,
        "bills",
        matters=[matter],
        activities=[first],
        lines=[{"description": "Courier", "kind": "Expense", "price": 10, "quantity": 2, "discount": {"rate": 50}}],
        state="awaiting_payment",
        sent=True,
        number="X-1",
        issued_at="2026-05-01",
        due_at="2026-05-15",
        subject="May",
        memo="Thanks",
        purchase_order="7",
        tax_rate=10,
        secondary_tax_rate=5,
        discount={"rate": 10, "type": "money"},
        discount_services_only=True,
        interest={"rate": 10, "period": 30},
        start="2026-05-01",
        end="2026-05-31",
    )["data"]
    assert [key for key in made if key.startswith("_")] == []
    shown = (
        "number,state,issued_at,due_at,subject,memo,purchase_order,shared,total,due,start_at,end_at,discount_services_only,type,"
        "interest{rate}"
    )
    assert books.api.get(f"/bills/{made['id']}", fields=shown) == {
        "number": "X-1",
        "state": "awaiting_payment",
        "issued_at": "2026-05-01",
        "due_at": "2026-05-15",
        "subject": "May",
        "memo": "Thanks",
        "purchase_order": "7",
        "shared": True,
        "total": 126.5,
        "due": 116.5,
        "start_at": "2026-05-01",
        "end_at": "2026-05-31",
        "discount_services_only": "true",
        "type": "MatterBill",
        "interest": {"rate": 10},
    }


@pytest.mark.rule("bills.secondary-tax-rule")
@pytest.mark.parametrize(("named", "second"), [({}, 10.0), ({"secondary_tax_rule": "Pre"}, 10.0), ({"secondary_tax_rule": "Post"}, 10.5)])
def test_a_bill_has_the_rule_of_the_second_tax_that_is_named(books: Books, named: dict[str, str], second: float) -> None:
    """100.00 bears 5% and 10%, and 50.00 the first alone, which the second is not raised on."""
    both, first = ({"price": price, "quantity": 1, "taxable": True, "secondary_taxable": price == 100} for price in (100, 50))
    made = post(books, "bills", matters=[books.matter()], activities=[], lines=[both, first], tax_rate=5, secondary_tax_rate=10, **named)
    assert books.api.get(f"/bills/{made['data']['id']}", fields="tax_sum,secondary_tax_sum") == {
        "tax_sum": 7.5,
        "secondary_tax_sum": second,
    }


def test_a_bill_goes_from_work_to_paid_and_back(books: Books, office: Office) -> None:
    matter = books.matter()
    books.work(matter, price=100)
    bill = post(books, "bills", client=books.client_of(matter), state="awaiting_payment")["data"]["id"]
    credit = post(books, "credits", bills=[bill], amount=40, description="Goodwill", discount=True)["data"]
    payment = post(books, "payments", bills=[bill], payment_source_type="cash")["data"]
    assert (credit["amount"], payment["amount"], books.state(bill)) == (40.0, 60.0, "paid")
    assert post(books, f"payments/{payment['id']}/void")["data"]["voided_at"] == "2026-06-01T13:00:00Z"
    assert post(books, f"credits/{credit['id']}/void")["data"]["voided_at"] == "2026-06-01T13:00:00Z"
    assert books.amounts(bill)["balance"] == 100.0
    transactions = books.ids("/bank_transactions")
    assert post(books, "reconciliations", transactions=transactions) == {"reconciled": transactions}
    assert books.ids("/bank_transactions", unreconciled_only="true") == []
    trust = office["bank_account.trust"]
    assert post(books, f"bank_accounts/{trust}/close")["data"]["id"] == trust
    assert books.ids("/bank_accounts", status="closed") == [trust]


def test_money_is_moved_and_interest_is_charged(books: Books, office: Office) -> None:
    operating, trust = office["bank_account.operating"], office["bank_account.trust"]
    matter = books.matter()
    books.deposit(trust, 100, matter)
    moved = post(books, "transfers", source=trust, destination=operating, amount=40, matter=matter, primary_authorizer="MH")["data"]
    assert books.api.get(f"/bank_transfers/{moved['id']}", fields="amount,primary_authorizer") == {
        "amount": 40.0,
        "primary_authorizer": "MH",
    }
    bill = books.issued(365, matter, due_at="2026-05-01", interest={"rate": 10, "type": "simple", "period": 10})
    assert post(books, "interest_charges", bill=bill)["data"]["total"] == 1.0
    assert post(books, "payments", bills=[bill], amount=60, source=trust, source_fund_type="Matter")["data"]["source_bank_account"] == trust
    assert books.amounts(bill)["balance"] == 306.0


def test_an_online_payment_is_made_and_moved(books: Books, office: Office) -> None:
    account = {"id": office["bank_account.operating"]}
    bill = books.issued(80)
    body = {"currency": "USD", "description": "x", "duration": 60, "destination_account": account, "subject": {"id": bill, "type": "Bill"}}
    link = books.api.post("/clio_payments/links", body)["id"]
    payment = post(books, "online_payments", link=link, state="pending", email="a@b.test")["data"]
    assert (payment["state"], payment["email_address"]) == ("pending", "a@b.test")
    assert post(books, f"online_payments/{payment['id']}", state="completed")["data"]["state"] == "completed"
    assert books.state(bill) == "paid"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("bills", {"matters": "1"}),
        ("bills", {"matters": [True]}),
        ("bills", {"client": 1.5}),
        ("bills", {"kind": "trust_kind", "client": 1}),
        ("bills", {"state": "paid", "client": 1}),
        ("bills", {"tax_rate": 101, "client": 1}),
        ("bills", {"tax_rate": 1e300, "client": 1}),
        ("bills", {"due_at": "2026-02-30", "client": 1}),
        ("bills", {"due_at": "20260101", "client": 1}),
        ("bills", {"lines": ["x"], "client": 1}),
        ("bills", {"lines": [{"total": 1}], "client": 1}),
        ("bills", {"lines": [{"kind": "Product"}], "client": 1}),
        ("bills", {"lines": [{"discount": {"rate": 101}}], "client": 1}),
        ("bills", {"discount": {"amount": 1}, "client": 1}),
        ("bills", {"interest": {"rate": 5, "period": 0}, "client": 1}),
        ("bills", {"number_": "1"}),
        ("payments", {}),
        ("payments", {"bills": [1], "amount": "5"}),
        ("payments", {"bills": [1], "source_fund_type": "Firm"}),
        ("payments", {"bills": [1], "payment_source_type": "gold"}),
        ("payments/x/void", {}),
        ("credits", {"bills": None}),
        ("transfers", {"source": 1}),
        ("interest_charges", {}),
        ("online_payments", {"link": 1, "state": "voided"}),
        ("online_payments/1", {}),
        ("online_payments/1", {"state": "lost"}),
        ("reconciliations", {"transactions": ["1"]}),
    ],
)
def test_a_body_of_the_wrong_form_is_refused(books: Books, path: str, body: Any) -> None:
    assert refused(books, 400, path, body)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("bills", {"client": 1}),
        ("bills", {"matters": [1]}),
        ("payments", {"bills": [1]}),
        ("payments/1/void", {}),
        ("credits", {"bills": [1]}),
        ("credits/1/void", {}),
        ("transfers", {"source": 1, "destination": 2, "amount": 5}),
        ("interest_charges", {"bill": 1}),
        ("online_payments", {"link": 1}),
        ("online_payments/1", {"state": "completed"}),
        ("reconciliations", {"transactions": [1]}),
        ("bank_accounts/1/close", {}),
    ],
)
def test_what_does_not_exist_is_not_found(books: Books, path: str, body: Any) -> None:
    assert refused(books, 404, path, body)


def test_what_cannot_be_done_is_refused_and_nothing_is_written(books: Books) -> None:
    bill = books.issued(100)
    assert "more than" in refused(books, 422, "payments", {"bills": [bill], "amount": 101})
    assert "nothing to bill" in refused(books, 422, "bills", {"matters": [books.matter()]})
    assert refused(books, 422, "bills", {"matters": [books.matter()], "lines": [{"price": 1, "matter": 1}]})
    assert books.ids("/allocations") == []


def test_every_route_stands_in_the_index_and_in_the_document(books: Books) -> None:
    listed = {route["path"] for route in books.mock.http.get("/_mockclio/").json()["mockclio"]}
    document = books.mock.http.get("/_mockclio/openapi.json").json()["paths"]
    for name in NAMES.split():
        assert f"/_mockclio/{name}" in listed
        assert document[f"/_mockclio/{name}"]["post"]["requestBody"]

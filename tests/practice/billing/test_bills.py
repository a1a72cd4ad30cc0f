"""Bills: where they come from, their states, what can be changed when, and how they are found."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from mockclio.errors import InvalidArgument
from mockclio.practice.billing import actions
from mockclio.seeding.office import Office
from tests.practice.books import Books


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


@pytest.mark.rule("bills.made-by-the-product", "bills.what-is-unbilled")
def test_a_bill_takes_the_unbilled_work_of_its_matters_and_days(books: Books) -> None:
    matter = books.matter()
    early, inside, late = (books.work(matter, date=day) for day in ("2026-04-30", "2026-05-10", "2026-06-01"))
    hidden = books.work(matter, date="2026-05-10", non_billable=True)
    shown = books.work(matter, date="2026-05-10", no_charge=True)
    assert books.mock.http.post("/api/v4/bills", json={"data": {}}).status_code == 404
    bill = books.bill(matter, start="2026-05-01", end="2026-05-31")
    assert books.api.get("/line_items", fields="type,activity", bill_id=bill) == [
        {"type": "ActivityLineItem", "activity": _ref(books, inside)},
        {"type": "NoChargeLineItem", "activity": _ref(books, shown)},
    ]
    assert books.api.get(f"/bills/{bill}", fields="start_at,end_at") == {"start_at": "2026-05-01", "end_at": "2026-05-31"}
    assert [books.api.get(f"/activities/{id}", fields="on_bill")["on_bill"] for id in (early, inside, late, hidden, shown)] == [
        False,
        True,
        False,
        False,
        True,
    ]


def _ref(books: Books, activity: int) -> dict[str, object]:
    return dict(books.api.get(f"/activities/{activity}", fields="id,etag"))


def test_what_cannot_be_billed_is_refused(books: Books) -> None:
    matter, other = books.matter(), books.matter()
    entry = books.work(matter)
    books.work(other)
    for wrong in (
        {"matters": [books.matter()]},
        {"matters": [matter, other]},
        {"matters": [matter], "client": books.client_of(other)},
        {"matters": [matter], "activities": [entry, 1]},
        {"matters": [matter], "lines_": [{"matter": other, "price": 1}]},
        {"matters": [matter], "paid": 1},
        {},
    ):
        with pytest.raises(InvalidArgument):
            books.do(lambda session, wrong=wrong: actions.make_bill(session, **wrong))
    assert books.ids("/bills") == []


@pytest.mark.rule("bills.types-and-kinds", "bills.numbers-count-up", "bills.type-filter-reads-the-kind")
def test_bills_of_matters_of_clients_and_for_trust_share_one_count(books: Books) -> None:
    client = books.client()
    first, second = books.matter(client), books.matter(client)
    books.work(first)
    one = books.bill(first)
    books.work(first)
    books.work(second)
    all_of_them = books.do(lambda session: actions.make_bill(session, client=client))["id"]
    trust = books.do(lambda session: actions.request_trust(session, client=client, amount=500))["id"]
    assert books.api.get("/bills", fields="id,number,type,kind,matters{id}") == [
        {"id": one, "number": "1", "type": "MatterBill", "kind": "revenue_kind", "matters": [{"id": first}]},
        {"id": all_of_them, "number": "2", "type": "ClientBill", "kind": "revenue_kind", "matters": [{"id": first}, {"id": second}]},
        {"id": trust, "number": "3", "type": "ClientBill", "kind": "trust_kind", "matters": []},
    ]
    assert books.ids("/bills", type="trust") == [trust]
    assert books.ids("/bills", type="revenue") == [one, all_of_them]


MOVES = {
    "draft": ["awaiting_approval", "awaiting_payment", "deleted"],
    "awaiting_approval": ["awaiting_payment", "deleted"],
    "awaiting_payment": ["void"],
    "paid": [],
    "void": [],
    "deleted": [],
}


def in_state(books: Books, state: str) -> int:
    bill = books.issued() if state in ("awaiting_payment", "paid", "void") else books.bill(_worked(books))
    if state == "paid":
        books.pay(bill)
    elif state not in ("draft", "awaiting_payment"):
        books.api.patch(f"/bills/{bill}", {"state": state})
    return bill


def _worked(books: Books) -> int:
    matter = books.matter()
    books.work(matter)
    return matter


@pytest.mark.rule("bills.state-machine", "bills.can-update", "bills.locked-when-settled")
@pytest.mark.parametrize("state", MOVES)
def test_a_bill_moves_only_where_it_says_that_it_can(books: Books, state: str) -> None:
    bill = in_state(books, state)
    assert books.api.get(f"/bills/{bill}", fields="state,available_state_transitions,can_update") == {
        "state": state,
        "available_state_transitions": MOVES[state],
        "can_update": state in ("draft", "awaiting_approval", "awaiting_payment"),
    }
    for target in MOVES:
        if target not in (*MOVES[state], state):
            before = books.api.get(f"/bills/{bill}", fields="etag,state,balance,subject")
            books.api.refused(422, "PATCH", f"/bills/{bill}", {"state": target, "subject": "Changed"})
            assert books.api.get(f"/bills/{bill}", fields="etag,state,balance,subject") == before
    for target in MOVES[state]:
        fresh = in_state(books, state)
        assert books.api.patch(f"/bills/{fresh}", {"state": target}, fields="state") == {"state": target}


@pytest.mark.rule("bills.paid-when-nothing-is-owed")
def test_a_bill_for_nothing_is_paid_as_soon_as_it_is_issued(books: Books) -> None:
    bill = books.bill(_worked(books), discount={"rate": 100, "type": "percentage"})
    assert books.api.patch(f"/bills/{bill}", {"state": "awaiting_payment"}, fields="state,balance") == {"state": "paid", "balance": 0.0}


@pytest.mark.rule("bills.deleting-keeps-the-row", "bills.deleted-ones-are-hidden")
def test_delete_marks_the_bill_and_keeps_it(books: Books) -> None:
    draft, waiting, issued = (in_state(books, state) for state in ("draft", "awaiting_approval", "awaiting_payment"))
    for bill in (draft, waiting, issued):
        books.api.delete(f"/bills/{bill}")
    assert [books.state(bill) for bill in (draft, waiting, issued)] == ["deleted", "deleted", "void"]
    assert books.ids("/bills") == [issued]
    assert books.ids("/bills", state="deleted") == [draft, waiting]
    assert books.amounts(issued) == {"state": "void", "total": 200.0, "due": 0.0, "paid": 0.0, "credits_issued": 0.0, "balance": 0.0}


@pytest.mark.rule("bills.deleting-needs-no-payments")
@pytest.mark.parametrize("state", ["paid", "void", "deleted"])
def test_a_settled_bill_is_not_deleted(books: Books, state: str) -> None:
    bill = in_state(books, state)
    books.api.refused(403, "DELETE", f"/bills/{bill}")
    assert books.state(bill) == state


@pytest.mark.rule("bills.deleting-needs-no-payments", "bills.state-machine")
def test_a_bill_with_a_payment_or_credit_is_neither_void_nor_deleted(books: Books) -> None:
    bill = books.issued(200)
    payment = books.pay(bill, amount=50)
    books.api.refused(403, "DELETE", f"/bills/{bill}")
    books.api.refused(422, "PATCH", f"/bills/{bill}", {"state": "void"})
    books.void_payment(payment)
    books.credit(bill, amount=50)
    books.api.refused(403, "DELETE", f"/bills/{bill}")
    assert books.amounts(bill)["balance"] == 150.0


@pytest.mark.rule("bills.voiding-frees-activities")
@pytest.mark.parametrize("state", ["draft", "awaiting_payment"])
def test_the_work_of_a_bill_that_was_taken_back_can_be_billed_again(books: Books, state: str) -> None:
    matter = books.matter()
    entry = books.work(matter)
    bill = books.bill(matter, state=state)
    assert books.api.get(f"/activities/{entry}", fields="on_bill,billed,bill{id}") == {
        "on_bill": True,
        "billed": state == "awaiting_payment",
        "bill": {"id": bill},
    }
    books.api.refused(422, "PATCH", f"/activities/{entry}", {"note": "Changed"})
    books.api.delete(f"/bills/{bill}")
    assert books.api.get(f"/activities/{entry}", fields="on_bill,billed,bill") == {"on_bill": False, "billed": False, "bill": None}
    again = books.bill(matter)
    assert books.api.get(f"/activities/{entry}", fields="bill{id}") == {"bill": {"id": again}}


def test_a_change_is_read_back(books: Books, office: Office) -> None:
    bill = books.bill(_worked(books))
    currency = books.api.get("/currencies", fields="id")[3]["id"]
    changes = {
        "issued_at": "2026-05-02",
        "due_at": "2026-05-09",
        "memo": "With thanks",
        "subject": "May",
        "purchase_order": "PO 7",
        "number": "INV-9",
        "tax_rate": 5,
        "secondary_tax_rate": 7.5,
    }
    nested = {
        "bill_theme": {"id": office["bill_theme.short"]},
        "discount": {"rate": 10, "note": "Kindness"},
        "interest": {"rate": 4, "period": 30},
    }
    shown = ",".join(changes) + ",bill_theme{id},discount,interest,currency{id}"
    assert books.api.patch(f"/bills/{bill}", {**changes, **nested, "currency_id": currency}, fields=shown) == {
        **changes,
        "bill_theme": {"id": office["bill_theme.short"]},
        "discount": {"rate": 10, "type": "percentage", "note": "Kindness", "early_payment_rate": None, "early_payment_period": None},
        "interest": {"balance": 0.0, "period": 30, "rate": 4, "total": 0.0, "type": "simple"},
        "currency": {"id": currency},
    }
    cleared = books.api.patch(f"/bills/{bill}", {"discount": None, "interest": None, "memo": None}, fields="discount,interest,memo,due")
    assert cleared == {"discount": None, "interest": None, "memo": None, "due": 200.0}


@pytest.mark.rule("bills.number-is-unique", "bills.discount-range", "bills.interest-range")
@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "1"},
        {"number": None},
        {"discount": {"rate": -1}},
        {"discount": {"rate": 101}},
        {"interest": {"rate": 101}},
        {"interest": {"rate": 1, "period": 0}},
        {"tax_rate": 101},
        {"secondary_tax_rate": -1},
        {"bill_theme": {"id": None}},
    ],
)
def test_a_wrong_change_is_refused_and_nothing_changes(books: Books, wrong: dict[str, object]) -> None:
    books.bill(_worked(books))
    bill = books.bill(_worked(books))
    before = books.api.get(f"/bills/{bill}", fields="etag,number,subject,discount")
    books.api.refused(422, "PATCH", f"/bills/{bill}", {"subject": "Changed", **wrong})
    assert books.api.get(f"/bills/{bill}", fields="etag,number,subject,discount") == before


@pytest.mark.rule("bills.pricing-is-fixed-by-payments")
def test_prices_stay_while_a_payment_stands(books: Books) -> None:
    bill = books.issued()
    payment = books.pay(bill, amount=50)
    for change in ({"discount": {"rate": 5}}, {"tax_rate": 5}, {"secondary_tax_rate": 5}):
        books.api.refused(422, "PATCH", f"/bills/{bill}", change)
    assert books.api.patch(f"/bills/{bill}", {"memo": "Half paid"}, fields="memo") == {"memo": "Half paid"}
    books.void_payment(payment)
    assert books.api.patch(f"/bills/{bill}", {"discount": {"rate": 5}}, fields="due") == {"due": 190.0}


@pytest.mark.rule("bills.grace-period")
def test_the_grace_period_is_that_of_the_clients_payment_profile(books: Books) -> None:
    matter = _worked(books)
    bill = books.bill(matter, issued_at="2026-05-01")
    assert books.api.get(f"/bills/{bill}", fields="due_at") == {"due_at": "2026-05-31"}
    profile = books.do(lambda session: session.insert("payment_profiles", {"name": "Ten days", "terms": 10}))["id"]
    books.do(lambda session: session.update("contacts", books.client_of(matter), {"payment_profile": profile}))
    change = {"use_grace_period": True, "due_at": "2027-01-01"}
    assert books.api.patch(f"/bills/{bill}", change, fields="due_at") == {"due_at": "2026-05-11"}
    assert books.api.patch(f"/bills/{bill}", {"issued_at": "9999-12-31", "use_grace_period": True}, fields="due_at") == {
        "due_at": "9999-12-31"
    }
    assert books.api.patch(f"/bills/{bill}", {"due_at": "2026-07-01"}, fields="due_at") == {"due_at": "2026-07-01"}


@pytest.mark.rule("bills.preview-is-html", "bills.pdf-is-json")
def test_the_preview_is_a_page_and_nothing_else(books: Books) -> None:
    matter = books.matter()
    books.work(matter, note="Drafted <the> lease")
    bill = books.bill(matter, state="awaiting_payment", memo="Kind regards")
    page = books.api.call("GET", f"/bills/{bill}/preview")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.text.startswith("<!DOCTYPE html>")
    assert "<style>" in page.text
    assert "Drafted &lt;the&gt; lease" in page.text
    assert "Kind regards" in page.text
    refused = books.api.call("GET", f"/bills/{bill}/preview", headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["error"]["type"]) == (406, "InvalidFormatError")
    assert books.api.get(f"/bills/{bill}.pdf", fields="id") == {"id": bill}
    books.api.refused(404, "GET", "/bills/1/preview")


def test_a_bill_shows_its_client_theme_settings_and_account(books: Books, office: Office) -> None:
    matter = books.matter()
    client = books.client_of(matter)
    books.api.patch(f"/contacts/{client}", {"addresses": [{"name": "Work", "city": "Albany"}]})
    bill = books.issued(matter=matter)
    shown = (
        "client{id},client_addresses{city},bill_theme{name},billing_setting{id},destination_account{id},user{id},currency{code},"
        "original_bill"
    )
    assert books.api.get(f"/bills/{bill}", fields=shown) == {
        "client": {"id": client},
        "client_addresses": [{"city": "Albany"}],
        "bill_theme": {"name": "Standard"},
        "billing_setting": {"id": books.api.get("/settings/billing", fields="id")["id"]},
        "destination_account": {"id": office["bank_account.operating"]},
        "user": {"id": office["user.owner"]},
        "currency": {"code": "USD"},
        "original_bill": None,
    }


def test_a_claim_for_legal_aid_stands_on_its_bill(books: Books) -> None:
    bill = books.bill(_worked(books), legal_aid_uk_bill={"net_profit_costs": 120.5, "maat_id": "77"})
    shown = books.api.get(f"/bills/{bill}", fields="legal_aid_uk_bill{maat_id,net_profit_costs,additional_travel_payment,travel_time}")
    assert shown["legal_aid_uk_bill"] == {
        "maat_id": "77",
        "net_profit_costs": 120.5,
        "additional_travel_payment": False,
        "travel_time": None,
    }


@pytest.mark.rule("bills.theme-config")
def test_a_theme_is_renamed_and_configured_by_json(books: Books, office: Office) -> None:
    theme = office["bill_theme.standard"]
    changed = books.api.patch(f"/bill_themes/{theme}", {"name": "House", "config": '{"css": {}}'}, fields="name,config,default,account_id")
    assert changed == {"name": "House", "config": '{"css": {}}', "default": True, "account_id": office["account"]}
    for wrong in ({"config": "{"}, {"config": "[]"}, {"name": " "}, {"name": None}):
        books.api.refused(422, "PATCH", f"/bill_themes/{theme}", wrong)
    assert books.api.get("/bill_themes", fields="id,name") == [
        {"id": theme, "name": "House"},
        {"id": office["bill_theme.short"], "name": "Short"},
    ]

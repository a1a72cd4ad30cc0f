"""Money and clicks, by control, from a second process."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control.outside import Outside, shows
from tests.control.test_worlds import PERSON


class FullFirmMock:
    """What the tests start from, made through the API."""

    def __init__(self, outside: Outside) -> None:
        self.api = outside.api
        self.outside = outside
        self.client = outside.api.post("/contacts", PERSON["data"])["id"]
        self.matter = outside.api.post("/matters", {"client": {"id": self.client}, "description": "Lease"})["id"]
        self.accounts = {row["type"]: row["id"] for row in outside.api.get("/bank_accounts", "id,type")}

    def work(self, price: float) -> None:
        body = {"type": "TimeEntry", "date": "2026-05-20", "quantity": 3600, "price": price, "note": "Drafted"}
        self.api.post("/activities", {**body, "matter": {"id": self.matter}})

    def issued(self, price: float, **terms: Any) -> int:
        """An issued bill for one hour of work."""
        self.work(price)
        return int(self.outside.post("bills", matters=[self.matter], state="awaiting_payment", **terms)["data"]["id"])

    def bill(self, id: int) -> Any:
        return self.api.get(f"/bills/{id}", "state,balance")


@pytest.fixture
def full_firm_mock(outside: Outside) -> FullFirmMock:
    return FullFirmMock(outside)


@shows("POST /bills", "POST /payments", "POST /payments/{id}/void", "POST /credits", "POST /credits/{id}/void")
def test_a_bill_is_made_paid_and_credited_and_all_of_it_taken_back(outside: Outside, full_firm_mock: FullFirmMock) -> None:
    bill = full_firm_mock.issued(100)
    credit = outside.post("credits", bills=[bill], amount=40, description="Goodwill")["data"]
    payment = outside.post("payments", bills=[bill], payment_source_type="cash")["data"]
    assert (payment["amount"], full_firm_mock.bill(bill)) == (60.0, {"state": "paid", "balance": 0.0})
    outside.post(f"payments/{payment['id']}/void")
    outside.post(f"credits/{credit['id']}/void")
    assert full_firm_mock.bill(bill) == {"state": "awaiting_payment", "balance": 100.0}
    assert outside.call("POST", "payments", {"bills": [bill], "amount": 101}).status_code == 422


@shows("POST /interest_charges")
def test_interest_is_charged(outside: Outside, full_firm_mock: FullFirmMock) -> None:
    bill = full_firm_mock.issued(365, due_at="2026-05-01", interest={"rate": 10, "type": "simple", "period": 10})
    assert outside.post("interest_charges", bill=bill)["data"]["total"] == 1.0
    assert full_firm_mock.bill(bill)["balance"] == 366.0


@shows("POST /online_payments", "POST /online_payments/{id}")
def test_an_online_payment_is_made_and_moved(outside: Outside, full_firm_mock: FullFirmMock) -> None:
    account, bill = {"id": full_firm_mock.accounts["Operating"]}, full_firm_mock.issued(80)
    body = {"currency": "USD", "description": "x", "duration": 60, "destination_account": account, "subject": {"id": bill, "type": "Bill"}}
    link = full_firm_mock.api.post("/clio_payments/links", body)["id"]
    payment = outside.post("online_payments", link=link, state="pending", email="a@b.test")["data"]
    assert full_firm_mock.bill(bill)["state"] == "awaiting_payment"
    assert outside.post(f"online_payments/{payment['id']}", state="completed")["data"]["state"] == "completed"
    assert full_firm_mock.bill(bill)["state"] == "paid"


@shows("POST /transfers", "POST /reconciliations", "POST /bank_accounts/{id}/close")
def test_money_is_moved_found_on_the_statement_and_an_empty_account_closed(outside: Outside, full_firm_mock: FullFirmMock) -> None:
    trust, operating = full_firm_mock.accounts["Trust"], full_firm_mock.accounts["Operating"]
    deposit = {"bank_account": {"id": trust}, "amount": 100, "date": "2026-05-01", "matter": {"id": full_firm_mock.matter}}
    full_firm_mock.api.post("/bank_transactions", deposit)
    moved = outside.post("transfers", source=trust, destination=operating, amount=100, matter=full_firm_mock.matter)["data"]
    assert full_firm_mock.api.get(f"/bank_transfers/{moved['id']}", "amount") == {"amount": 100.0}
    entries = [row["id"] for row in full_firm_mock.api.get("/bank_transactions")]
    assert outside.post("reconciliations", transactions=entries) == {"reconciled": entries}
    assert full_firm_mock.api.get("/bank_transactions", unreconciled_only="true") == []
    assert outside.post(f"bank_accounts/{trust}/close")["data"]["id"] == trust
    assert [row["id"] for row in full_firm_mock.api.get("/bank_accounts", status="closed")] == [trust]


@shows("POST /custom_actions/{id}/click")
def test_a_custom_action_is_clicked(outside: Outside, full_firm_mock: FullFirmMock) -> None:
    body = {"label": "Open in Brief", "target_url": "https://brief.test/open", "ui_reference": "matters/show"}
    action = full_firm_mock.api.post("/custom_actions", body)["id"]
    address = outside.post(f"custom_actions/{action}/click", subject=full_firm_mock.matter)["url"]
    assert address.startswith("https://brief.test/open?")
    assert f"%2Fapi%2Fv4%2Fmatters%2F{full_firm_mock.matter}" in address

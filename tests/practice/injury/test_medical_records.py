"""Requests for medical records, with the records and the bills that they bring."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from tests.api import Api
from tests.practice.work import contact, ids, matter

BILL = {"name": "Emergency room", "amount": 1000, "adjustment": 100, "balance": 900, "mark_balance_type_as": "lien"}
BILL_FIELDS = "medical_bills{id,name,amount,adjustment,bill_date,bill_received_date,damage_type,document_id,liens}"
LIENS = "liens{amount,description,lien_type,mark_as_lien}"


class Case:
    """A matter, a provider, two payers and a document."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.matter, self.provider = matter(api), contact(api, "Mercy Hospital")
        self.payer, self.other = contact(api, "Acme Health"), contact(api, "County Aid")
        parent = {"id": self.matter, "type": "Matter"}
        self.document = api.post("/documents", {"name": "Chart", "parent": parent})["id"]

    def body(self, **more: Any) -> dict[str, Any]:
        statuses = {"records_status": "requested", "bills_status": "not_yet_requested"}
        return {"matter_id": self.matter, "medical_provider_id": self.provider, "in_treatment": True, **statuses, **more}

    def request(self, fields: str = "id", **more: Any) -> Any:
        return self.api.post("/medical_records_details", self.body(**more), fields=fields)

    def bill(self, **more: Any) -> int:
        return int(self.request("medical_bills{id}", medical_bills=[{**BILL, **more}])["medical_bills"][0]["id"])

    def liens(self, bill: int, **changes: Any) -> Any:
        return self.api.patch(f"/medical_bills/{bill}", changes, fields=LIENS)["liens"]


@pytest.fixture
def case(api: Api) -> Case:
    return Case(api)


def lien(amount: float, by: str, marked: bool = True, kind: str = "medical_payer") -> dict[str, Any]:
    return {"amount": amount, "description": by, "lien_type": kind, "mark_as_lien": marked}


def test_a_request_reads_back_what_was_written(api: Api, case: Case) -> None:
    dates = ("bills_follow_up_date", "bills_request_date", "records_follow_up_date", "records_request_date")
    treatment = {"treatment_start_date": "2026-01-05T09:00:00-05:00", "treatment_end_date": "2026-03-05T09:00:00-05:00"}
    written = {"description": "Knee", **treatment, **dict.fromkeys(dates, "2026-02-01T00:00:00-05:00")}
    shown = api.post(
        "/medical_records_details",
        case.body(**written),
        fields=f"{','.join(written)},in_treatment,records_status,bills_status,matter{{id}},medical_provider{{name}},medical_bills,medical_records",
    )
    assert shown == {
        **written,
        "in_treatment": True,
        "records_status": "requested",
        "bills_status": "not_yet_requested",
        "matter": {"id": case.matter},
        "medical_provider": {"name": "Mercy Hospital"},
        "medical_bills": [],
        "medical_records": [],
    }


@pytest.mark.parametrize("name", ["matter_id", "medical_provider_id", "in_treatment", "records_status", "bills_status"])
@pytest.mark.rule("injury.request-attributes")
def test_a_request_needs_its_required_attributes(api: Api, case: Case, name: str) -> None:
    body = {key: value for key, value in case.body().items() if key != name}
    assert f"{name} is required" in api.refused(422, "POST", "/medical_records_details", body)
    assert api.get("/medical_records_details") == []


@pytest.mark.rule("injury.nested-are-always-new")
def test_records_and_bills_are_always_added(api: Api, case: Case) -> None:
    record = {"document_id": case.document, "start_date": "2026-01-05T09:00:00-05:00", "end_date": "2026-01-06T09:00:00-05:00"}
    bill = {**BILL, "bill_date": "2026-02-01", "bill_received_date": "2026-02-03", "document_id": case.document}
    fields = f"id,etag,{BILL_FIELDS},medical_records{{document_id,start_date,end_date,matter}}"
    made = case.request(fields, medical_records=[record], medical_bills=[bill])
    own = made["medical_bills"][0]
    expected = {"id": own["id"], "name": "Emergency room", "amount": 1000, "adjustment": 100, "damage_type": "special"}
    dates = {"bill_date": "2026-02-01", "bill_received_date": "2026-02-03", "document_id": case.document}
    assert own == {**expected, **dates, "liens": own["liens"]}
    assert made["medical_records"] == [{**record, "matter": made["medical_records"][0]["matter"]}]
    assert made["medical_records"][0]["matter"]["id"] == case.matter
    path = f"/medical_records_details/{made['id']}"
    again = api.patch(path, {"medical_records": [record], "medical_bills": [bill]}, fields=fields)
    assert (len(again["medical_records"]), len(again["medical_bills"])) == (2, 2)
    assert again["etag"] != made["etag"]
    assert "medical_bills[0].adjustment is required" in api.refused(422, "PATCH", path, {"medical_bills": [{"name": "X", "amount": 1}]})
    assert "document_id is required" in api.refused(422, "POST", "/medical_records_details", case.body(medical_records=[{}]))
    assert len(api.get(path, fields="medical_bills")["medical_bills"]) == 2


@pytest.mark.rule("injury.records-name-a-document")
def test_a_record_is_a_document_that_exists(api: Api, case: Case) -> None:
    api.refused(404, "POST", "/medical_records_details", case.body(medical_records=[{"document_id": 1}]))
    api.refused(404, "POST", "/medical_records_details", case.body(medical_bills=[{**BILL, "document_id": 1}]))
    assert api.get("/medical_records_details") == []
    id = case.request("medical_records{id}", medical_records=[{"document_id": case.document}])["medical_records"][0]["id"]
    changed = api.patch(
        f"/medical_records/{id}", {"document_id": 1, "start_date": "2026-01-05T09:00:00-05:00"}, fields="document_id,start_date"
    )
    assert changed == {"document_id": case.document, "start_date": "2026-01-05T09:00:00-05:00"}
    api.delete(f"/medical_records/{id}")
    api.refused(404, "DELETE", f"/medical_records/{id}")


@pytest.mark.rule("injury.treatment-does-not-end-before-it-starts")
def test_a_treatment_does_not_end_before_it_starts(api: Api, case: Case) -> None:
    made = case.request(
        "id,medical_records{id}", treatment_start_date="2026-02-01T00:00:00Z", medical_records=[{"document_id": case.document}]
    )
    path = f"/medical_records_details/{made['id']}"
    assert "before" in api.refused(422, "PATCH", path, {"treatment_end_date": "2026-01-01T00:00:00Z"})
    record = f"/medical_records/{made['medical_records'][0]['id']}"
    assert "before" in api.refused(422, "PATCH", record, {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"})
    assert api.get(path, fields="treatment_end_date") == {"treatment_end_date": None}


@pytest.mark.rule("injury.delete-cascades")
def test_a_request_takes_its_records_and_bills_along(api: Api, case: Case) -> None:
    made = case.request("id,medical_bills{id},medical_records{id}", medical_bills=[BILL], medical_records=[{"document_id": case.document}])
    other = case.bill()
    api.delete(f"/medical_records_details/{made['id']}")
    api.refused(404, "PATCH", f"/medical_bills/{made['medical_bills'][0]['id']}", {"name": "X"})
    api.refused(404, "PATCH", f"/medical_records/{made['medical_records'][0]['id']}", {})
    api.delete(f"/medical_bills/{other}")


@pytest.mark.rule("injury.balance-becomes-a-lien", "injury.payers-become-liens")
def test_balances_and_payers_become_liens(case: Case) -> None:
    payers = [
        {"amount": 300, "holder_id": case.payer, "mark_as_lien": True},
        {"amount": 50, "holder_id": case.other, "mark_as_lien": False},
    ]
    bill = case.bill(payers=payers)
    of_payers = [lien(300, "Acme Health"), lien(50, "County Aid", False)]
    assert case.liens(bill) == [lien(900, "Mercy Hospital", kind="medical_provider"), *of_payers]
    outstanding = case.liens(bill, mark_balance_type_as="outstanding_balance", balance=800)
    assert outstanding == [lien(800, "Mercy Hospital", False, kind="medical_provider"), *of_payers]
    assert case.liens(bill, mark_balance_type_as="neither") == of_payers
    changed = case.liens(bill, payers=[{"holder_id": case.payer, "amount": 250}, {"holder_id": case.provider}])
    assert changed == [lien(250, "Acme Health"), of_payers[1], lien(0, "Mercy Hospital", False)]
    assert "holder_id is required" in case.api.refused(422, "PATCH", f"/medical_bills/{bill}", {"payers": [{"amount": 1}]})
    case.api.refused(404, "PATCH", f"/medical_bills/{bill}", {"payers": [{"amount": 1, "holder_id": 1}]})
    assert case.liens(bill) == changed


@pytest.mark.rule("injury.balance-of-a-bill")
def test_the_balance_follows_what_it_is_made_of(case: Case) -> None:
    bill = case.bill()
    assert case.liens(bill, name="Ambulance")[0]["amount"] == 900
    assert case.liens(bill, amount=1200)[0]["amount"] == 1100
    assert case.liens(bill, payers=[{"holder_id": case.payer, "amount": 400.55, "mark_as_lien": True}])[0]["amount"] == 699.45
    assert case.liens(bill, adjustment=5000)[0]["amount"] == 0
    assert case.liens(bill, adjustment=0, balance=70)[0]["amount"] == 70


@pytest.mark.rule("injury.amounts-are-not-negative")
def test_negative_sums_are_refused(case: Case) -> None:
    bill = case.bill()
    for changes in ({"amount": -1}, {"balance": -1}, {"adjustment": -1}, {"payers": [{"holder_id": case.payer, "amount": -1}]}):
        assert "0 or more" in case.api.refused(422, "PATCH", f"/medical_bills/{bill}", changes)
    assert case.liens(bill) == [lien(900, "Mercy Hospital", kind="medical_provider")]


def test_requests_are_found_by_their_treatment(mock: MockClio, api: Api, case: Case) -> None:
    spring = case.request(treatment_start_date="2026-03-01T00:00:00Z", treatment_end_date="2026-04-01T00:00:00Z")["id"]
    early = case.request(treatment_start_date="2026-01-01T00:00:00Z", treatment_end_date="2026-02-01T00:00:00Z")["id"]
    open_ = case.request()["id"]
    assert ids(api.get("/medical_records_details", treatment_start_date="2026-03-01T00:00:00Z")) == [spring]
    assert ids(api.get("/medical_records_details", treatment_end_date="2026-02-01T00:00:00Z")) == [early]
    assert ids(api.get("/medical_records_details", **{"ids[]": open_})) == [open_]
    assert api.get("/medical_records_details", updated_since="2026-06-01T13:00:01Z") == []
    assert ids(api.get("/medical_records_details", created_since="2026-06-01T13:00:00Z")) == [spring, early, open_]

"""Legal aid: grants and their sources, and the fees of England and Wales."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.work import ids, matter


@pytest.mark.rule("legal_aid.grant-code-and-name")
def test_a_grant_shows_its_source_and_code(api: Api, office: Office) -> None:
    source = {"id": office["grant_funding_source.bar"]}
    fields = "name,funding_code,funding_code_and_name,funding_source_name,balance,start_date,end_date,grant_funding_source{id}"
    assert api.get(f"/grants/{office['grant.housing']}", fields=fields) == {
        "name": "Housing Stability",
        "funding_code": "SBF-26",
        "funding_code_and_name": "SBF-26 - Housing Stability",
        "funding_source_name": "State Bar Foundation",
        "balance": "50000.00",
        "start_date": "2026-01-01",
        "end_date": "2026-12-31",
        "grant_funding_source": source,
    }
    plain = api.post("/grants", {"name": "Elder Justice"}, fields=fields)
    empty = dict.fromkeys(("funding_code", "funding_source_name", "start_date", "end_date", "grant_funding_source"))
    assert plain == {"name": "Elder Justice", "funding_code_and_name": "Elder Justice", "balance": "0.00", **empty}


@pytest.mark.rule("legal_aid.grants-have-a-name")
@pytest.mark.parametrize("path", ["/grants", "/grant_funding_sources"])
def test_grants_and_sources_are_found_and_kept_by_their_name(api: Api, path: str) -> None:
    for body in ({}, {"name": " "}):
        assert "name can't be blank" in api.refused(422, "POST", path, body)
    id = api.post(path, {"name": "Elder Justice"})["id"]
    assert "name can't be blank" in api.refused(422, "PATCH", f"{path}/{id}", {"name": None})
    assert api.patch(f"{path}/{id}", {"name": "Elder Rights"}, fields="id,name") == {"id": id, "name": "Elder Rights"}
    assert ids(api.get(path, name="Elder Rights")) == [id]
    assert api.get(path, name="Elder") == []
    assert ids(api.get(path, **{"ids[]": id})) == [id]
    assert ids(api.get(path, created_since="2026-06-01T13:00:00Z")) == [id]


@pytest.mark.rule("legal_aid.deleted-grants-leave-their-matters")
def test_a_deleted_grant_leaves_its_matters(mock: MockClio, api: Api, office: Office) -> None:
    grant, other, owner = office["grant.housing"], api.post("/grants", {"name": "Other"})["id"], matter(api)
    with mock.world.session() as session:
        session.update("matters", owner, {"grants": [grant, other]})
    api.delete(f"/grants/{grant}")
    api.refused(404, "GET", f"/grants/{grant}")
    assert api.get("/matters", grant_id=grant) == []
    assert ids(api.get("/matters", grant_id=other)) == [owner]


@pytest.mark.rule("legal_aid.funding-source-delete-answers")
def test_a_deleted_source_answers_with_what_it_was(api: Api, office: Office) -> None:
    source = office["grant_funding_source.bar"]
    path, fields = f"/grant_funding_sources/{source}", {"fields": "id,name,grants{id}"}
    assert api.call("DELETE", path, headers={"If-Match": '"stale"'}).status_code == 412
    answer = api.call("DELETE", path, params=fields, json={"data": {"name": "ignored"}})
    deleted = {"id": source, "name": "State Bar Foundation", "grants": [{"id": office["grant.housing"]}]}
    assert (answer.status_code, answer.json()) == (200, {"data": deleted})
    assert api.get("/grant_funding_sources") == []
    assert api.get(f"/grants/{office['grant.housing']}", fields="funding_source_name") == {"funding_source_name": None}
    assert api.call("DELETE", path).status_code == 404


@pytest.mark.rule("legal_aid.london-has-its-own-rates")
def test_london_has_its_own_rates(api: Api) -> None:
    path, fields = "/lauk_expense_categories", "key,name,rate"
    assert "value is empty: region" in api.refused(400, "GET", path)
    assert api.get(path, region="London", key="INTERPRETER", fields=fields) == [{"key": "INTERPRETER", "name": "Interpreter", "rate": 25}]
    assert api.get(path, region="National", key="INTERPRETER", fields="rate") == [{"rate": 28}]
    assert api.get(path, region="london", name="Mileage", fields=fields) == [{"key": "MILEAGE", "name": "Mileage", "rate": 0.45}]


@pytest.mark.rule("legal_aid.practice-areas-of-expenses")
def test_expenses_belong_to_practice_areas(api: Api) -> None:
    flags = {"key": "CCTV_REPORT", "certificated": False, "civil": False, "criminal": True}
    fields = ",".join(flags)
    criminal = api.get("/lauk_expense_categories", region="London", practice_area="Criminal", fields=fields)
    assert flags in criminal
    assert all(row["criminal"] for row in criminal)
    assert flags not in api.get("/lauk_expense_categories", region="London", practice_area="civil", fields=fields)
    assert "must be one of" in api.refused(422, "GET", "/lauk_expense_categories", region="London", practice_area="tax")


FILTERS: dict[str, dict[str, Any]] = {
    "/lauk_civil_certificated_rates": {
        "activity": "Advocacy",
        "activity_sub_category": "Documents",
        "attended_several_hearings_for_multiple_clients": True,
        "category_of_law": "Housing",
        "change_of_solicitor": True,
        "court": "High Court",
        "eligible_for_sqm": True,
        "fee_scheme": "FAS",
        "first_conducting_solicitor": False,
        "key": "CERT-004",
        "number_of_clients": "2+",
        "party": "Child",
        "post_transfer_clients_represented": "2+",
        "rate_type": "Prescribed",
        "region": "London",
        "session_type": "Half day",
        "user_type": "Counsel",
    },
    "/lauk_civil_controlled_rates": {
        "activity": "Legal help",
        "category_of_law": "Debt",
        "key": "CTRL-003",
        "matter_type_1": 102,
        "matter_type_2": 203,
        "rate_type": "Fixed fee",
        "region": "London",
    },
    "/lauk_criminal_controlled_rates": {
        "activity": "Preparation",
        "category_of_law": "Appeals",
        "counsel": "Assigned",
        "court": "Magistrates",
        "key": "CRIM-006",
        "rate_type": "Fixed fee",
        "region": "London",
        "solicitor_type": "Duty",
    },
}
CASES = [(path, name, value) for path, filters in FILTERS.items() for name, value in filters.items()]


@pytest.mark.parametrize(("path", "name", "value"), CASES, ids=[f"{path[6:]}-{name}" for path, name, _ in CASES])
def test_every_filter_of_the_fees_lets_some_in_and_keeps_some_out(api: Api, path: str, name: str, value: Any) -> None:
    everything = api.get(path, fields=f"id,{name}")
    result = api.get(path, fields=f"id,{name}", **{name: value})
    assert result == [row for row in everything if row[name] == value]
    assert 0 < len(result) < len(everything)


@pytest.mark.rule("legal_aid.standard-fee-category")
def test_criminal_fees_are_filtered_by_a_category_that_is_not_shown(api: Api) -> None:
    path = "/lauk_criminal_controlled_rates"
    assert [row["key"] for row in api.get(path, standard_fee_category="1A", fields="key")] == ["CRIM-003", "CRIM-004"]
    assert api.get(path, standard_fee_category="9") == []
    levels = "fee,exceptional,post_sept_22_fee,post_nov_24_fee,post_dec25_fee,post_dec25_exceptional"
    assert api.get(path, key="CRIM-006", fields=levels) == [
        {
            "fee": 52,
            "exceptional": 156,
            "post_sept_22_fee": 59.8,
            "post_nov_24_fee": 59.8,
            "post_dec25_fee": 64.48,
            "post_dec25_exceptional": 193.44,
        }
    ]

"""How a matter is charged, and the activity of its fee."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio.seeding.office import Office
from tests.api import Api, Data
from tests.practice.cases import bill, change, client, matter

RATE = "billing_method,custom_rate{type,on_invoice,rates}"


@pytest.fixture
def user(office: Office) -> dict[str, int]:
    return {"id": office["user.owner"]}


def rates(api: Api, id: int) -> list[Any]:
    """The stored rates, without their bookkeeping."""
    rows = api.mock.world.table("matters")[id]["custom_rate"]["rates"]
    return [{name: row.get(name) for name in ("user", "group", "rate", "award", "note", "date")} for row in rows]


def fees(api: Api, id: int) -> Data:
    return api.get("/activities", "type,price,total,flat_rate,contingency_fee,note,user{id}", matter_id=id)


@pytest.mark.rule("matters.billing-method-follows-rate-type")
@pytest.mark.parametrize(("kind", "method"), [("HourlyRate", "hourly"), ("FlatRate", "flat"), ("ContingencyFee", "contingency")])
def test_the_billing_method_follows_the_type(api: Api, user: dict[str, int], kind: str, method: str) -> None:
    made = matter(api, f"id,{RATE}", custom_rate={"type": kind, "rates": [{"user": user, "rate": 30}]})
    assert (made["billing_method"], made["custom_rate"]["type"], len(made["custom_rate"]["rates"])) == (method, kind, 1)
    assert api.patch(f"/matters/{made['id']}", {"billing_method": "hourly"}, "billing_method") == {"billing_method": method}


def test_every_part_of_a_rate_reads_back(api: Api, user: dict[str, int], office: Office) -> None:
    work = api.post("/activity_descriptions", {"name": "Research"})["id"]
    rate = {"user": user, "rate": 30.5, "group": {"id": office["group.firm"]}, "activity_description": {"id": work}}
    id = matter(api, custom_rate={"type": "HourlyRate", "rates": [rate]})["id"]
    stored = api.mock.world.table("matters")[id]["custom_rate"]["rates"][0]
    assert {name: stored[name] for name in rate} == {
        **rate,
        "user": user["id"],
        "group": office["group.firm"],
        "activity_description": work,
    }


@pytest.mark.rule("matters.award-belongs-to-a-contingency-fee")
@pytest.mark.parametrize(("kind", "kept"), [("HourlyRate", False), ("FlatRate", False), ("ContingencyFee", True)])
def test_an_award_is_that_of_a_contingency_fee(api: Api, user: dict[str, int], kind: str, kept: bool) -> None:
    outcome = {"award": 9.0, "note": "Because", "date": "2026-01-02"}
    id = matter(api, custom_rate={"type": kind, "rates": [{"user": user, "rate": 30.5, **outcome}]})["id"]
    stored = api.mock.world.table("matters")[id]["custom_rate"]["rates"][0]
    assert {name: stored[name] for name in outcome} == (outcome if kept else dict.fromkeys(outcome))


@pytest.mark.rule("matters.rate-type-change-wipes-rates")
def test_another_type_wipes_the_rates(api: Api, user: dict[str, int]) -> None:
    id = matter(api, custom_rate={"type": "HourlyRate", "rates": [{"user": user, "rate": 30}, {"user": user, "rate": 40}]})["id"]
    api.patch(f"/matters/{id}", {"custom_rate": {"rates": [{"rate": 20}]}})
    assert [rate["rate"] for rate in rates(api, id)] == [30, 40, 20]
    api.patch(f"/matters/{id}", {"custom_rate": {"type": "HourlyRate"}})
    assert len(rates(api, id)) == 3
    api.patch(f"/matters/{id}", {"custom_rate": {"type": "ContingencyFee"}})
    assert rates(api, id) == []


@pytest.mark.rule("matters.one-rate-unless-hourly")
@pytest.mark.parametrize(("kind", "sent"), [("FlatRate", 2), ("ContingencyFee", 2), ("ContingencyFee", 1)])
def test_a_fee_has_one_rate(api: Api, user: dict[str, int], kind: str, sent: int) -> None:
    id = matter(api, custom_rate={"type": kind, "rates": [{"user": user, "rate": 30}]})["id"]
    before = api.get(f"/matters/{id}", "etag")
    assert "one rate" in api.refused(422, "PATCH", f"/matters/{id}", {"custom_rate": {"rates": [{"user": user, "rate": 40}] * sent}})
    assert api.get(f"/matters/{id}", "etag") == before


@pytest.mark.rule("matters.second-flat-rate-stands-beside-the-first")
def test_a_second_flat_rate_without_an_id_is_a_new_one_and_the_first_fee_stays(api: Api, user: dict[str, int]) -> None:
    id = matter(api, custom_rate={"type": "FlatRate", "rates": [{"user": user, "rate": 500}]})["id"]
    first = api.get("/activities", "id,price", matter_id=id)[0]
    shown = api.patch(f"/matters/{id}", {"custom_rate": {"type": "FlatRate", "rates": [{"user": user, "rate": 650}]}}, RATE)
    assert [rate["rate"] for rate in shown["custom_rate"]["rates"]] == [500, 650]
    assert api.get(f"/activities/{first['id']}", "id,price") == first
    assert [fee["price"] for fee in fees(api, id)] == [500.0, 650.0]
    old, new = (rate["id"] for rate in shown["custom_rate"]["rates"])
    api.patch(f"/matters/{id}", {"custom_rate": {"rates": [{"id": new, "rate": 700}]}})
    assert [fee["price"] for fee in fees(api, id)] == [500.0, 700.0]
    api.patch(f"/matters/{id}", {"custom_rate": {"rates": [{"id": old, "_destroy": True}]}})
    assert [fee["price"] for fee in fees(api, id)] == [700.0]


def test_a_rate_is_changed_and_removed_by_its_id(api: Api, user: dict[str, int]) -> None:
    id = matter(api, custom_rate={"type": "HourlyRate", "rates": [{"user": user, "rate": 30}, {"user": user, "rate": 40}]})["id"]
    first, second = (rate["id"] for rate in api.get(f"/matters/{id}", "custom_rate{rates}")["custom_rate"]["rates"])
    api.patch(f"/matters/{id}", {"custom_rate": {"rates": [{"id": first, "rate": 35}, {"id": second, "_destroy": True}]}})
    assert [rate["rate"] for rate in rates(api, id)] == [35]
    api.refused(422, "PATCH", f"/matters/{id}", {"custom_rate": {"rates": [{"id": second, "rate": 1}]}})


@pytest.mark.rule("matters.rate-is-an-amount-or-a-percentage")
@pytest.mark.parametrize(("kind", "rate"), [("HourlyRate", -1), ("FlatRate", -1), ("ContingencyFee", 101)])
def test_an_impossible_rate_is_refused(api: Api, user: dict[str, int], kind: str, rate: float) -> None:
    body = {"client": {"id": client(api)}, "description": "A", "custom_rate": {"type": kind, "rates": [{"user": user, "rate": rate}]}}
    api.refused(422, "POST", "/matters", body)
    assert api.get("/matters") == []


@pytest.mark.rule("matters.flat-rate-makes-an-activity")
def test_a_flat_rate_makes_one_activity_that_follows_it(api: Api, user: dict[str, int]) -> None:
    id = matter(api, custom_rate={"type": "FlatRate", "rates": [{"user": user, "rate": 500}]})["id"]
    fee = {
        "type": "TimeEntry",
        "price": 500.0,
        "total": 500.0,
        "flat_rate": True,
        "contingency_fee": False,
        "note": "Flat fee",
        "user": user,
    }
    assert fees(api, id) == [fee]
    rate = api.get(f"/matters/{id}", "custom_rate{rates}")["custom_rate"]["rates"][0]["id"]
    api.patch(f"/matters/{id}", {"custom_rate": {"rates": [{"id": rate, "rate": 650}]}})
    assert fees(api, id) == [{**fee, "price": 650.0, "total": 650.0}]
    api.patch(f"/matters/{id}", {"custom_rate": {"type": "HourlyRate"}})
    assert fees(api, id) == []


@pytest.mark.rule("matters.flat-rate-makes-an-activity")
@pytest.mark.rule("matters.fee-shows-whether-it-is-on-a-bill")
def test_a_fee_on_a_bill_is_left_alone(api: Api, user: dict[str, int]) -> None:
    id = matter(api, custom_rate={"type": "FlatRate", "rates": [{"user": user, "rate": 500}]})["id"]
    assert api.get(f"/matters/{id}", "custom_rate{on_invoice}") == {"custom_rate": {"on_invoice": False}}
    bill(api, id)
    assert api.get(f"/matters/{id}", "custom_rate{on_invoice}") == {"custom_rate": {"on_invoice": True}}
    rate = api.get(f"/matters/{id}", "custom_rate{rates}")["custom_rate"]["rates"][0]["id"]
    api.patch(f"/matters/{id}", {"custom_rate": {"rates": [{"id": rate, "rate": 650}]}})
    assert [fee["price"] for fee in fees(api, id)] == [500.0]


@pytest.mark.rule("matters.award-makes-an-activity")
@pytest.mark.rule("matters.fee-shows-whether-it-is-on-a-bill")
def test_an_award_makes_an_activity_of_the_firms_part(api: Api, user: dict[str, int]) -> None:
    id = matter(api, custom_rate={"type": "ContingencyFee", "rates": [{"user": user, "rate": 33.3}]})["id"]
    assert fees(api, id) == []
    shown = api.get(f"/matters/{id}", "contingency_fee{id,show_contingency_award},custom_rate{rates}")
    rate = shown["custom_rate"]["rates"][0]["id"]
    assert shown["contingency_fee"] == {"id": rate, "show_contingency_award": False}
    api.patch(f"/matters/{id}", {"custom_rate": {"rates": [{"id": rate, "award": 1000.05, "note": "Settled", "date": "2026-05-20"}]}})
    fee = {
        "type": "TimeEntry",
        "price": 333.02,
        "total": 333.02,
        "flat_rate": False,
        "contingency_fee": True,
        "note": "Settled",
        "user": user,
    }
    assert fees(api, id) == [fee]
    bill(api, id)
    assert api.get(f"/matters/{id}", "contingency_fee{show_contingency_award}") == {"contingency_fee": {"show_contingency_award": True}}


@pytest.mark.rule("matters.award-makes-an-activity")
def test_an_award_that_is_taken_back_takes_the_activity(api: Api, user: dict[str, int]) -> None:
    id = matter(api, custom_rate={"type": "ContingencyFee", "rates": [{"user": user, "rate": 50, "award": 10}]})["id"]
    assert [fee["price"] for fee in fees(api, id)] == [5.0]
    rate = api.get(f"/matters/{id}", "contingency_fee")["contingency_fee"]["id"]
    api.patch(f"/matters/{id}", {"custom_rate": {"rates": [{"id": rate, "award": ""}]}})
    assert fees(api, id) == []
    assert rates(api, id)[0]["award"] is None


def test_a_matter_without_contingency_shows_no_contingency_fee(api: Api) -> None:
    assert matter(api, "contingency_fee") == {"contingency_fee": None}


def test_a_fee_that_somebody_moved_is_made_again(api: Api, user: dict[str, int]) -> None:
    id = matter(api, custom_rate={"type": "FlatRate", "rates": [{"user": user, "rate": 500}]})["id"]
    change(api, "activities", api.get("/activities", matter_id=id)[0]["id"], matter=None)
    api.patch(f"/matters/{id}", {"custom_rate": {"type": "FlatRate"}})
    assert [fee["price"] for fee in fees(api, id)] == [500.0]

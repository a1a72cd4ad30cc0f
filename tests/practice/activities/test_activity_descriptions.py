"""Categories of work: their rate for whom, who may use them, and system rows."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.work import colleague, contact, entry, ids, matter

RATE = "rate{type,amount,non_billable_amount,hierarchy}"


def made(api: Api, **more: Any) -> int:
    return int(api.post("/activity_descriptions", {"name": "Negotiation", **more})["id"])


def rates(api: Api, id: int, **parameters: Any) -> dict[str, Any]:
    result = api.get("/activity_descriptions", fields=RATE, **{"ids[]": id}, **parameters)
    return result[0]["rate"]


def test_a_category_reads_back_what_was_written(api: Api, office: Office) -> None:
    body = {
        "name": "Negotiation",
        "visible_to_co_counsel": True,
        "default": True,
        "currency": {"code": "CAD"},
        "groups": [{"id": office["group.firm"]}],
        "rate": {"type": "Custom", "amount": 180.5, "non_billable_amount": 20},
    }
    fields = (
        "name,visible_to_co_counsel,default,type,category_type,currency{code},groups{id},accessible_to_user,xero_service_code,"
        f"utbms_task,utbms_activity,utbms_activity_id,utbms_task_id,utbms_task_name,{RATE}"
    )
    assert api.post("/activity_descriptions", body, fields=fields) == {
        **body,
        "type": "clio",
        "category_type": "hourly",
        "accessible_to_user": True,
        "rate": {**body["rate"], "hierarchy": "Activity"},  # type: ignore[dict-item]
        **dict.fromkeys(("xero_service_code", "utbms_task", "utbms_activity", "utbms_activity_id", "utbms_task_id", "utbms_task_name")),
    }


@pytest.mark.rule("activity_descriptions.name-is-required")
def test_a_category_has_a_name(api: Api) -> None:
    assert "name is required" in api.refused(422, "POST", "/activity_descriptions", {})
    id = made(api)
    assert "name can't be blank" in api.refused(422, "PATCH", f"/activity_descriptions/{id}", {"name": " "})
    assert api.get(f"/activity_descriptions/{id}") == {"id": id, **api.get(f"/activity_descriptions/{id}", fields="etag,name")}


@pytest.mark.rule("activity_descriptions.amounts-only-of-custom-and-flat")
def test_amounts_of_a_user_rate_are_passed_over(api: Api) -> None:
    id = made(api, rate={"type": "User", "amount": 99, "non_billable_amount": 9})
    assert rates(api, id) == {"type": "User", "amount": 350, "non_billable_amount": 350, "hierarchy": "Default"}
    api.patch(f"/activity_descriptions/{id}", {"rate": {"type": "FlatRate", "amount": 75}})
    assert rates(api, id) == {"type": "FlatRate", "amount": 75, "non_billable_amount": 0, "hierarchy": "Activity"}
    api.patch(f"/activity_descriptions/{id}", {"rate": {"amount": 80}})
    assert rates(api, id)["amount"] == 80


@pytest.mark.rule("activity_descriptions.amounts-are-not-negative")
def test_a_negative_amount_is_refused(api: Api) -> None:
    id = made(api, rate={"type": "Custom", "amount": 10})
    assert "0 or more" in api.refused(422, "PATCH", f"/activity_descriptions/{id}", {"rate": {"amount": -1}})
    assert rates(api, id)["amount"] == 10


@pytest.mark.rule("activity_descriptions.rate-is-evaluated")
def test_the_rate_is_that_of_the_user_and_the_matter_asked_for(mock: MockClio, api: Api, office: Office) -> None:
    id, other = made(api, rate={"type": "Custom", "amount": 90, "non_billable_amount": 10}), colleague(mock, office)
    plain = made(api, name="Advice")
    client = contact(api)
    owner, elsewhere = matter(api, client), matter(api)
    api.post("/activity_rates", {"contact_id": client, "rate": 310})
    custom = {"type": "HourlyRate", "rates": [{"user": {"id": other}, "rate": 275}]}
    api.patch(f"/matters/{owner}", {"custom_rate": custom})
    on, elsewhere_on = {"rate_for[matter_id]": owner}, {"rate_for[matter_id]": elsewhere}
    assert rates(api, id, **on) == {"type": "Custom", "amount": 310, "non_billable_amount": 310, "hierarchy": "Client"}
    assert rates(api, id, **on, **{"rate_for[user_id]": other})["hierarchy"] == "Matter"
    assert rates(api, id, **on, **{"rate_for[user_id]": other})["amount"] == 275
    assert rates(api, id, **elsewhere_on) == {"type": "Custom", "amount": 90, "non_billable_amount": 10, "hierarchy": "Activity"}
    assert rates(api, plain, **elsewhere_on, **{"rate_for[user_id]": other})["amount"] == 200
    assert len(api.get("/activity_descriptions", **on)) == len(api.get("/activity_descriptions"))


@pytest.mark.rule("activity_descriptions.rate-for-must-exist")
def test_a_rate_for_nobody_is_refused(api: Api) -> None:
    assert "id of a matter" in api.refused(422, "GET", "/activity_descriptions", **{"rate_for[matter_id]": 1})
    assert "id of a user" in api.refused(422, "GET", "/activity_descriptions", **{"rate_for[user_id]": 1})


@pytest.mark.rule("activity_descriptions.groups-restrict")
def test_groups_restrict_who_may_use_a_category(mock: MockClio, api: Api, office: Office) -> None:
    other = colleague(mock, office)
    theirs = next(row["id"] for row in mock.world.table("groups") if row["users"] == [other])
    id = made(api, groups=[{"id": theirs}])
    assert api.get(f"/activity_descriptions/{id}", fields="accessible_to_user") == {"accessible_to_user": False}
    assert id in ids(api.get("/activity_descriptions", user_id=other))
    assert id not in ids(api.get("/activity_descriptions", user_id=office["user.owner"]))
    steps = [{"id": office["group.firm"]}, {"id": theirs, "_deleted": True}]
    changed = api.patch(f"/activity_descriptions/{id}", {"groups": steps}, fields="groups{id},accessible_to_user")
    assert changed == {"groups": [{"id": office["group.firm"]}], "accessible_to_user": True}
    api.refused(404, "PATCH", f"/activity_descriptions/{id}", {"groups": [{"id": 1}]})


@pytest.mark.rule("activity_descriptions.default-is-the-users-own")
def test_the_default_is_the_users_own(mock: MockClio, api: Api, office: Office) -> None:
    first, second = made(api, default=True), made(api)
    fields = "default_activity_description{id}"
    me = f"/users/{office['user.owner']}"
    assert api.get(me, fields=fields) == {"default_activity_description": {"id": first}}
    assert api.patch(f"/activity_descriptions/{second}", {"default": True}, fields="default") == {"default": True}
    assert api.get(f"/activity_descriptions/{first}", fields="default") == {"default": False}
    assert api.patch(f"/activity_descriptions/{first}", {"default": False}, fields="default") == {"default": False}
    assert api.get(me, fields=fields) == {"default_activity_description": {"id": second}}
    assert mock.world.table("users")[colleague(mock, office)].get("default_activity_description") is None
    api.delete(f"/activity_descriptions/{second}")
    assert api.get(me, fields=fields) == {"default_activity_description": None}


@pytest.mark.rule("activity_descriptions.category-type", "activity_descriptions.flat-rate-filter")
def test_flat_categories_are_told_and_found(api: Api, office: Office) -> None:
    flat, hourly = office["activity_description.Simple will"], office["activity_description.Travel"]
    assert api.get(f"/activity_descriptions/{flat}", fields="category_type") == {"category_type": "flat"}
    assert api.get(f"/activity_descriptions/{hourly}", fields="category_type") == {"category_type": "hourly"}
    for value, inside, outside in ((True, flat, hourly), (False, hourly, flat)):
        result = ids(api.get("/activity_descriptions", flat_rate=value))
        assert inside in result
        assert outside not in result


@pytest.mark.rule("activity_descriptions.utbms-are-system-rows")
def test_categories_of_codes_belong_to_the_system(api: Api, office: Office) -> None:
    fields = "id,name,type,utbms_activity{code},utbms_activity_id"
    codes = api.get("/activity_descriptions", type="utbms", fields=fields)
    first = codes[0]["id"]
    name = {"name": "A101 Plan and prepare for", "type": "utbms"}
    assert codes[0] == {"id": first, **name, "utbms_activity": {"code": "A101"}, "utbms_activity_id": office["utbms.A101"]}
    clio = ids(api.get("/activity_descriptions", type="clio"))
    assert first not in clio
    assert office["activity_description.Travel"] in clio
    api.refused(403, "PATCH", f"/activity_descriptions/{first}", {"name": "Mine"})
    api.refused(403, "DELETE", f"/activity_descriptions/{first}")
    assert api.get(f"/activity_descriptions/{first}", fields="name") == {"name": name["name"]}


@pytest.mark.rule("activity_descriptions.entries-outlive-their-category")
def test_entries_outlive_their_category(api: Api) -> None:
    category = made(api, rate={"type": "Custom", "amount": 60})
    id = entry(api, activity_description={"id": category})["id"]
    api.delete(f"/activity_descriptions/{category}")
    assert api.get(f"/activities/{id}", fields="price,activity_description") == {"price": 60, "activity_description": None}
    assert ids(api.get("/activities", activity_description_id=category)) == []

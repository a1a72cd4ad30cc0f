"""Categories of expenses, and UTBMS codes."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.work import colleague, entry, ids

ALL = "name,rate,entry_type,xero_expense_code,accessible_to_user,currency{code},tax_setting,groups{id},utbms_code{id}"


def made(api: Api, **more: Any) -> int:
    return int(api.post("/expense_categories", {"name": "Parking", **more})["id"])


@pytest.mark.rule("expense_categories.defaults")
def test_a_category_of_expenses_reads_back_what_was_written(api: Api, office: Office) -> None:
    empty = {"xero_expense_code": None, "accessible_to_user": True, "tax_setting": None}
    plain = api.post("/expense_categories", {"name": "Parking"}, fields=ALL)
    defaults = {"rate": None, "entry_type": "unassociated", "currency": {"code": "USD"}, "groups": [], "utbms_code": None}
    assert plain == {"name": "Parking", **defaults, **empty}
    body = {
        "name": "Toll",
        "rate": 4.25,
        "entry_type": "soft_cost",
        "currency": {"id": office["currency.EUR"]},
        "groups": [{"id": office["group.firm"]}],
        "utbms_code": {"id": office["utbms.E109"]},
        "tax_setting": "no_tax",
    }
    assert api.post("/expense_categories", body, fields=ALL) == {**body, "currency": {"code": "EUR"}, **empty}


@pytest.mark.rule("expense_categories.name-is-required", "expense_categories.rate-is-not-negative", "utbms.codes-by-their-type")
def test_a_wrong_category_is_refused(api: Api, office: Office) -> None:
    assert "name is required" in api.refused(422, "POST", "/expense_categories", {"rate": 1})
    id = made(api, rate=2)
    for body, words in (
        ({"name": ""}, "blank"),
        ({"rate": -2}, "0 or more"),
        ({"utbms_code": {"id": office["utbms.L110"]}}, "UtbmsExpense"),
        ({"entry_type": "hard"}, "must be one of"),
    ):
        assert words in api.refused(422, "PATCH", f"/expense_categories/{id}", body)
    assert api.get(f"/expense_categories/{id}", fields="name,rate,utbms_code") == {"name": "Parking", "rate": 2, "utbms_code": None}


@pytest.mark.rule("activity_descriptions.groups-restrict")
def test_groups_restrict_a_category_of_expenses(mock: MockClio, api: Api, office: Office) -> None:
    other = colleague(mock, office)
    theirs = next(row["id"] for row in mock.world.table("groups") if row["users"] == [other])
    id = made(api, groups=[{"id": theirs}])
    assert api.get(f"/expense_categories/{id}", fields="accessible_to_user") == {"accessible_to_user": False}
    open_ = api.patch(f"/expense_categories/{id}", {"groups": [{"id": theirs, "_deleted": True}]}, fields="accessible_to_user,groups")
    assert open_ == {"accessible_to_user": True, "groups": []}


@pytest.mark.rule("expense_categories.entries-outlive-their-category")
def test_expenses_outlive_their_category(api: Api) -> None:
    category = made(api, rate=7)
    id = entry(api, type="SoftCostEntry", expense_category={"id": category})["id"]
    api.delete(f"/expense_categories/{category}")
    assert api.get(f"/activities/{id}", fields="price,expense_category") == {"price": 7, "expense_category": None}


def test_categories_of_expenses_are_found_and_ordered(api: Api, office: Office) -> None:
    mileage, postage, meals = (office[f"expense_category.{name}"] for name in ("Mileage", "Courier", "Meals"))
    for kind, inside, outside in (
        ("soft_cost", mileage, postage),
        ("hard_cost", postage, meals),
        ("unassociated", meals, mileage),
    ):
        result = ids(api.get("/expense_categories", entry_type=kind))
        assert inside in result
        assert outside not in result
    assert ids(api.get("/expense_categories", query="MILE")) == [mileage]
    assert api.get("/expense_categories", created_since="2026-02-01T00:00:00Z") == []
    for key, first in (("id", postage), ("name", postage), ("entry_type", postage)):
        assert api.get("/expense_categories", order=f"{key}(asc)")[0]["id"] == first
    assert api.get("/expense_categories", order="name(desc)", fields="name")[0] == {"name": "Printing"}
    rates = [row["rate"] for row in api.get("/expense_categories", order="rate(desc)", fields="rate")]
    assert rates[:3] == [25, 0.7, 0.15]


@pytest.mark.rule("utbms.sets-are-enabled-by-the-account")
def test_utbms_sets_and_codes_are_read(api: Api, office: Office) -> None:
    sets = {row["name"]: row for row in api.get("/utbms/sets", fields="id,name,enabled")}
    assert {name: row["enabled"] for name, row in sets.items()} == {
        "Activities": True,
        "Expenses": True,
        "Litigation": True,
        "Counseling": False,
        "Bankruptcy": False,
    }
    assert api.get("/utbms/sets", order="name(desc)", fields="name")[0] == {"name": "Litigation"}
    code = office["utbms.L210"]
    shown = {"code": "L210", "name": "Pleadings", "description": "L210: Pleadings", "type": "UtbmsTask"}
    assert api.get(f"/utbms/codes/{code}", fields="code,name,description,type,utbms_set_id") == {
        **shown,
        "utbms_set_id": sets["Litigation"]["id"],
    }
    litigation = ids(api.get("/utbms/codes", utbms_set_id=sets["Litigation"]["id"]))
    assert code in litigation
    assert office["utbms.B110"] not in litigation
    assert api.get("/utbms/codes", utbms_set_id="null") == []
    for kind, inside, outside in (("UtbmsTask", "L210", "A101"), ("UtbmsActivity", "A101", "E101"), ("UtbmsExpense", "E101", "L210")):
        result = ids(api.get("/utbms/codes", type=kind))
        assert office[f"utbms.{inside}"] in result
        assert office[f"utbms.{outside}"] not in result
    assert ids(api.get("/utbms/codes", order="set(desc)"))[0] == office["utbms.B320"]
    assert api.get("/utbms/codes", order="name(asc)", fields="name")[0] == {"name": "Analysis and advice"}
    api.refused(404, "PATCH", f"/utbms/codes/{code}", {"name": "Mine"})

"""Tax settings of expenses and their categories: what a list must be, what it becomes, and who hands it on."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.taxing import by_default, rate, taxes

EXPENSE = {"type": "ExpenseEntry", "date": "2026-05-20", "quantity": 1, "price": 80}
HARD = {"type": "HardCostEntry", "date": "2026-05-20", "price": 80}
SETTINGS = "tax_settings{tax_rate_configuration_id,order,rule}"
INPUT = "input_tax_settings{tax_rate_configuration_id,order,rule}"


@pytest.fixture
def gst(api: Api) -> int:
    return rate(api, 0.05, "GST")


@pytest.fixture
def pst(api: Api) -> int:
    return rate(api, 0.07, "PST")


def test_a_setting_shows_the_name_and_the_rate(api: Api, gst: int) -> None:
    fields = "tax_rate_configuration_name,tax_rate_configuration_rate,tax_rate_configuration_formatted_rate,order,rule"
    made = api.post("/activities", {**EXPENSE, "tax_settings": taxes(gst)}, fields=f"id,tax_settings{{{fields}}}")
    shown = {
        "tax_rate_configuration_name": "GST",
        "tax_rate_configuration_rate": 0.05,
        "tax_rate_configuration_formatted_rate": "5%",
        "order": 1,
        "rule": "Pre",
    }
    assert made["tax_settings"] == [shown]
    api.patch(f"/tax_rate_configurations/{gst}", {"rate": 0.06, "name": "Federal"})
    (after,) = api.get(f"/activities/{made['id']}", fields=f"tax_settings{{{fields}}}")["tax_settings"]
    assert (after["tax_rate_configuration_name"], after["tax_rate_configuration_formatted_rate"]) == ("Federal", "6%")


def test_an_expense_that_names_no_taxes_shows_none(api: Api) -> None:
    assert api.post("/activities", EXPENSE, fields="tax_settings,input_tax_settings") == {"tax_settings": [], "input_tax_settings": []}


@pytest.mark.rule("taxes.first-is-always-pre")
def test_the_first_tax_is_always_pre_and_the_second_unless_it_says_post(api: Api, gst: int, pst: int) -> None:
    sent = [{"tax_rate_configuration_id": pst, "order": 2}, {"tax_rate_configuration_id": gst, "order": 1, "rule": "Post"}]
    made = api.post("/activities", {**EXPENSE, "tax_settings": sent}, fields=f"id,{SETTINGS}")
    assert made["tax_settings"] == taxes(gst, pst)
    changed = api.patch(f"/activities/{made['id']}", {"tax_settings": taxes(gst, pst, second="Post")}, fields=SETTINGS)
    assert changed["tax_settings"] == taxes(gst, pst, second="Post")


@pytest.mark.rule("taxes.at-most-two", "taxes.orders-are-one-and-two", "taxes.settings-are-written-whole")
def test_a_list_that_is_wrong_is_refused(api: Api, gst: int, pst: int) -> None:
    first, second = taxes(gst, pst)
    third = {"tax_rate_configuration_id": rate(api, 0.01, "Levy"), "order": 1}
    cases = (
        ([first, second, third], "tax_settings can have at most 2 taxes"),
        ([first, {**second, "order": 1}], "an order of its own"),
        ([{**first, "order": 3}], "tax_settings[0].order must be 1 or 2"),
        ([{"order": 1}], "tax_settings[0].tax_rate_configuration_id is required"),
        ([{"tax_rate_configuration_id": gst}], "tax_settings[0].order is required"),
        ([{**first, "rule": "During"}], "tax_settings[0].rule must be one of"),
    )
    id = api.post("/activities", EXPENSE)["id"]
    for sent, words in cases:
        assert words in api.refused(422, "POST", "/activities", {**EXPENSE, "tax_settings": sent})
        assert words in api.refused(422, "PATCH", f"/activities/{id}", {"tax_settings": sent})
    unknown = [{"tax_rate_configuration_id": 5, "order": 1}]
    assert "there is no record with id 5" in api.refused(404, "POST", "/activities", {**EXPENSE, "tax_settings": unknown})


@pytest.mark.rule("taxes.settings-are-written-whole")
@pytest.mark.parametrize("cleared", [[], None])
def test_a_list_takes_the_place_of_the_one_before(api: Api, gst: int, pst: int, cleared: Any) -> None:
    id = api.post("/activities", {**EXPENSE, "tax_settings": taxes(gst, pst)})["id"]
    assert api.patch(f"/activities/{id}", {"tax_settings": taxes(pst)}, fields=SETTINGS)["tax_settings"] == taxes(pst)
    assert api.patch(f"/activities/{id}", {"note": "x"}, fields=SETTINGS)["tax_settings"] == taxes(pst)
    assert api.patch(f"/activities/{id}", {"tax_settings": cleared}, fields=SETTINGS)["tax_settings"] == []


@pytest.mark.rule("taxes.settings-are-for-expenses", "taxes.input-taxes-are-for-hard-costs")
def test_time_has_no_taxes_and_input_taxes_are_those_of_hard_costs(api: Api, gst: int) -> None:
    time = {"type": "TimeEntry", "date": "2026-05-20", "quantity": 3600}
    assert api.post("/activities", {**time, "tax_settings": taxes(gst)}, SETTINGS) == {"tax_settings": []}
    for body in (time, EXPENSE):
        assert api.post("/activities", {**body, "input_tax_settings": taxes(gst)}, INPUT) == {"input_tax_settings": []}
    assert api.post("/activities", {**time, "tax_settings": [], "input_tax_settings": []})["id"]
    both = api.post("/activities", {**HARD, "tax_settings": taxes(gst), "input_tax_settings": taxes(gst)}, fields=f"{SETTINGS},{INPUT}")
    assert both == {"tax_settings": taxes(gst), "input_tax_settings": taxes(gst)}
    soft = {"name": "Copies", "entry_type": "soft_cost", "input_tax_settings": taxes(gst)}
    category = api.post("/expense_categories", soft)["id"]
    assert api.post("/activities", {**HARD, "expense_category": {"id": category}}, INPUT) == {"input_tax_settings": []}


@pytest.mark.rule("taxes.input-taxes-are-for-hard-costs")
def test_a_hard_cost_that_becomes_another_expense_loses_its_input_taxes(api: Api, gst: int) -> None:
    id = api.post("/activities", {**HARD, "input_tax_settings": taxes(gst)})["id"]
    assert api.patch(f"/activities/{id}", {"type": "SoftCostEntry"}, fields=INPUT)["input_tax_settings"] == []


# --- categories ------------------------------------------------------------------------------------------------------------------------


def category(api: Api, **more: Any) -> int:
    return int(api.post("/expense_categories", {"name": "Courier", "entry_type": "hard_cost", **more})["id"])


@pytest.mark.rule("taxes.categories-name-taxes", "taxes.category-gives-the-taxes")
def test_an_expense_takes_the_taxes_of_its_category(api: Api, gst: int, pst: int) -> None:
    id = category(api, tax_settings=taxes(gst))
    assert api.get(f"/expense_categories/{id}", fields=SETTINGS)["tax_settings"] == taxes(gst)
    taken = api.post("/activities", {**EXPENSE, "expense_category": {"id": id}}, fields=f"id,{SETTINGS}")
    named = api.post("/activities", {**EXPENSE, "expense_category": {"id": id}, "tax_settings": taxes(pst)}, fields=SETTINGS)
    assert (taken["tax_settings"], named["tax_settings"]) == (taxes(gst), taxes(pst))
    api.patch(f"/expense_categories/{id}", {"tax_settings": taxes(pst)})
    assert api.get(f"/activities/{taken['id']}", fields=SETTINGS)["tax_settings"] == taxes(gst)
    other = category(api, tax_settings=taxes(gst, pst))
    moved = api.patch(f"/activities/{taken['id']}", {"expense_category": {"id": other}}, fields=SETTINGS)
    assert moved["tax_settings"] == taxes(gst, pst)


@pytest.mark.rule("expense_categories.input-taxes-are-handed-on")
def test_the_input_taxes_of_a_category_are_shown_by_its_hard_costs_alone(api: Api, gst: int) -> None:
    id = category(api, input_tax_settings=taxes(gst))
    assert api.get(f"/expense_categories/{id}", fields=SETTINGS)["tax_settings"] == []
    api.refused(400, "GET", f"/expense_categories/{id}", fields="input_tax_settings")
    for body, shown in ((HARD, taxes(gst)), (EXPENSE, [])):
        made = api.post("/activities", {**body, "expense_category": {"id": id}}, fields=INPUT)
        assert made["input_tax_settings"] == shown


@pytest.mark.rule("expense_categories.description-fills-the-note")
def test_the_description_of_a_category_fills_the_note_of_a_new_expense(api: Api) -> None:
    id = category(api, description="Documents by courier")
    api.refused(400, "GET", f"/expense_categories/{id}", fields="description")
    body = {**EXPENSE, "expense_category": {"id": id}}
    filled = api.post("/activities", body, fields="id,note")
    assert filled["note"] == "Documents by courier"
    assert api.post("/activities", {**body, "note": "To court"}, fields="note") == {"note": "To court"}
    other = category(api, description="Another")
    assert api.patch(f"/activities/{filled['id']}", {"expense_category": {"id": other}}, fields="note") == {"note": "Documents by courier"}


def test_the_settings_of_the_firm_show_its_default_taxes(mock: MockClio, api: Api, office: Office, gst: int, pst: int) -> None:
    assert api.get("/settings/billing", fields="tax_settings") == {"tax_settings": []}
    by_default(mock, office, taxes(gst, pst))
    assert api.get("/settings/billing", fields=SETTINGS) == {"tax_settings": taxes(gst, pst)}

"""The price of time that names none: the order of the rates, and when it is asked again."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.practice.activities import pricing
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.work import colleague, contact, entry, matter


def price(api: Api, **more: Any) -> float:
    return float(entry(api, "price", **more)["price"])


def hourly(*rates: dict[str, Any]) -> dict[str, Any]:
    return {"custom_rate": {"type": "HourlyRate", "rates": list(rates)}}


@pytest.mark.rule("activities.price-hierarchy")
def test_each_level_of_the_hierarchy_beats_the_one_below(api: Api, office: Office) -> None:
    user, client = {"id": office["user.owner"]}, contact(api)
    owner = matter(api, client)
    custom = api.post("/activity_descriptions", {"name": "Review of tapes", "rate": {"type": "Custom", "amount": 90}})["id"]
    flat = api.post("/activity_descriptions", {"name": "Incorporation", "rate": {"type": "FlatRate", "amount": 800}})["id"]
    on = {"matter": {"id": owner}, "activity_description": {"id": custom}}
    assert price(api, matter={"id": owner}) == 350  # the user's
    assert price(api, **on) == 90  # the category's
    api.post("/activity_rates", {"contact_id": client, "rate": 310})
    assert price(api, **on) == 310  # the client's
    api.patch(f"/matters/{owner}", hourly({"user": user, "rate": 275}))
    assert price(api, **on) == 275  # the matter's
    assert price(api, matter={"id": owner}, activity_description={"id": flat}) == 800  # the flat category's
    assert price(api, **on, price=1) == 1  # the entry's own


@pytest.mark.rule("activities.price-hierarchy")
def test_a_flat_client_rate_is_not_the_price_of_an_hour(api: Api) -> None:
    client = contact(api)
    api.post("/activity_rates", {"contact_id": client, "rate": 1000, "flat_rate": True})
    assert price(api, matter={"id": matter(api, client)}) == 350


@pytest.mark.rule("activities.highest-group-rate-wins")
def test_the_closest_rate_wins_and_among_groups_the_highest(mock: MockClio, office: Office) -> None:
    user = colleague(mock, office)
    groups = [row["id"] for row in mock.world.table("groups") if user in row["users"]]
    everybody, first, second = {"rate": 500}, {"group": groups[0], "rate": 210}, {"group": groups[1], "rate": 220}
    own, narrow = {"user": user, "rate": 150}, {"user": user, "rate": 140, "activity_description": 77}
    other = {"user": office["user.owner"], "rate": 900}
    cases: list[tuple[list[dict[str, Any]], float]] = [
        ([everybody], 500),
        ([everybody, first], 210),
        ([everybody, second, first], 220),
        ([second, own, other], 150),
        ([own, narrow], 140),
        ([other], 200),
    ]
    with mock.world.session() as session:
        for rates, expected in cases:
            stored = session.insert("matters", {"client": None, "custom_rate": {"type": "HourlyRate", "rates": rates}})
            assert pricing.rate(session, user=user, matter=stored["id"], description=77).amount == expected


@pytest.mark.rule("activities.price-follows-a-move")
def test_a_move_without_a_price_is_priced_anew(mock: MockClio, api: Api, office: Office) -> None:
    other, travel = {"id": colleague(mock, office)}, {"id": office["activity_description.Travel"]}
    id = entry(api, price=11)["id"]
    assert api.patch(f"/activities/{id}", {"note": "x", "quantity": 60}, fields="price") == {"price": 11}
    assert api.patch(f"/activities/{id}", {"user": other}, fields="price") == {"price": 200}
    assert api.patch(f"/activities/{id}", {"activity_description": travel}, fields="price") == {"price": 120}
    assert api.patch(f"/activities/{id}", {"activity_description": {"id": None}, "price": 5}, fields="price") == {"price": 5}
    owner = matter(api, **hourly({"user": other, "rate": 222}))
    assert api.patch(f"/activities/{id}", {"matter": {"id": owner}}, fields="price") == {"price": 222}
    assert api.patch(f"/activities/{id}", {"matter": {"id": None}}, fields="price,matter") == {"price": 200, "matter": None}


@pytest.mark.rule("activities.price-hierarchy")
def test_a_category_may_price_non_billable_work_otherwise(api: Api) -> None:
    rate = {"type": "Custom", "amount": 200, "non_billable_amount": 40}
    category = {"id": api.post("/activity_descriptions", {"name": "Pro bono clinic", "rate": rate})["id"]}
    assert price(api, activity_description=category, non_billable=True) == 40
    assert price(api, activity_description=category) == 200


@pytest.mark.rule("activities.expense-price")
def test_an_expense_costs_what_its_category_says(api: Api, office: Office) -> None:
    postage, meals = {"id": office["expense_category.Courier"]}, {"id": office["expense_category.Meals"]}
    made = entry(api, "id,price,total", type="ExpenseEntry", expense_category=postage, quantity=2)
    assert made == {"id": made["id"], "price": 25, "total": 50}
    assert api.patch(f"/activities/{made['id']}", {"expense_category": meals}, fields="price") == {"price": 25}
    assert entry(api, "price", type="ExpenseEntry", expense_category=meals) == {"price": 0}
    assert entry(api, "price", type="ExpenseEntry", expense_category=postage, price=30) == {"price": 30}


@pytest.mark.rule("activities.hourly-on-fee-matters", "activities.flat-rate")
def test_a_flat_fee_is_an_entry_and_swallows_the_hours(mock: MockClio, api: Api, office: Office) -> None:
    owner = matter(api)
    fee = {"custom_rate": {"type": "FlatRate", "rates": [{"user": {"id": office["user.owner"]}, "rate": 5000}]}}
    api.patch(f"/matters/{owner}", fee)
    made = api.get("/activities", matter_id=owner, fields="type,flat_rate,contingency_fee,price,total,non_billable")
    assert made == [{"type": "TimeEntry", "flat_rate": True, "contingency_fee": False, "price": 5000, "total": 5000, "non_billable": False}]
    on = {"matter": {"id": owner}}
    assert entry(api, "non_billable", **on) == {"non_billable": True}
    assert entry(api, "non_billable", **on, non_billable=False) == {"non_billable": False}
    assert entry(api, "non_billable", **on, type="ExpenseEntry", price=3) == {"non_billable": False}
    with mock.world.session() as session:
        settings = {"time_on_flat_rate_contingency_matters_is_non_billable": False}
        session.update("billing_settings", office["billing_settings"], settings)
    assert entry(api, "non_billable", **on) == {"non_billable": False}


@pytest.mark.rule("activities.hourly-on-fee-matters")
def test_time_on_a_matter_that_is_not_billable_is_not_billed(api: Api) -> None:
    assert entry(api, "non_billable", matter={"id": matter(api, billable=False)}) == {"non_billable": True}
    assert entry(api, "non_billable", matter={"id": matter(api)}) == {"non_billable": False}


@pytest.mark.rule("activities.flat-rate")
def test_the_fee_of_an_award_is_marked(api: Api, office: Office) -> None:
    rate = {"user": {"id": office["user.owner"]}, "rate": 30, "award": 10000, "date": "2026-05-01"}
    owner = matter(api, custom_rate={"type": "ContingencyFee", "rates": [rate]})
    made = api.get("/activities", matter_id=owner, fields="date,flat_rate,contingency_fee,total")
    assert made == [{"date": "2026-05-01", "flat_rate": False, "contingency_fee": True, "total": 3000}]

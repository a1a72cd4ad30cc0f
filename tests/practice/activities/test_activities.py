"""Activities: defaults, quantities, amounts, and what can be said of which type."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.work import ALL, colleague, contact, entry, matter


@pytest.mark.rule("activities.defaults")
def test_a_type_and_a_date_are_enough(api: Api, office: Office) -> None:
    time = api.post("/activities", {"type": "TimeEntry", "date": "2026-06-01"}, fields=f"{ALL},user{{id}},matter")
    id = time.pop("id")
    assert time == {
        "type": "TimeEntry",
        "date": "2026-06-01",
        "quantity": 0,
        "quantity_in_hours": 0,
        "rounded_quantity": 0,
        "rounded_quantity_in_hours": 0,
        "quantity_redacted": False,
        "price": 350,
        "note": None,
        "flat_rate": False,
        "billed": False,
        "on_bill": False,
        "total": 0,
        "contingency_fee": False,
        "reference": None,
        "non_billable": False,
        "non_billable_total": None,
        "no_charge": False,
        "tax_setting": None,
        "user": {"id": office["user.owner"]},
        "matter": None,
    }
    assert api.get(f"/activities/{id}", fields="id") == {"id": id}
    for kind, quantity in (("ExpenseEntry", 1), ("SoftCostEntry", 1), ("HardCostEntry", None)):
        made = api.post("/activities", {"type": kind, "date": "2026-06-01", "price": 12.5}, fields="quantity,quantity_in_hours,total")
        assert made == {"quantity": quantity, "quantity_in_hours": None, "total": 12.5}


def test_a_new_activity_without_type_or_date_is_refused(api: Api) -> None:
    assert "date is required" in api.refused(422, "POST", "/activities", {"type": "TimeEntry"})
    assert "type is required" in api.refused(422, "POST", "/activities", {"date": "2026-06-01"})
    assert api.get("/activities") == []


@pytest.mark.rule("activities.hard-cost-has-no-quantity")
def test_a_hard_cost_has_no_quantity(api: Api) -> None:
    made = entry(api, "id,quantity,rounded_quantity,total", type="HardCostEntry", price=80, quantity=3)
    assert made == {"id": made["id"], "quantity": None, "rounded_quantity": None, "total": 80}
    changed = api.patch(f"/activities/{made['id']}", {"type": "SoftCostEntry"}, fields="type,quantity,total")
    assert changed == {"type": "SoftCostEntry", "quantity": 1, "total": 80}


@pytest.mark.rule("activities.quantity-in-seconds-since-4.0.4")
@pytest.mark.parametrize(("version", "shown"), [("4.0.3", 1.5), ("4.0.4", 5400), ("4.0.13", 5400)])
def test_time_is_told_in_hours_before_version_4_0_4(api: Api, version: str, shown: float) -> None:
    headers = {"X-API-VERSION": version}
    body = {"data": {"type": "TimeEntry", "date": "2026-06-01", "quantity": shown}}
    query = {"fields": "id,quantity,rounded_quantity,quantity_in_hours"}
    made = api.call("POST", "/activities", json=body, params=query, headers=headers).json()["data"]
    assert made == {"id": made["id"], "quantity": shown, "rounded_quantity": shown, "quantity_in_hours": 1.5}
    assert api.get(f"/activities/{made['id']}", fields="quantity") == {"quantity": 5400}
    patched = api.call("PATCH", f"/activities/{made['id']}", json={"data": {"quantity": shown * 2}}, params=query, headers=headers)
    assert patched.json()["data"]["quantity_in_hours"] == 3


@pytest.mark.rule("activities.quantity-in-seconds-since-4.0.4")
def test_a_count_is_a_count_in_every_version(api: Api) -> None:
    body = {"data": {"type": "ExpenseEntry", "date": "2026-06-01", "quantity": 3, "price": 2}}
    made = api.call("POST", "/activities", json=body, params={"fields": "quantity,total"}, headers={"X-API-VERSION": "4.0.0"})
    assert made.json()["data"] == {"quantity": 3, "total": 6}


@pytest.mark.rule("activities.also-accepted")
def test_clients_may_send_quantity_in_hours_and_description(api: Api) -> None:
    made = entry(api, "id,quantity,note", quantity_in_hours=0.5, description="Call with client", type="TimeEntry")
    assert made == {"id": made["id"], "quantity": 1800, "note": "Call with client"}
    own = entry(api, "quantity,note", quantity=60, quantity_in_hours=2, description="b", note="a", type="TimeEntry")
    assert own == {"quantity": 60, "note": "a"}
    assert "description is not a valid field" in api.refused(400, "GET", "/activities", fields="description")


@pytest.mark.rule("activities.quantity-is-not-negative")
def test_a_negative_quantity_is_refused(api: Api) -> None:
    id = entry(api)["id"]
    assert "0 or more" in api.refused(422, "PATCH", f"/activities/{id}", {"quantity": -1})
    assert "0 or more" in api.refused(422, "PATCH", f"/activities/{id}", {"quantity_in_hours": -0.1})
    assert api.get(f"/activities/{id}", fields="quantity") == {"quantity": 3600}


@pytest.mark.rule("activities.time-is-rounded-up", "activities.total-of-billable")
@pytest.mark.parametrize(
    ("settings", "minutes", "rounded"),
    [
        ({"rounding": 6}, 7, 12),
        ({"rounding": 6}, 45, 48),
        ({"rounding": 6}, 70, 72),
        ({"rounding": 6}, 60, 60),
        ({"rounding": 15}, 9, 15),
        ({"rounding": None}, 7, 7),
        ({"rounding": 6, "use_decimal_rounding": True}, 7, 7.2),
    ],
)
def test_time_is_rounded_up_as_the_firm_rounds(
    mock: MockClio, api: Api, office: Office, settings: dict[str, Any], minutes: int, rounded: float
) -> None:
    with mock.world.session() as session:
        session.update("billing_settings", office["billing_settings"], settings)
    made = entry(api, "quantity,rounded_quantity,rounded_quantity_in_hours,total", quantity=minutes * 60, price=100, type="TimeEntry")
    assert made == {
        "quantity": minutes * 60,
        "rounded_quantity": rounded * 60,
        "rounded_quantity_in_hours": round(rounded / 60, 6),
        "total": round(rounded / 60 * 100, 2),
    }


@pytest.mark.rule("activities.time-is-in-whole-seconds")
@pytest.mark.parametrize("sent", ["quantity", "quantity_in_hours"])
def test_the_noise_of_a_float_is_never_billed(mock: MockClio, api: Api, office: Office, sent: str) -> None:
    with mock.world.session() as session:
        session.update("billing_settings", office["billing_settings"], {"rounding": 6})
    fields = "id,quantity,rounded_quantity_in_hours,total"
    hours = [0.1 * tenth for tenth in range(1, 241)]
    assert 1.1 * 3600 == 3960.0000000000005  # what a client computes
    for value in hours:
        made = entry(api, fields, price=100, type="TimeEntry", **{sent: value * 3600 if sent == "quantity" else value})
        exact = round(value, 1)
        shown = {"quantity": round(exact * 3600), "rounded_quantity_in_hours": exact, "total": round(exact * 100, 2)}
        assert made == {"id": made["id"], **shown}
    assert api.patch(f"/activities/{made['id']}", {"quantity": 3960.0000000000005}, fields) == {
        "id": made["id"],
        "quantity": 3960,
        "rounded_quantity_in_hours": 1.1,
        "total": 110,
    }


@pytest.mark.rule("activities.time-is-in-whole-seconds")
def test_noise_that_a_world_holds_already_is_not_billed(mock: MockClio, api: Api, office: Office) -> None:
    with mock.world.session() as session:
        session.update("billing_settings", office["billing_settings"], {"rounding": 6})
    id = entry(api, "id", price=100, quantity=60, type="TimeEntry")["id"]
    with mock.world.session() as session:
        session.update("activities", id, {"quantity": 3960.0000000000005})
    assert api.get(f"/activities/{id}", "rounded_quantity_in_hours,total") == {"rounded_quantity_in_hours": 1.1, "total": 110}


@pytest.mark.rule("activities.total-of-billable", "activities.total-of-non-billable")
def test_the_amount_stands_in_the_total_of_its_kind(api: Api) -> None:
    time = entry(api, "id,total,non_billable_total", price=99.99, quantity=1800, type="TimeEntry")
    assert (time["total"], time["non_billable_total"]) == (50.0, None)
    free = api.patch(f"/activities/{time['id']}", {"non_billable": True}, fields="total,non_billable_total")
    assert free == {"total": None, "non_billable_total": 50.0}
    spent = entry(api, "total,non_billable_total", type="ExpenseEntry", price=0.15, quantity=7)
    assert spent == {"total": 1.05, "non_billable_total": None}


@pytest.mark.rule("activities.flat-rate", "activities.total-of-billable")
def test_an_entry_of_a_flat_category_costs_its_price_however_long_it_takes(api: Api, office: Office) -> None:
    category = {"id": office["activity_description.Simple will"]}
    made = entry(api, "id,flat_rate,price,total", activity_description=category)
    assert made == {"id": made["id"], "flat_rate": True, "price": 450, "total": 450}
    longer = api.patch(f"/activities/{made['id']}", {"quantity": 36000}, fields="flat_rate,total")
    assert longer == {"flat_rate": True, "total": 450}
    hourly = api.patch(f"/activities/{made['id']}", {"activity_description": {"id": None}}, fields="flat_rate,price,total")
    assert hourly == {"flat_rate": False, "price": 350, "total": 3500}


@pytest.mark.rule("activities.non-billable-is-for-time")
def test_an_expense_is_non_billable_only_without_charge(api: Api) -> None:
    id = entry(api, type="ExpenseEntry", price=10)["id"]
    assert "no_charge" in api.refused(422, "PATCH", f"/activities/{id}", {"non_billable": True})
    assert api.get(f"/activities/{id}", fields="non_billable") == {"non_billable": False}
    changed = api.patch(f"/activities/{id}", {"non_billable": True, "no_charge": True}, fields="non_billable,no_charge,non_billable_total")
    assert changed == {"non_billable": True, "no_charge": True, "non_billable_total": 10}


@pytest.mark.rule("activities.no-charge-is-non-billable")
def test_no_charge_and_billable_exclude_each_other(api: Api) -> None:
    made = entry(api, "id,non_billable,no_charge", no_charge=True)
    assert made == {"id": made["id"], "non_billable": True, "no_charge": True}
    again = api.patch(f"/activities/{made['id']}", {"non_billable": False}, fields="non_billable,no_charge")
    assert again == {"non_billable": False, "no_charge": False}
    assert "no_charge" in api.refused(422, "PATCH", f"/activities/{made['id']}", {"no_charge": True, "non_billable": False})


@pytest.mark.rule("activities.vendor-and-reference", "activities.tax-setting-of-expenses", "activities.expense-category-and-code")
@pytest.mark.parametrize(
    ("kind", "attribute"),
    [
        ("ExpenseEntry", {"reference": "1042"}),
        ("TimeEntry", {"reference": "1042"}),
        ("SoftCostEntry", {"vendor": {"id": 1}}),
        ("TimeEntry", {"tax_setting": "no_tax"}),
        ("TimeEntry", {"expense_category": {"id": 1}}),
        ("TimeEntry", {"utbms_expense": {"id": 1}}),
    ],
)
def test_attributes_of_another_type_are_passed_over(api: Api, kind: str, attribute: dict[str, Any]) -> None:
    selection = f"id,type,{next(iter(attribute))}"
    made = api.post("/activities", {"type": kind, "date": "2026-06-01", **attribute}, selection)
    assert made == {"id": made["id"], "type": kind, next(iter(attribute)): None}
    assert api.patch(f"/activities/{made['id']}", {**attribute, "note": "Call"}, f"note,{selection}") == {"note": "Call", **made}


@pytest.mark.rule("activities.start-timer")
def test_a_timer_is_not_started_on_an_expense(api: Api) -> None:
    message = api.refused(422, "POST", "/activities", {"type": "HardCostEntry", "date": "2026-06-01", "start_timer": True})
    assert "start_timer is only for" in message
    assert api.get("/activities") == []


@pytest.mark.rule("activities.vendor-and-reference", "activities.tax-setting-of-expenses")
def test_a_hard_cost_has_a_vendor_a_reference_and_a_tax_setting(api: Api, office: Office) -> None:
    vendor = contact(api, "Rapid Courier")
    made = entry(
        api,
        "reference,tax_setting,vendor{id},expense_category{name,rate},price,utbms_expense{code},currency{code,sign}",
        type="HardCostEntry",
        reference="1042",
        vendor={"id": vendor},
        tax_setting="tax_1_only",
        expense_category={"id": office["expense_category.Courier"]},
        utbms_expense={"id": office["utbms.E107"]},
    )
    assert made == {
        "reference": "1042",
        "tax_setting": "tax_1_only",
        "vendor": {"id": vendor},
        "expense_category": {"name": "Courier", "rate": 25},
        "price": 25,
        "utbms_expense": {"code": "E107"},
        "currency": {"code": "USD", "sign": "$"},
    }
    assert "UtbmsExpense" in api.refused(
        422, "POST", "/activities", {"type": "HardCostEntry", "date": "2026-06-01", "utbms_expense": {"id": office["utbms.A101"]}}
    )


@pytest.mark.rule("activities.type-stays-time-or-expense")
def test_time_never_becomes_an_expense(api: Api) -> None:
    id = entry(api)["id"]
    assert "time and expenses" in api.refused(422, "PATCH", f"/activities/{id}", {"type": "ExpenseEntry"})
    assert api.get(f"/activities/{id}", fields="type") == {"type": "TimeEntry"}


@pytest.mark.rule("activities.utbms-codes-stand-for-a-category")
def test_utbms_codes_alone_name_the_system_category_of_the_pair(api: Api, office: Office) -> None:
    codes = {"utbms_task_id": office["utbms.L210"], "utbms_activity_id": office["utbms.A103"]}
    fields = "id,activity_description{id,name,type,utbms_task_id,utbms_task_name,utbms_activity_id}"
    made = entry(api, fields, activity_description=codes)["activity_description"]
    assert made == {"id": made["id"], "name": "L210 Pleadings A103 Draft/revise", "type": "utbms", **codes, "utbms_task_name": "Pleadings"}
    second = entry(api, fields, activity_description=codes)
    assert second["activity_description"] == made
    moved = api.patch(f"/activities/{second['id']}", {"activity_description": {"utbms_task_id": office["utbms.L310"]}}, fields=fields)
    shown = moved["activity_description"]
    assert (shown["utbms_task_name"], shown["utbms_activity_id"]) == ("Written discovery", office["utbms.A103"])


@pytest.mark.rule("activities.utbms-codes-stand-for-a-category", "utbms.codes-by-their-type")
def test_utbms_codes_beside_a_category_are_shown_with_it(api: Api, office: Office) -> None:
    category = office["activity_description.Legal research"]
    made = entry(
        api,
        "id,activity_description{id,name,utbms_task_id}",
        activity_description={"id": category, "utbms_task_id": office["utbms.L120"]},
    )
    assert made["activity_description"] == {"id": category, "name": "Legal research", "utbms_task_id": office["utbms.L120"]}
    assert [row["id"] for row in api.get("/activities", activity_description_id=category)] == [made["id"]]
    body = {"type": "TimeEntry", "date": "2026-06-01", "activity_description": {"utbms_task_id": office["utbms.A101"]}}
    assert "not UtbmsTask" in api.refused(422, "POST", "/activities", body)


@pytest.mark.rule("activities.hidden-hours", "activities.hidden-hours-are-not-written")
def test_hidden_hours_are_null_and_not_written(mock: MockClio, api: Api, office: Office) -> None:
    theirs = entry(api, user={"id": colleague(mock, office)})["id"]
    own = entry(api)["id"]
    with mock.world.session() as session:
        session.update("users", office["user.owner"], {"_hours_visibility": "limited"})
    fields = "quantity,quantity_in_hours,rounded_quantity,rounded_quantity_in_hours,total,non_billable_total,quantity_redacted,price"
    hidden = dict.fromkeys(fields.split(",")) | {"quantity_redacted": True, "price": 200}
    assert api.get(f"/activities/{theirs}", fields=fields) == hidden
    assert api.get(f"/activities/{own}", fields="quantity,quantity_redacted") == {"quantity": 3600, "quantity_redacted": False}
    older = api.call("GET", f"/activities/{theirs}", params={"fields": "quantity"}, headers={"X-API-VERSION": "4.0.7"})
    assert older.json()["data"] == {"quantity": 3600}
    api.refused(403, "PATCH", f"/activities/{theirs}", {"quantity": 60})
    assert api.patch(f"/activities/{theirs}", {"note": "Read"}, fields="note") == {"note": "Read"}


@pytest.mark.rule("activities.hidden-rates")
def test_hidden_rates_take_price_and_totals_away(mock: MockClio, api: Api, office: Office) -> None:
    id = entry(api, user={"id": colleague(mock, office)})["id"]
    spent = entry(api, type="ExpenseEntry", price=5)["id"]
    with mock.world.session() as session:
        session.update("users", office["user.owner"], {"_rates_visibility": "none"})
    assert api.get(f"/activities/{id}", fields="id,quantity,price,total") == {"id": id, "quantity": 3600, "redacted": True}
    assert api.get(f"/activities/{spent}", fields="price,total") == {"price": 5, "total": 5}
    older = api.call("GET", f"/activities/{id}", params={"fields": "price"}, headers={"X-API-VERSION": "4.0.4"})
    assert older.json()["data"] == {"price": 200}


@pytest.mark.rule("activities.currency-of-the-matter")
def test_an_activity_is_in_the_currency_of_its_matter(mock: MockClio, api: Api, office: Office) -> None:
    owner = matter(api)
    with mock.world.session() as session:
        session.update("matters", owner, {"currency": office["currency.CAD"]})
    assert entry(api, "currency{code}", matter={"id": owner}) == {"currency": {"code": "CAD"}}
    assert entry(api, "currency{code}") == {"currency": {"code": "USD"}}


def test_an_activity_is_deleted_once(api: Api) -> None:
    id = entry(api)["id"]
    api.delete(f"/activities/{id}")
    api.refused(404, "DELETE", f"/activities/{id}")
    api.refused(404, "GET", f"/activities/{id}")

"""The smaller parts of a matter: budget, retainer, payers, recipients, grants, stage, money."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.cases import change, client, insert, matter

BUDGET = "matter_budget{budget,include_expenses,notification_threshold,notify_users}"


def unchanged(api: Api, id: int, body: dict[str, Any], status: int = 422) -> str:
    """The refusal of a write that leaves the matter as it was."""
    before = api.get(f"/matters/{id}", "etag")
    message = api.refused(status, "PATCH", f"/matters/{id}", body)
    assert api.get(f"/matters/{id}", "etag") == before
    return message


def test_a_budget_is_merged_and_removed(api: Api) -> None:
    sent = {"budget": 1000.5, "include_expenses": True, "notification_threshold": 80, "notify_users": True}
    id = matter(api, matter_budget=sent)["id"]
    assert api.get(f"/matters/{id}", BUDGET) == {"matter_budget": sent}
    changed = api.patch(f"/matters/{id}", {"matter_budget": {"budget": 7}}, BUDGET)
    assert changed == {"matter_budget": {**sent, "budget": 7}}
    assert api.patch(f"/matters/{id}", {"matter_budget": {"_destroy": True}}, BUDGET) == {"matter_budget": None}


@pytest.mark.rule("matters.no-budget-with-flat-rate")
def test_a_flat_rate_and_a_budget_exclude_each_other(api: Api, office: Office) -> None:
    flat = {"type": "FlatRate", "rates": [{"user": {"id": office["user.owner"]}, "rate": 5}]}
    id = matter(api, custom_rate=flat)["id"]
    unchanged(api, id, {"matter_budget": {"budget": 7}})
    other = matter(api, matter_budget={"budget": 7})["id"]
    unchanged(api, other, {"custom_rate": {"type": "FlatRate"}})
    api.patch(f"/matters/{other}", {"custom_rate": {"type": "FlatRate"}, "matter_budget": {"_destroy": True}})
    api.patch(f"/matters/{id}", {"custom_rate": {"type": "HourlyRate"}, "matter_budget": {"budget": 7}})


@pytest.mark.rule("matters.budget-threshold-is-a-percentage")
@pytest.mark.parametrize("budget", [{"notification_threshold": 101}, {"notification_threshold": -1}, {"budget": -1}])
def test_an_impossible_budget_is_refused(api: Api, budget: dict[str, int]) -> None:
    unchanged(api, matter(api)["id"], {"matter_budget": budget})


@pytest.mark.rule("matters.retainer-is-merged")
def test_a_retainer_is_merged_and_removed(api: Api, office: Office) -> None:
    user = office["user.owner"]
    id = matter(api, evergreen_retainer={"minimum_threshold": 500, "recipients": [{"id": user}]})["id"]
    assert api.get(f"/matters/{id}", "evergreen_retainer{minimum_threshold}") == {"evergreen_retainer": {"minimum_threshold": 500}}
    api.patch(f"/matters/{id}", {"evergreen_retainer": {"minimum_threshold": 250.5}})
    stored = api.mock.world.table("matters")[id]["evergreen_retainer"]
    assert (stored["minimum_threshold"], stored["recipients"]) == (250.5, [user])
    api.patch(f"/matters/{id}", {"evergreen_retainer": {"recipients": [{"id": user, "_destroy": True}]}})
    assert api.mock.world.table("matters")[id]["evergreen_retainer"]["recipients"] == []
    assert api.patch(f"/matters/{id}", {"evergreen_retainer": {"_destroy": True}}, "evergreen_retainer") == {"evergreen_retainer": None}


@pytest.mark.rule("matters.retainer-is-merged")
def test_an_impossible_retainer_is_refused(api: Api) -> None:
    id = matter(api)["id"]
    unchanged(api, id, {"evergreen_retainer": {"minimum_threshold": -1}})
    unchanged(api, id, {"evergreen_retainer": {"recipients": [{}]}})
    unchanged(api, id, {"evergreen_retainer": {"recipients": [{"id": 5}]}}, 404)


@pytest.mark.rule("matters.payers-pay-the-whole")
def test_payers_split_the_whole(api: Api) -> None:
    ann, bob = client(api), client(api, "Bob", "Lee")
    payers = [{"contact_id": ann, "split_portion": 60.5, "send_to_bill_recipients": True}, {"contact_id": bob, "split_portion": 39.5}]
    fields = "id,split_invoice_payers{id,contact_id,matter_id,split_portion,send_to_bill_recipients}"
    made = matter(api, fields, split_invoice_payers=payers)
    first, second = made["split_invoice_payers"]
    assert first == {"id": first["id"], "matter_id": made["id"], **payers[0]}
    assert second == {"id": second["id"], "matter_id": made["id"], "send_to_bill_recipients": False, **payers[1]}
    steps = [{"id": first["id"], "_destroy": True}, {"id": second["id"], "split_portion": 100}]
    (left,) = api.patch(f"/matters/{made['id']}", {"split_invoice_payers": steps}, fields)["split_invoice_payers"]
    assert left == {**second, "split_portion": 100}


@pytest.mark.rule("matters.payers-pay-the-whole")
def test_payers_that_do_not_pay_the_whole_are_refused(api: Api) -> None:
    id, ann = matter(api)["id"], client(api)
    for portions in ([50], [60, 50], [150, -50], [0, 100]):
        payers = [{"contact_id": client(api), "split_portion": portion} for portion in portions]
        unchanged(api, id, {"split_invoice_payers": payers})
    unchanged(api, id, {"split_invoice_payers": [{"contact_id": ann, "split_portion": 50}, {"contact_id": ann, "split_portion": 50}]})
    unchanged(api, id, {"split_invoice_payers": [{"contact_id": ann}]})
    unchanged(api, id, {"split_invoice_payers": [{"contact_id": 5, "split_portion": 100}]}, 404)


def test_bill_recipients_may_be_written(api: Api) -> None:
    contact = client(api, "Bob", "Lee")
    fields = "id,matter_bill_recipients{id,recipient}"
    made = matter(api, fields, matter_bill_recipients=[{"recipient": {"id": contact}}])
    (recipient,) = made["matter_bill_recipients"]
    assert recipient["recipient"]["name"] == "Bob Lee"
    removal = [{"id": recipient["id"], "_destroy": True}]
    assert api.patch(f"/matters/{made['id']}", {"matter_bill_recipients": removal}, fields)["matter_bill_recipients"] == []


@pytest.mark.rule("matters.at-most-three-grants")
def test_a_matter_has_at_most_three_grants(api: Api) -> None:
    grants = [insert(api, "grants", name=f"Grant {n}") for n in range(4)]
    id = matter(api, grant_matters=[{"grant": {"id": grant}} for grant in grants[:3]])["id"]
    unchanged(api, id, {"grant_matters": [{"grant": {"id": grants[3]}}]})
    unchanged(api, id, {"grant_matters": [{}]})
    api.patch(f"/matters/{id}", {"grant_matters": [{"grant": {"id": grants[0]}, "_destroy": True}, {"grant": {"id": grants[3]}}]})
    assert api.get("/matters", grant_id=grants[0]) == []
    assert [row["id"] for row in api.get("/matters", grant_id=grants[3])] == [id]


def test_a_subscriber_must_be_a_user(api: Api) -> None:
    unchanged(api, matter(api)["id"], {"notification_event_subscribers": [{"user_id": "7"}]}, 404)


@pytest.fixture
def stages(api: Api) -> dict[str, int]:
    """A stage of a practice area, another one's, and one of none."""
    areas = {name: api.post("/practice_areas", {"name": name})["id"] for name in ("Space", "Sea")}
    made = {f"stage of {name}": insert(api, "matter_stages", name=name, order=1, practice_area_id=str(id)) for name, id in areas.items()}
    return {**areas, **made, "any": insert(api, "matter_stages", name="Any", order=1, practice_area_id=None)}


@pytest.mark.rule("matters.stage-belongs-to-practice-area")
def test_a_stage_belongs_to_the_practice_area(api: Api, stages: dict[str, int]) -> None:
    id = matter(api, practice_area={"id": stages["Space"]}, matter_stage={"id": stages["stage of Space"]})["id"]
    unchanged(api, id, {"matter_stage": {"id": stages["stage of Sea"]}})
    api.patch(f"/matters/{id}", {"practice_area": {"id": stages["Sea"]}, "matter_stage": {"id": stages["stage of Sea"]}})
    assert api.patch(f"/matters/{id}", {"practice_area": {"id": stages["Space"]}}, "matter_stage") == {"matter_stage": None}
    api.patch(f"/matters/{id}", {"matter_stage": {"id": stages["any"]}})
    shown = api.patch(f"/matters/{id}", {"practice_area": None}, "matter_stage{name},practice_area")
    assert shown == {"matter_stage": {"name": "Any"}, "practice_area": None}


@pytest.mark.rule("matters.stage-change-is-stamped")
def test_a_change_of_stage_is_stamped(api: Api, stages: dict[str, int]) -> None:
    stamped = "matter_stage_updated_at"
    made = matter(api, f"id,{stamped}", practice_area={"id": stages["Space"]})
    assert made[stamped] is None
    first = api.patch(f"/matters/{made['id']}", {"matter_stage": {"id": stages["stage of Space"]}}, stamped)
    assert first == {stamped: "2026-06-01T09:00:00-04:00"}
    api.mock.clock.set(api.mock.clock.now().replace(hour=15))
    assert api.patch(f"/matters/{made['id']}", {"matter_stage": {"id": stages["stage of Space"]}}, stamped) == first
    cleared = api.patch(f"/matters/{made['id']}", {"matter_stage": {"id": None}}, f"matter_stage,{stamped}")
    assert cleared == {"matter_stage": None, stamped: "2026-06-01T11:00:00-04:00"}


@pytest.mark.rule("matters.balances-by-bank-account")
def test_balances_have_a_row_for_each_bank_account(api: Api) -> None:
    operating, trust = (
        api.post("/bank_accounts", {"name": kind, "type": kind, "currency": "USD"})["id"] for kind in ("Operating", "Trust")
    )
    made, other = matter(api), matter(api)["id"]
    for amount in (100.1, 100.2, -50):
        deposit = {"bank_account": {"id": trust}, "matter": {"id": made["id"]}, "amount": amount, "date": "2026-05-01"}
        api.post("/bank_transactions", deposit)
    shown = api.get(f"/matters/{made['id']}", "etag,account_balances{id,balance,type,name,currency_id}")
    balances = {row["id"]: (row["balance"], row["type"], row["name"]) for row in shown["account_balances"]}
    assert (balances[operating], balances[trust]) == ((0.0, "Operating", "Operating"), (150.3, "Trust", "Trust"))
    assert shown["etag"] != made["etag"]
    assert {row["balance"] for row in api.get(f"/matters/{other}", "account_balances{balance}")["account_balances"]} == {0.0}


@pytest.mark.rule("matters.currency-is-the-clients")
def test_the_currency_is_the_one_sent_else_the_clients_else_the_firms(api: Api) -> None:
    own, clients = (insert(api, "currencies", code=code, sign=code) for code in ("XTA", "XTB"))
    contact = client(api)
    assert matter(api, "currency{code}", client={"id": contact})["currency"] == {"code": "USD"}
    change(api, "contacts", contact, currency=clients)
    assert matter(api, "currency{code}", client={"id": contact})["currency"] == {"code": "XTB"}
    made = matter(api, "id,currency{code}", client={"id": contact}, currency={"id": own})
    assert made["currency"] == {"code": "XTA"}
    assert api.patch(f"/matters/{made['id']}", {"currency": None}, "currency{code}") == {"currency": {"code": "XTB"}}
    unchanged(api, made["id"], {"currency": {"id": 5}}, 404)


@pytest.mark.rule("matters.allocation-is-the-accounts")
def test_the_credit_is_split_as_the_account_says(api: Api, office: Office) -> None:
    fields = "id,attorney_allocation{account_id,resource_id,resource_type,originating_attorney_allocation,responsible_attorney_allocation}"
    made = matter(api, fields)
    assert made["attorney_allocation"] == {
        "account_id": office["account"],
        "resource_id": made["id"],
        "resource_type": "Matter",
        "originating_attorney_allocation": 20.0,
        "responsible_attorney_allocation": 80.0,
    }
    change(api, "accounts", office["account"], _attorney_allocation=None)
    assert matter(api, fields)["attorney_allocation"] is None


@pytest.mark.rule("matters.legal-aid-follows-practice-area")
def test_a_legal_aid_matter_has_a_legal_aid_record(api: Api) -> None:
    area = api.post("/practice_areas", {"name": "Crime (aided)", "category": "legal_aid"})["id"]
    fields = "id,legal_aid_uk_matter{case_start_date,category_as_string}"
    made = matter(api, fields, practice_area={"id": area}, open_date="2026-02-03")
    assert made["legal_aid_uk_matter"] == {"case_start_date": "2026-02-03", "category_as_string": "Crime (aided)"}
    assert api.patch(f"/matters/{made['id']}", {"practice_area": {"id": None}}, fields)["legal_aid_uk_matter"] is None

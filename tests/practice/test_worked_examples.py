"""Examples with numbers, as a lawyer would reckon them by hand."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.work import colleague, contact, entry, matter


def setting(mock: MockClio, office: Office, **values: Any) -> None:
    with mock.world.session() as session:
        session.update("billing_settings", office["billing_settings"], values)


@pytest.mark.rule("activities.time-is-rounded-up", "activities.total-of-billable")
@pytest.mark.parametrize(
    ("minutes", "step", "counted", "total"),
    [
        (7, 6, 12, 60.0),  # two tenths of an hour at 300
        (45, 6, 48, 240.0),
        (60, 6, 60, 300.0),
        (70, 6, 72, 360.0),
        (1, 15, 15, 75.0),
        (9, 15, 15, 75.0),
        (15, 15, 15, 75.0),
        (61, 15, 75, 375.0),
    ],
)
def test_time_is_charged_by_started_steps(
    mock: MockClio, api: Api, office: Office, minutes: int, step: int, counted: int, total: float
) -> None:
    setting(mock, office, rounding=step)
    made = entry(api, "quantity,quantity_in_hours,rounded_quantity,rounded_quantity_in_hours,total", quantity=minutes * 60, price=300)
    assert made == {
        "quantity": minutes * 60,
        "quantity_in_hours": pytest.approx(minutes / 60, abs=1e-6),
        "rounded_quantity": counted * 60,
        "rounded_quantity_in_hours": counted / 60,
        "total": total,
    }


@pytest.mark.rule("activities.price-hierarchy", "activities.highest-group-rate-wins")
def test_the_price_of_one_hour_at_every_level(mock: MockClio, api: Api, office: Office) -> None:
    """350 is the partner's own rate; each later agreement replaces it, the associate keeps hers."""
    partner, associate = {"id": office["user.owner"]}, {"id": colleague(mock, office, rate=200)}
    client = contact(api)
    on = {"matter": {"id": matter(api, client)}}
    research = {"id": api.post("/activity_descriptions", {"name": "Tape review", "rate": {"type": "Custom", "amount": 180}})["id"]}
    filing = {"id": api.post("/activity_descriptions", {"name": "Set up", "rate": {"type": "FlatRate", "amount": 450}})["id"]}

    def total(**more: Any) -> float:
        return float(entry(api, "total", **on, **more)["total"])

    assert [total(), total(user=associate)] == [350, 200]
    assert total(activity_description=research) == 180
    api.post("/activity_rates", {"contact_id": client, "rate": 300})
    assert [total(), total(user=associate), total(activity_description=research)] == [300, 300, 300]
    api.patch(f"/matters/{on['matter']['id']}", {"custom_rate": {"type": "HourlyRate", "rates": [{"user": partner, "rate": 280}]}})
    assert [total(), total(user=associate)] == [280, 300]
    assert [total(activity_description=filing), total(activity_description=filing, quantity=36000)] == [450, 450]
    assert total(price=99.99) == 99.99


@pytest.mark.rule("bills.secondary-tax-rule", "bills.totals")
@pytest.mark.parametrize(("secondary_rule", "second", "total"), [("Pre", 99.75, 1149.75), ("Post", 104.74, 1154.74)])
def test_a_bill_with_two_taxes(mock: MockClio, api: Api, office: Office, secondary_rule: str, second: float, total: float) -> None:
    """5 per cent of 1,000 is 50; 9.975 per cent of 1,000 is 99.75, of 1,050 it is 104.7375."""
    setting(mock, office, secondary_tax_rule=secondary_rule)
    case = matter(api)
    entry(api, matter={"id": case}, quantity=4 * 3600, price=250)
    terms = {"tax_rate": 5, "secondary_tax_rate": 9.975, "discount": {"rate": 10, "type": "percentage"}}
    bill = mock.bill(case, state="awaiting_payment", **terms)["id"]
    assert api.get(f"/bills/{bill}", "sub_total,tax_sum,secondary_tax_sum,total_tax,total,due,balance") == {
        "sub_total": 1000,
        "tax_sum": 50,
        "secondary_tax_sum": second,
        "total_tax": 50 + second,
        "total": total,
        "due": total - 100,
        "balance": total - 100,
    }
    mock.credit(bill, amount=54.74)
    mock.pay(bill, amount=900)
    left = api.get(f"/bills/{bill}", "state,paid,credits_issued,balance")
    assert left == {"state": "awaiting_payment", "paid": 900, "credits_issued": 54.74, "balance": round(total - 1054.74, 2)}
    mock.pay(bill)
    assert api.get(f"/bills/{bill}", "state,balance") == {"state": "paid", "balance": 0}


@pytest.mark.rule("calendars.recurrence-rule", "calendars.series-or-single")
def test_every_third_thursday_at_nine_through_the_end_of_daylight_saving(api: Api, office: Office) -> None:
    times = {
        "start_at": "2026-09-17T09:00:00-04:00",
        "end_at": "2026-09-17T10:30:00-04:00",
        "recurrence_rule": "FREQ=MONTHLY;INTERVAL=1;BYDAY=3TH",
    }
    api.post("/calendar_entries", {"summary": "Partners", "calendar_owner": {"id": office["calendar.firm"]}, **times})
    window = {"expanded": "true", "from_": "2026-09-01T00:00:00Z", "to": "2027-04-01T00:00:00Z"}
    assert [(row["start_at"], row["end_at"][11:19]) for row in api.get("/calendar_entries", "start_at,end_at", **window)] == [
        ("2026-09-17T09:00:00-04:00", "10:30:00"),
        ("2026-10-15T09:00:00-04:00", "10:30:00"),
        ("2026-11-19T09:00:00-05:00", "10:30:00"),
        ("2026-12-17T09:00:00-05:00", "10:30:00"),
        ("2027-01-21T09:00:00-05:00", "10:30:00"),
        ("2027-02-18T09:00:00-05:00", "10:30:00"),
        ("2027-03-18T09:00:00-04:00", "10:30:00"),
    ]


@pytest.mark.rule("tasks.cascade-gives-due-date", "tasks.cascade-units", "tasks.cascade-moves-with-its-source")
def test_a_cascade_over_business_days(api: Api, office: Office) -> None:
    """Trial on Friday, 10 July: three business days later is Wednesday the 15th, five before is Friday the 3rd."""

    def task(name: str, **more: Any) -> int:
        assignee = {"id": office["user.owner"], "type": "User"}
        return int(api.post("/tasks", {"name": name, "description": name, "assignee": assignee, **more})["id"])

    def follow(name: str, source: int, days: int, side: str) -> int:
        offset = {"cascading_offset": days, "cascading_offset_type": "BusinessDays", "cascading_offset_polarity": side}
        return task(name, cascading=True, cascading_source=source, **offset)

    trial = task("Trial", due_at="2026-07-10")
    order = follow("Order", trial, 3, "After")
    appeal = follow("Appeal", order, 10, "After")
    brief = follow("Brief", trial, 5, "Before")
    due = {trial: "2026-07-10", order: "2026-07-15", appeal: "2026-07-29", brief: "2026-07-03"}
    assert {row["id"]: row["due_at"] for row in api.get("/tasks", "id,due_at")} == due
    api.patch(f"/tasks/{brief}", {"status": "complete"})
    api.patch(f"/tasks/{trial}", {"due_at": "2026-07-13"})
    due |= {trial: "2026-07-13", order: "2026-07-16", appeal: "2026-07-30"}
    assert {row["id"]: row["due_at"] for row in api.get("/tasks", "id,due_at")} == due

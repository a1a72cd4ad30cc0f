"""UTBMS codes that a matter requires of its work, and rate tables, which nothing shows."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.taxing import settle
from tests.practice.work import contact, matter

TIME = {"type": "TimeEntry", "date": "2026-05-20", "quantity": 3600}
EXPENSE = {"type": "ExpenseEntry", "date": "2026-05-20", "price": 12}
BOTH = "utbms_activity_id and utbms_task_id are required"


@pytest.fixture
def ledes(mock: MockClio, office: Office) -> None:
    """The firm has mandatory LEDES billing."""
    settle(mock, office, _mandatory_ledes=True)


@pytest.fixture
def strict(api: Api, ledes: None) -> int:
    """A matter that requires codes."""
    return matter(api, require_utbms_codes=True)


@pytest.fixture
def codes(office: Office) -> dict[str, int]:
    return {"utbms_task_id": office["utbms.L110"], "utbms_activity_id": office["utbms.A101"]}


def requires(api: Api, id: int) -> bool:
    return bool(api.get(f"/matters/{id}", fields="require_utbms_codes")["require_utbms_codes"])


@pytest.mark.rule("utbms.required-with-mandatory-ledes-alone")
def test_the_mark_is_passed_over_without_mandatory_ledes_billing(api: Api, mock: MockClio, office: Office) -> None:
    id = matter(api, require_utbms_codes=True)
    assert not requires(api, id)
    api.patch(f"/matters/{id}", {"require_utbms_codes": True})
    assert not requires(api, id)
    api.post("/activities", {**TIME, "matter": {"id": id}})


@pytest.mark.rule("utbms.required-with-mandatory-ledes-alone")
def test_nothing_is_asked_for_after_the_firm_gave_it_up(api: Api, mock: MockClio, office: Office, strict: int) -> None:
    settle(mock, office, _mandatory_ledes=False)
    assert requires(api, strict)
    api.post("/activities", {**TIME, "matter": {"id": strict}})


@pytest.mark.rule("utbms.contact-gives-the-default")
def test_a_contact_gives_the_default_of_its_new_matters(api: Api, ledes: None) -> None:
    client = contact(api, require_utbms_codes=True)
    api.refused(400, "GET", f"/contacts/{client}", fields="require_utbms_codes")
    old = matter(api, contact(api))
    assert [requires(api, id) for id in (old, matter(api, client), matter(api, client, require_utbms_codes=False))] == [False, True, False]
    api.patch(f"/contacts/{client}", {"require_utbms_codes": False})
    assert not requires(api, matter(api, client))


@pytest.mark.rule("utbms.time-needs-both-codes")
def test_billable_time_needs_a_task_and_an_activity(api: Api, strict: int, codes: dict[str, int], office: Office) -> None:
    plain = {"id": office["activity_description.Review"]}
    refused: tuple[Any, ...] = (
        {},
        {"utbms_task_id": codes["utbms_task_id"]},
        plain,
        {**plain, "utbms_activity_id": codes["utbms_activity_id"]},
    )
    body = {**TIME, "matter": {"id": strict}}
    for sent in refused:
        assert BOTH in api.refused(422, "POST", "/activities", {**body, "activity_description": sent})
    for sent in (codes, {**plain, **codes}):
        assert api.post("/activities", {**body, "activity_description": sent})["id"]
    category = api.post("/activities", {**body, "activity_description": codes}, fields="activity_description{id}")["activity_description"]
    assert api.post("/activities", {**body, "activity_description": category})["id"]


@pytest.mark.rule("utbms.time-needs-both-codes")
def test_time_that_is_not_billed_needs_none_until_it_is(api: Api, strict: int) -> None:
    id = api.post("/activities", {**TIME, "matter": {"id": strict}, "non_billable": True})["id"]
    assert BOTH in api.refused(422, "PATCH", f"/activities/{id}", {"non_billable": False})


@pytest.mark.rule("utbms.time-needs-both-codes")
def test_time_cannot_come_to_such_a_matter_without_codes(api: Api, strict: int, codes: dict[str, int]) -> None:
    id = api.post("/activities", {**TIME, "matter": {"id": matter(api)}})["id"]
    move = {"matter": {"id": strict}}
    assert BOTH in api.refused(422, "PATCH", f"/activities/{id}", move)
    api.patch(f"/activities/{id}", {**move, "activity_description": codes})


@pytest.mark.rule("utbms.expenses-need-a-code", "utbms.categories-are-for-time")
def test_a_billable_expense_needs_a_code_of_its_own(api: Api, strict: int, codes: dict[str, int], office: Office) -> None:
    body = {**EXPENSE, "matter": {"id": strict}}
    assert "utbms_expense is required" in api.refused(422, "POST", "/activities", body)
    assert "utbms_expense is required" in api.refused(422, "POST", "/activities", {**body, "activity_description": codes})
    made = api.post("/activities", {**body, "utbms_expense": {"id": office["utbms.E101"]}}, fields="utbms_expense{code}")
    assert made == {"utbms_expense": {"code": "E101"}}


@pytest.mark.rule("utbms.categories-are-for-time")
def test_a_category_of_work_is_passed_over_for_expenses(api: Api, office: Office) -> None:
    sent = {**EXPENSE, "activity_description": {"id": office["activity_description.Review"]}}
    assert api.post("/activities", sent, fields="activity_description") == {"activity_description": None}


@pytest.mark.rule("rates.table-assignment-is-not-shown")
def test_a_rate_table_is_assigned_and_never_shown(api: Api, mock: MockClio) -> None:
    assignment = {"rate_table_id": 77, "rate_table_category_id": 5}
    client = contact(api, rate_table_assignment=assignment)
    places = {"contacts": client, "matters": matter(api, client, rate_table_assignment=assignment)}
    for table, id in places.items():
        api.refused(400, "GET", f"/{table}/{id}", fields="rate_table_assignment")
        assert mock.world.table(table)[id]["_rate_table_assignment"] == assignment
        api.patch(f"/{table}/{id}", {"rate_table_assignment": {"rate_table_category_id": 6}})
        assert mock.world.table(table)[id]["_rate_table_assignment"] == {"rate_table_id": 77, "rate_table_category_id": 6}
        api.patch(f"/{table}/{id}", {"rate_table_assignment": None})
        assert mock.world.table(table)[id]["_rate_table_assignment"] is None
        assert "must be an object" in api.refused(422, "PATCH", f"/{table}/{id}", {"rate_table_assignment": 77})

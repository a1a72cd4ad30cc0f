"""Single facts about records: fixed values, attributes that are ignored, values that are read in another form."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.hashing import digest
from tests.practice.people_and_groups import ApiOf, hire
from tests.practice.work import contact, entry, ids, matter

VALUES = {
    "checkbox": ("true", True),
    "currency": ("12.5", 12.5),
    "numeric": ("3", 3),
    "date": ("2026-01-02", "2026-01-02"),
    "time": ("10:30", "10:30:00"),
    "text_line": ("x", "x"),
    "url": ("https://x.test", "https://x.test"),
    "email": ("a@mail.test", "a@mail.test"),
}


@pytest.fixture
def assignee(office: Office) -> dict[str, Any]:
    return {"id": office["user.owner"], "type": "User"}


@pytest.mark.rule("matters.status-is-capitalised-on-read")
def test_a_status_is_written_in_any_case_and_read_with_a_capital(api: Api) -> None:
    id = matter(api)
    for written, read in (("pending", "Pending"), ("CLOSED", "Closed"), ("Open", "Open")):
        assert api.patch(f"/matters/{id}", {"status": written}, "status") == {"status": read}


@pytest.mark.rule("matters.budget-is-one")
def test_a_budget_is_changed_in_place_and_taken_away(api: Api) -> None:
    shown = "matter_budget{id,budget,notification_threshold,notify_users}"
    made = api.post("/matters", {"client": {"id": contact(api)}, "description": "x", "matter_budget": {"budget": 100}}, f"id,{shown}")
    changed = api.patch(f"/matters/{made['id']}", {"matter_budget": {"notification_threshold": 20}}, shown)["matter_budget"]
    assert changed == {**made["matter_budget"], "notification_threshold": 20}
    assert api.patch(f"/matters/{made['id']}", {"matter_budget": {"_destroy": True}}, shown) == {"matter_budget": None}


@pytest.mark.rule("matters.budget-tells-at-its-threshold")
def test_a_budget_tells_once_at_its_threshold_and_again_after_it_fell_below(mock: MockClio, api: Api, office: Office) -> None:
    ravi = hire(mock, office)
    budget = {"budget": 1000, "notification_threshold": 50, "notify_users": True}
    case = matter(api, responsible_attorney={"id": ravi.user}, matter_budget=budget)
    entry(api, matter={"id": case}, price=499)
    entry(api, matter={"id": case}, price=400, non_billable=True)
    entry(api, matter={"id": case}, type="ExpenseEntry", price=400)
    assert notifications(ravi) == []
    last = entry(api, matter={"id": case}, price=1)["id"]
    assert notifications(ravi) == ["50% of the budget is used"]
    entry(api, matter={"id": case}, price=100)
    assert len(notifications(ravi)) == 1
    for id in ids(api.get("/activities", matter_id=case)):
        api.delete(f"/activities/{id}")
    assert last not in ids(api.get("/activities"))
    entry(api, matter={"id": case}, price=500)
    assert len(notifications(ravi)) == 2


@pytest.mark.rule("matters.budget-tells-at-its-threshold")
@pytest.mark.parametrize(
    ("more", "count"), [({"include_expenses": True}, 1), ({}, 0), ({"include_expenses": True, "notify_users": False}, 0)]
)
def test_expenses_count_if_they_are_included_and_nobody_is_told_unasked(
    mock: MockClio, api: Api, office: Office, more: dict[str, Any], count: int
) -> None:
    ravi = hire(mock, office)
    case = matter(api, originating_attorney={"id": ravi.user})
    entry(api, matter={"id": case}, type="ExpenseEntry", price=90)
    api.patch(f"/matters/{case}", {"matter_budget": {"budget": 100, "notification_threshold": 80, "notify_users": True, **more}})
    assert len(notifications(ravi)) == count


def notifications(api: ApiOf) -> list[str]:
    return [row["event"]["message"] for row in api.get("/internal_notifications/my_events", "event{message}")]


@pytest.mark.rule("matters.bill-recipients-may-be-written")
def test_bill_recipients_are_written_with_their_matter(api: Api) -> None:
    client, other = contact(api), contact(api, "Uma Reyes")
    id = matter(api, client, matter_bill_recipients=[{"recipient": {"id": other}}])
    (row,) = api.get(f"/matters/{id}", "matter_bill_recipients{id,recipient}")["matter_bill_recipients"]
    assert row["recipient"]["id"] == other
    assert api.get(f"/contacts/{other}", "is_bill_recipient") == {"is_bill_recipient": True}


@pytest.mark.rule("wire.null-leaves-what-must-stay")
@pytest.mark.parametrize("name", ["responsible_attorney", "originating_attorney", "client"])
def test_an_association_that_must_stay_is_not_cleared(api: Api, office: Office, name: str) -> None:
    owner = {"id": office["user.owner"]}
    id = matter(api, responsible_attorney=owner, originating_attorney=owner)
    shown = api.get(f"/matters/{id}", name)
    assert api.patch(f"/matters/{id}", {name: None}, name) == shown
    assert api.patch(f"/matters/{id}", {name: {}}, name) == shown
    assert "can't be blank" in api.refused(422, "PATCH", f"/matters/{id}", {name: {"id": None}})
    assert api.get(f"/matters/{id}", name) == shown


@pytest.mark.rule("wire.null-clears-what-may-go")
@pytest.mark.parametrize("nothing", [None, {"id": None}])
def test_an_association_that_may_go_is_cleared(api: Api, office: Office, nothing: Any) -> None:
    area = api.get("/practice_areas", "id")[0]
    id = matter(api, practice_area=area)
    assert api.get(f"/matters/{id}", "practice_area{id}") == {"practice_area": area}
    assert api.patch(f"/matters/{id}", {"practice_area": nothing}, "practice_area") == {"practice_area": None}


@pytest.mark.rule("wire.unknown-attributes-are-passed-over")
def test_what_a_line_item_does_not_know_is_passed_over(mock: MockClio, api: Api) -> None:
    case = matter(api)
    entry(api, matter={"id": case}, price=100)
    mock.bill(case)
    (line,) = api.get("/line_items", "id,type,total,quantity")
    sent = {"type": "LineItem", "rounded_quantity": 9, "billed": True, "zzz_bogus": 1}
    before = digest(mock.world)
    assert api.patch(f"/line_items/{line['id']}", sent, "id,type,total,quantity") == line
    assert digest(mock.world) == before


@pytest.mark.rule("wire.required-parameters-are-400")
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/notes", "type"),
        ("/conversation_messages", "conversation_id"),
        ("/lauk_expense_categories", "region"),
        ("/court_rules/matter_dockets/preview", "jurisdiction[id]"),
    ],
)
def test_a_list_that_needs_a_parameter_says_so(api: Api, path: str, name: str) -> None:
    assert f"param is missing or the value is empty: {name}" in api.refused(400, "GET", path)


@pytest.mark.rule("custom_fields.type-and-parent-stay")
def test_a_custom_field_keeps_its_type_and_takes_a_long_name(api: Api) -> None:
    id = api.post("/custom_fields", {"name": "Color", "field_type": "text_line", "parent_type": "Matter"})["id"]
    changed = api.patch(
        f"/custom_fields/{id}", {"name": "C" * 40, "field_type": "date", "parent_type": "Contact"}, "name,field_type,parent_type"
    )
    assert changed == {"name": "C" * 40, "field_type": "text_line", "parent_type": "Matter"}


@pytest.mark.rule("custom_fields.value-is-typed-when-read")
@pytest.mark.parametrize("kind", VALUES)
def test_a_value_reads_in_the_type_of_its_field(api: Api, kind: str) -> None:
    written, read = VALUES[kind]
    field = api.post("/custom_fields", {"name": kind, "field_type": kind, "parent_type": "Matter"})["id"]
    id = matter(api, custom_field_values=[{"custom_field": {"id": field}, "value": written}])
    (shown,) = api.get(f"/matters/{id}", "custom_field_values{id,value}")["custom_field_values"]
    assert (shown["id"].partition("-")[0], shown["value"], type(shown["value"])) == (kind, read, type(read))


@pytest.mark.rule("custom_fields.value-is-typed-when-read")
def test_a_value_that_is_a_record_reads_as_its_id_beside_the_record(api: Api) -> None:
    client = contact(api)
    case = matter(api, client)
    option = {"name": "Color", "field_type": "picklist", "parent_type": "Matter", "picklist_options": [{"option": "Red"}]}
    red = api.post("/custom_fields", option, "id,picklist_options{id}")
    results = {"picklist": (red["id"], red["picklist_options"][0]["id"])}
    for kind, value in (("contact", client), ("matter", case)):
        results[kind] = (api.post("/custom_fields", {"name": kind, "field_type": kind, "parent_type": "Matter"})["id"], value)
    sent = [{"custom_field": {"id": field}, "value": str(value)} for field, value in results.values()]
    id = matter(api, client, custom_field_values=sent)
    shown = api.get(f"/matters/{id}", "custom_field_values{value,picklist_option,contact,matter}")["custom_field_values"]
    beside = ("picklist_option", "contact", "matter")
    assert [(row["value"], *(row[name] and row[name]["id"] for name in beside)) for row in shown] == [
        (results["picklist"][1], results["picklist"][1], None, None),
        (client, None, client, None),
        (case, None, None, case),
    ]


@pytest.mark.rule("payments.link-description-is-short")
def test_a_link_is_described_in_255_characters(api: Api, office: Office) -> None:
    account = {"id": office["bank_account.operating"]}
    link = {"currency": "USD", "destination_account": account, "duration": 3600, "subject": {**account, "type": "BankAccount"}}
    message = api.refused(422, "POST", "/clio_payments/links", {**link, "description": "x" * 256})
    assert "at most 255 characters" in message
    api.post("/clio_payments/links", {**link, "description": "x" * 255})
    assert "between 1 and 7776000" in api.refused(422, "POST", "/clio_payments/links", {**link, "description": "x", "duration": 7_776_001})


@pytest.mark.rule("tasks.due-at-is-a-day")
@pytest.mark.parametrize("due", ["2026-06-05", "2026-06-05T23:59:00Z", "2026-06-05T00:30:00+09:00"])
def test_a_due_date_is_read_as_a_day(api: Api, assignee: dict[str, Any], due: str) -> None:
    assert api.post("/tasks", {"name": "x", "description": "y", "assignee": assignee, "due_at": due}, "due_at") == {"due_at": "2026-06-05"}


@pytest.mark.rule("tasks.statute-mark-is-set-on-create", "matters.statute-is-a-task")
def test_a_task_is_a_statute_of_limitations_from_the_start_and_the_only_one(api: Api, assignee: dict[str, Any]) -> None:
    body = {"name": "File", "description": "y", "assignee": assignee, "matter": {"id": matter(api)}}
    plain = api.post("/tasks", body)["id"]
    assert api.patch(f"/tasks/{plain}", {"statute_of_limitations": True}, "statute_of_limitations") == {"statute_of_limitations": False}
    statute = api.post("/tasks", {**body, "statute_of_limitations": True})["id"]
    assert api.get(f"/matters/{body['matter']['id']}", "statute_of_limitations{id}") == {"statute_of_limitations": {"id": statute}}  # type: ignore[index]
    before = digest(api.mock.world)
    assert "has one already" in api.refused(422, "POST", "/tasks", {**body, "statute_of_limitations": True})
    assert digest(api.mock.world) == before
    assert api.patch(f"/tasks/{statute}", {"status": "complete"}, "status") == {"status": "complete"}


@pytest.mark.rule("communications.participants-are-steps")
def test_participants_are_added_and_taken_out_by_steps(api: Api, office: Office) -> None:
    ada, uma = contact(api), contact(api, "Uma Reyes")
    body = {"type": "EmailCommunication", "subject": "s", "body": "b", "senders": [{"id": ada, "type": "Contact"}]}
    id = api.post("/communications", body)["id"]
    more = [{"id": uma, "type": "Contact"}, {"id": office["user.owner"], "type": "User"}]
    shown = api.patch(f"/communications/{id}", {"senders": more}, "senders{id,type}")["senders"]
    assert [(row["id"], row["type"]) for row in shown] == [(ada, "Person"), (uma, "Person"), (office["user.owner"], "User")]
    removed = [{"id": ada, "type": "Contact", "_deleted": True}]
    assert ids(api.patch(f"/communications/{id}", {"senders": removed}, "senders{id}")["senders"]) == [uma, office["user.owner"]]


@pytest.mark.rule("people.group-has-a-name-only")
def test_of_a_group_only_the_name_is_written(api: Api, office: Office) -> None:
    sent = {"name": "Appeals", "users": [{"id": office["user.owner"]}], "type": "TeamGroup"}
    id = api.post("/groups", sent)["id"]
    assert api.patch(f"/groups/{id}", sent, "name,type,users") == {"name": "Appeals", "type": "AdhocGroup", "users": []}


@pytest.mark.rule("wire.texts-of-any-length")
def test_a_long_name_is_taken_and_the_answer_says_that_this_is_assumed(api: Api) -> None:
    made = api.call("POST", "/contacts", json={"data": {"type": "Company", "name": "x" * 256}}, params={"fields": "name"})
    assert (made.status_code, made.json()["data"]["name"]) == (201, "x" * 256)

"""Matters: what a new one is, how it changes, and what is left of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.cases import change, client, insert, matter

STATES = "status,open_date,pending_date,close_date"


@pytest.mark.rule("matters.client-and-description-are-enough")
def test_a_matter_needs_a_client_and_a_description_only(api: Api) -> None:
    assert matter(api, "display_number,description") == {"display_number": "00001-Smith", "description": "A case"}


@pytest.mark.rule("matters.client-and-description-are-enough")
def test_a_matter_without_client_or_description_is_refused(api: Api) -> None:
    message = api.refused(422, "POST", "/matters", {})
    assert "client is required" in message
    assert "description is required" in message
    assert api.get("/matters") == []


@pytest.mark.rule("matters.client-and-description-are-enough")
def test_an_unknown_client_is_not_found(api: Api) -> None:
    api.refused(404, "POST", "/matters", {"client": {"id": 9}, "description": "A case"})
    assert api.get("/matters") == []


@pytest.mark.rule("matters.defaults-of-a-new-matter")
def test_a_new_matter_is_open_billable_hourly_and_everybodys(api: Api, office: Office) -> None:
    made = matter(
        api,
        f"{STATES},billable,billing_method,user{{id}},group{{id}},custom_rate{{type,rates}},shared,custom_number,client_id,client{{id}}",
    )
    client_id = made.pop("client_id")
    assert made == {
        "status": "Open",
        "open_date": "2026-06-01",
        "pending_date": None,
        "close_date": None,
        "billable": True,
        "billing_method": "hourly",
        "user": {"id": office["user.owner"]},
        "group": {"id": office["group.firm"]},
        "custom_rate": {"type": "HourlyRate", "rates": []},
        "shared": False,
        "custom_number": None,
        "client": {"id": client_id},
    }


@pytest.mark.rule("matters.derived-fields-are-not-taken")
def test_derived_fields_are_passed_over(api: Api) -> None:
    made = matter(api, "number,billing_method,shared,has_tasks", number=77, billing_method="flat", shared=True, has_tasks=True)
    assert made == {"number": 1, "billing_method": "hourly", "shared": False, "has_tasks": False}


def test_plain_attributes_read_back(api: Api, office: Office) -> None:
    attorney = {"id": office["user.owner"]}
    sent = {"location": "Room 4", "client_reference": "PO 12", "billable": False}
    people = {
        "responsible_attorney": attorney,
        "originating_attorney": attorney,
        "responsible_staff": attorney,
        "group": {"id": office["group.firm"]},
    }
    made = matter(
        api,
        "location,client_reference,billable,responsible_attorney{id},originating_attorney{id},responsible_staff{id},group{id}",
        **sent,
        **people,
    )
    assert made == {**sent, **people}


def test_an_attorney_stays_and_staff_can_be_cleared(api: Api, office: Office) -> None:
    attorney = {"id": office["user.owner"]}
    made = matter(api, responsible_attorney=attorney, responsible_staff=attorney)
    api.refused(422, "PATCH", f"/matters/{made['id']}", {"responsible_attorney": {"id": None}})
    changed = api.patch(
        f"/matters/{made['id']}",
        {"responsible_attorney": None, "responsible_staff": {"id": None}},
        "responsible_attorney{id},responsible_staff",
    )
    assert changed == {"responsible_attorney": attorney, "responsible_staff": None}


@pytest.mark.rule("matters.description-and-status-stay")
@pytest.mark.parametrize("body", [{"description": None}, {"description": " "}, {"status": None}, {"billable": None}])
def test_description_status_and_billable_cannot_be_emptied(api: Api, body: dict[str, object]) -> None:
    id = matter(api)["id"]
    before = api.get(f"/matters/{id}", fields="etag,description,status,billable")
    assert "can't be blank" in api.refused(422, "PATCH", f"/matters/{id}", body)
    assert api.get(f"/matters/{id}", fields="etag,description,status,billable") == before


@pytest.mark.rule("matters.status-stamps-its-date")
def test_each_status_stamps_its_date(api: Api) -> None:
    id = matter(api, status="pending")["id"]
    assert api.get(f"/matters/{id}", STATES) == {"status": "Pending", "open_date": None, "pending_date": "2026-06-01", "close_date": None}
    api.mock.clock.advance(timedelta(days=2))
    assert api.patch(f"/matters/{id}", {"status": "open"}, "status,open_date") == {"status": "Open", "open_date": "2026-06-03"}
    api.mock.clock.advance(timedelta(days=2))
    assert api.patch(f"/matters/{id}", {"status": "Closed"}, "status,close_date") == {"status": "Closed", "close_date": "2026-06-05"}


@pytest.mark.rule("matters.status-stamps-its-date")
def test_a_sent_date_beats_the_stamp(api: Api) -> None:
    made = matter(api, STATES, status="closed", open_date="2024-02-01", close_date="2025-03-01")
    assert made == {"status": "Closed", "open_date": "2024-02-01", "pending_date": None, "close_date": "2025-03-01"}


@pytest.mark.rule("matters.status-stamps-its-date")
def test_an_earlier_date_beats_the_stamp(api: Api) -> None:
    id = matter(api, open_date="2024-02-01", close_date="2024-05-01")["id"]
    assert api.patch(f"/matters/{id}", {"status": "closed"}, "open_date,close_date") == {
        "open_date": "2024-02-01",
        "close_date": "2024-05-01",
    }


@pytest.mark.rule("matters.reopening-clears-close-date")
def test_reopening_clears_the_close_date(api: Api) -> None:
    id = matter(api, status="closed")["id"]
    assert api.patch(f"/matters/{id}", {"status": "open"}, STATES)["close_date"] is None
    api.mock.clock.advance(timedelta(days=1))
    assert api.patch(f"/matters/{id}", {"status": "closed"}, STATES)["close_date"] == "2026-06-02"


@pytest.mark.rule("matters.closing-removes-nothing")
def test_closing_leaves_activities_billable_and_takes_new_ones(api: Api) -> None:
    id = matter(api)["id"]
    entry = {"type": "ExpenseEntry", "date": "2026-06-01", "price": 10, "matter": {"id": id}}
    first = api.post("/activities", entry)
    api.patch(f"/matters/{id}", {"status": "closed"})
    api.post("/activities", entry)
    assert api.get(f"/activities/{first['id']}", "non_billable,total") == {"non_billable": False, "total": 10.0}
    assert len(api.get("/activities", matter_id=id)) == 2


def test_an_unknown_status_is_refused(api: Api) -> None:
    assert "status" in api.refused(422, "PATCH", f"/matters/{matter(api)['id']}", {"status": "archived"})


@pytest.mark.rule("matters.folder-is-made-with-it")
def test_a_matter_gets_a_folder_that_follows_its_number(api: Api) -> None:
    contact = client(api)
    made = matter(api, "id,folder{id,name,root}", client={"id": contact})
    assert made["folder"] == {"id": made["folder"]["id"], "name": "00001-Smith", "root": False}
    assert api.get(f"/folders/{made['folder']['id']}", "matter{id}") == {"matter": {"id": made["id"]}}
    change(api, "contacts", contact, last_name="Jones")
    api.patch(f"/matters/{made['id']}", {"reset_matter_number": True})
    assert api.get(f"/folders/{made['folder']['id']}", "name") == {"name": "00001-Jones"}


@pytest.mark.rule("matters.maildrop-is-unique")
def test_each_matter_has_a_mail_address_of_its_own(api: Api) -> None:
    addresses = {matter(api, "maildrop_address")["maildrop_address"] for _ in range(3)}
    assert len(addresses) == 3
    assert all("@" in address for address in addresses)


@pytest.mark.rule("matters.nested-write-changes-the-matter")
def test_a_nested_write_changes_etag_and_sets_off_updated(api: Api) -> None:
    made = matter(api)
    before = api.mock.world.outbox.sequence
    changed = api.patch(f"/matters/{made['id']}", {"matter_budget": {"budget": 5}})
    assert changed["etag"] != made["etag"]
    assert [(change.event, change.table) for change in api.mock.world.outbox.since(before)] == [("updated", "matters")]


def test_a_patch_that_says_nothing_new_changes_nothing(api: Api) -> None:
    made = matter(api)
    before = api.mock.world.outbox.sequence
    assert api.patch(f"/matters/{made['id']}", {"description": "A case", "status": "open"})["etag"] == made["etag"]
    assert api.mock.world.outbox.since(before) == []


@pytest.mark.rule("matters.has-tasks-follows-tasks")
def test_has_tasks_follows_the_tasks(api: Api, office: Office) -> None:
    id = matter(api)["id"]
    assignee = {"id": office["user.owner"], "type": "User"}
    task = api.post("/tasks", {"name": "Call", "description": "", "assignee": assignee, "matter": {"id": id}})
    assert api.get(f"/matters/{id}", "has_tasks") == {"has_tasks": True}
    api.delete(f"/tasks/{task['id']}")
    assert api.get(f"/matters/{id}", "has_tasks") == {"has_tasks": False}


@pytest.mark.rule("matters.last-activity-date-is-the-latest")
def test_the_last_activity_date_is_that_of_the_latest_activity(api: Api) -> None:
    made = matter(api, "id,last_activity_date")
    for date in ("2026-05-03", "2026-05-09", "2026-05-04"):
        api.post("/activities", {"type": "ExpenseEntry", "date": date, "price": 1, "matter": {"id": made["id"]}})
    assert made["last_activity_date"] is None
    assert api.get(f"/matters/{made['id']}", "last_activity_date") == {"last_activity_date": "2026-05-09"}


@pytest.mark.rule("matters.delete-is-final")
def test_a_deleted_matter_is_gone(api: Api) -> None:
    id, other = matter(api)["id"], matter(api)["id"]
    api.delete(f"/matters/{id}")
    api.refused(404, "GET", f"/matters/{id}")
    api.refused(404, "DELETE", f"/matters/{id}")
    assert [row["id"] for row in api.get("/matters")] == [other]


@pytest.mark.rule("matters.delete-takes-tasks-and-notes")
def test_tasks_notes_and_relationships_go_with_their_matter(api: Api, office: Office) -> None:
    contact = client(api)
    id = matter(
        api, statute_of_limitations={"due_at": "2027-01-01"}, relationships=[{"description": "Witness", "contact": {"id": contact}}]
    )["id"]
    api.post("/notes", {"type": "Matter", "matter": {"id": id}, "subject": "Note", "detail": "Text"})
    other = matter(api, statute_of_limitations={"due_at": "2027-01-01"})["id"]
    api.delete(f"/matters/{id}")
    assert [task["matter"]["id"] for task in api.get("/tasks", "matter{id}")] == [other]
    assert (api.get("/relationships"), api.get("/notes", type="Matter")) == ([], [])
    assert api.get(f"/contacts/{contact}", "id") == {"id": contact}


@pytest.mark.rule("matters.delete-detaches-the-rest")
def test_what_stays_of_a_deleted_matter_loses_it(api: Api, office: Office) -> None:
    contact = client(api)
    id = matter(api, client={"id": contact})["id"]
    activity = api.post("/activities", {"type": "ExpenseEntry", "date": "2026-06-01", "price": 10, "matter": {"id": id}})["id"]
    entry = {"summary": "Hearing", "start_at": "2026-06-02T09:00:00Z", "end_at": "2026-06-02T10:00:00Z"}
    meeting = api.post("/calendar_entries", {**entry, "calendar_owner": {"id": office["calendar.firm"]}, "matter": {"id": id}})["id"]
    account = insert(api, "bank_accounts", name="Trust", type="Trust", currency="USD")
    money = insert(api, "bank_transactions", bank_account=account, matter=id, client=contact, amount=50.0, date="2026-06-01")
    folder = api.get(f"/matters/{id}", "folder")["folder"]["id"]
    api.delete(f"/matters/{id}")
    assert api.get(f"/activities/{activity}", "matter") == {"matter": None}
    assert api.get(f"/calendar_entries/{meeting}", "matter") == {"matter": None}
    assert api.get(f"/folders/{folder}", "matter") == {"matter": None}
    kept = api.mock.world.table("bank_transactions")[money]
    assert (kept["matter"], kept["client"]) == (None, contact)


def test_showing_a_matter_is_logged(api: Api) -> None:
    id = matter(api)["id"]
    api.get(f"/matters/{id}")
    assert [entry["item"]["id"] for entry in api.get("/log_entries", "type,item{id}") if entry["type"] == "MatterLogEntry"] == [id]

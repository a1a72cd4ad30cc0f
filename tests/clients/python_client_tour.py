"""Real use of the package clio-manage-api-client, as published, against the server at MOCKCLIO_URL.

The package knows four addresses, in the table `configs.BASE_URL`; a fifth entry there is the whole redirection.
It sends plain dates only as date-times, and single nested objects only where the official document requires them; the tour
stays with calls that the package can make. `run.py` starts it; each step prints one line and the last line counts them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas
import requests
from clio_manage_python_client import Manage, configs
from clio_manage_python_client.utils.export import save_to_xlsx
from steps import equal, step, walk
from sweep import sweep

URL, TOKEN = os.environ["MOCKCLIO_URL"], os.environ["MOCKCLIO_TOKEN"]
FILE = b"%PDF-1.4\n" + bytes(range(256)) * 64
STORAGE_HEADERS = {"x-amz-server-side-encryption": "AES256", "Content-Type": "application/pdf"}


def refusal(call: Callable[[], object]) -> tuple[int, dict[str, Any]]:
    """Status and body of the error answer that the package turns into a RuntimeError."""
    try:
        answer = call()
    except RuntimeError as error:
        response = getattr(error.__cause__, "response", None)
        if response is None:
            raise
        equal(str(error).endswith(f"Response body: {response.text}"), True)
        return response.status_code, json.loads(response.text)
    raise AssertionError(f"expected a refusal, got {answer!r}")


def ids(answer: dict[str, Any]) -> list[int]:
    return [row["id"] for row in answer["data"]]


@step
def the_token_belongs_to_a_user(t: SimpleNamespace) -> None:
    plain = t.clio.get.users.who_am_i()["data"]
    equal(set(plain), {"id", "etag", "name"})
    t.me = t.clio.get.users.who_am_i(fields="all,account{all}")["data"]
    equal((t.me["id"], t.me["name"], t.me["enabled"]), (plain["id"], plain["name"], True))
    equal("@" in t.me["email"] and bool(t.me["account"]["id"]), True)
    equal(t.clio.get.users(id=t.me["id"], fields="id,name")["data"], {"id": plain["id"], "name": plain["name"]})


@step
def the_rate_monitor_reads_whole_numbers_from_the_headers(t: SimpleNamespace) -> None:
    seen = t.clio.rate_limiter.limits["users"]
    equal([type(seen[name]) for name in ("limit", "remaining", "reset")], [int, int, int])
    equal(seen["limit"] > 50 and seen["remaining"] <= seen["limit"], True)
    equal(-5 <= seen["reset"] - time.time() <= 65, True)


@step
def a_company_and_a_person_are_created_with_nested_lists(t: SimpleNamespace) -> None:
    made = t.clio.post.contacts(name="Harbour Lights Ltd", type="Company", web_sites=[{"name": "Work", "address": "https://lights.test"}])
    t.company = made["data"]["id"]
    equal(type(t.company), int)
    t.person = t.clio.post.contacts(
        name="Marta Quill",
        type="Person",
        title="Owner",
        date_of_birth=datetime(1980, 2, 29),
        email_addresses=[{"name": "Work", "address": "marta@quill.test", "default_email": True}],
        phone_numbers=[{"name": "Mobile", "number": "555-0142", "default_number": True}],
        addresses=[{"name": "Home", "street": "1 Quay", "city": "Bristol", "country": "GB"}],
        fields="id,first_name,last_name,date_of_birth,primary_email_address,email_addresses{name,address},addresses{city,name}",
    )["data"]
    t.person_id = t.person.pop("id")
    equal(
        t.person,
        {
            "first_name": "Marta",
            "last_name": "Quill",
            "date_of_birth": "1980-02-29",
            "primary_email_address": "marta@quill.test",
            "email_addresses": [{"name": "Work", "address": "marta@quill.test"}],
            "addresses": [{"city": "Bristol", "name": "Home"}],
        },
    )


@step
def contacts_are_listed_by_filter_and_selection(t: SimpleNamespace) -> None:
    result = t.clio.get.contacts(type="Company", query="Harbour Lights", fields="id,name,type", limit=200)
    equal(result["data"], [{"id": t.company, "name": "Harbour Lights Ltd", "type": "Company"}])
    equal(result["meta"]["paging"].get("next"), None)
    equal(sorted(ids(t.clio.get.contacts(ids__=[t.company, t.person_id]))), sorted([t.company, t.person_id]))
    equal(t.company in ids(t.clio.all.contacts(exclude_ids__=[t.company], fields="id")), False)
    equal(ids(t.clio.get.contacts.email_addresses(contact_id=t.person_id)) != [], True)


@step
def a_nested_list_is_changed_by_id_and_by_destroy(t: SimpleNamespace) -> None:
    rows = t.clio.get.contacts(id=t.person_id, fields="id,email_addresses{id,address}")["data"]["email_addresses"]
    changed = [{"id": rows[0]["id"], "address": "new@quill.test"}, {"name": "Home", "address": "home@quill.test"}]
    t.clio.patch.contacts(id=t.person_id, email_addresses=changed)
    rows = t.clio.get.contacts(id=t.person_id, fields="id,email_addresses{id,address}")["data"]["email_addresses"]
    equal([row["address"] for row in rows], ["new@quill.test", "home@quill.test"])
    t.clio.patch.contacts(id=t.person_id, email_addresses=[{"id": rows[1]["id"], "_destroy": True}])
    rows = t.clio.get.contacts(id=t.person_id, fields="id,email_addresses{id,address}")["data"]["email_addresses"]
    equal([row["address"] for row in rows], ["new@quill.test"])


@step
def a_matter_is_created_with_a_date_and_a_custom_field(t: SimpleNamespace) -> None:
    field = {"name": "Tour court", "parent_type": "matter", "field_type": "text_line", "displayed": False, "required": False}
    t.field = t.clio.post.custom_fields(**field)["data"]["id"]
    made = t.clio.post.matters(
        client={"id": t.person_id},
        description="Boundary of the quay",
        client_reference="Q-1",
        billable=True,
        open_date=datetime(2025, 1, 2),
        custom_field_values=[{"custom_field": {"id": t.field}, "value": "Bristol"}],
        fields="id,display_number,status,open_date,billable,client{id,name},custom_field_values{field_name,value}",
    )["data"]
    t.matter = made.pop("id")
    equal("Quill" in made.pop("display_number"), True)
    given = [value for value in made["custom_field_values"] if value["value"] is not None]  # the firm's displayed fields come with null
    equal(
        made | {"custom_field_values": given},
        {
            "status": "Open",
            "open_date": "2025-01-02",
            "billable": True,
            "client": {"id": t.person_id, "name": "Marta Quill"},
            "custom_field_values": [{"field_name": "Tour court", "value": "Bristol"}],
        },
    )


@step
def matters_are_found_by_every_kind_of_filter(t: SimpleNamespace) -> None:
    find = t.clio.get.matters
    equal(ids(find(client_id=t.person_id)), [t.matter])
    equal(ids(find(client_id=t.person_id, status="Open", billable=True, query="Boundary")), [t.matter])
    equal(ids(find(client_id=t.person_id, status="closed")), [])
    equal(ids(find(client_id=t.person_id, open_date__=">=2025-01-02")), [t.matter])
    equal(ids(find(client_id=t.person_id, open_date__=f"<{date(2025, 1, 2)}")), [])
    equal(ids(find(client_id=t.person_id, pending_date__=">2020-01-01")), [])
    equal(ids(find(client_id=t.person_id, created_since=datetime(2000, 1, 1), updated_since=datetime(2000, 1, 1))), [t.matter])
    equal(find(ids__=[t.matter])["data"][0].keys(), {"id", "etag", "display_number"})


@step
def relations_of_a_matter_have_paths_of_their_own(t: SimpleNamespace) -> None:
    equal(t.clio.get.matters.client(matter_id=t.matter, fields="id,name")["data"], {"id": t.person_id, "name": "Marta Quill"})
    equal(type(t.clio.get.matters.related_contacts(matter_id=t.matter, fields="id,name")["data"]), list)
    equal(t.person_id in ids(t.clio.get.matters.contacts(matter_id=t.matter, fields="id,name")), True)


@step
def all_pages_are_walked_by_following_next_with_the_arguments_sent_twice(t: SimpleNamespace) -> None:
    t.clients_matters = [t.clio.post.matters(client={"id": t.company}, description=f"Lamp {number}")["data"]["id"] for number in range(7)]
    walk_all = t.clio.all.matters
    equal(ids(walk_all(client_id=t.company, limit=2)), t.clients_matters)
    equal(ids(walk_all(client_id=t.company, limit=3, order="id(asc)", fields="id,client{id,name}")), t.clients_matters)
    equal(ids(walk_all(client_id=t.company, limit=3, order="id(desc)", fields="id")), t.clients_matters[::-1])
    numbers = [row["display_number"] for row in walk_all(client_id=t.company, limit=2, order="display_number(asc)", fields="all")["data"]]
    equal(numbers, sorted(numbers))
    equal(len(numbers), 7)


@step
def a_page_token_taken_out_of_next_gives_the_next_page(t: SimpleNamespace) -> None:
    first = t.clio.get.matters(client_id=t.company, limit=5, order="id(asc)", fields="id")
    equal((ids(first), first["meta"]["records"]), (t.clients_matters[:5], 7))
    link = first["meta"]["paging"]["next"]
    equal(link.startswith(f"{URL}/api/v4/matters"), True)
    token = parse_qs(urlsplit(link).query)["page_token"][0]
    second = t.clio.get.matters(client_id=t.company, limit=5, order="id(asc)", fields="id", page_token=token)
    equal(ids(second), t.clients_matters[5:])
    equal(sorted(second["meta"]["paging"]), ["previous"])


@step
def a_patch_changes_the_record_and_its_etag(t: SimpleNamespace) -> None:
    before = t.clio.get.matters(id=t.matter, fields="id,etag,description,status")["data"]
    after = t.clio.patch.matters(id=t.matter, description="Settled", status="closed", fields="id,etag,description,status,close_date")[
        "data"
    ]
    equal((after["description"], after["status"], bool(after["close_date"])), ("Settled", "Closed", True))
    equal(after["etag"] != before["etag"], True)
    equal(
        t.clio.get.matters(id=t.matter, fields="description,client_reference")["data"],
        {"description": "Settled", "client_reference": "Q-1"},
    )


@step
def a_deleted_record_is_gone(t: SimpleNamespace) -> None:
    equal(t.clio.delete.matters(id=t.clients_matters[0]), None)
    status, body = refusal(lambda: t.clio.get.matters(id=t.clients_matters[0]))
    equal((status, body["error"]["type"], type(body["error"]["message"])), (404, "NotFoundError", str))
    equal(t.clients_matters[0] in ids(t.clio.get.matters(client_id=t.company)), False)
    equal(refusal(lambda: t.clio.delete.matters(id=t.clients_matters[0]))[0], 404)


@step
def refusals_carry_the_error_envelope(t: SimpleNamespace) -> None:
    status, body = refusal(lambda: t.clio.post.matters(client={"id": 999999999}, description="Nobody's"))
    equal((status in (404, 422), set(body), set(body["error"])), (True, {"error"}, {"type", "message"}))
    status, body = refusal(lambda: t.clio.get.notes())
    equal((status in (400, 422), set(body["error"])), (True, {"type", "message"}))
    status, body = refusal(lambda: Manage(access_token="nobody", region="mock").get.users.who_am_i())
    equal((status, body["error"]), (401, "invalid_token"))


@step
def a_task_is_created_found_completed_and_deleted(t: SimpleNamespace) -> None:
    task = t.clio.post.tasks(
        name="Walk the quay",
        description="Measure it",
        assignee={"id": t.me["id"], "type": "user"},
        priority="high",
        due_at=datetime(2025, 3, 4, 17, 30),
        fields="id,status,priority,due_at,assignee{id,name,type}",
    )["data"]
    equal((task["status"], task["priority"], task["due_at"][:10]), ("pending", "high", "2025-03-04"))
    equal(task["assignee"], {"id": t.me["id"], "name": t.me["name"], "type": "User"})
    mine = {"assignee_id": t.me["id"], "assignee_type": "user", "query": "Walk the quay"}
    equal(ids(t.clio.get.tasks(**mine, priority="high", complete=False)), [task["id"]])
    done = t.clio.patch.tasks(id=task["id"], status="complete", fields="id,status,completed_at")["data"]
    equal((done["status"], bool(done["completed_at"])), ("complete", True))
    equal(ids(t.clio.get.tasks(**mine, status="complete")), [task["id"]])
    equal(t.clio.delete.tasks(id=task["id"]), None)
    equal(ids(t.clio.get.tasks(**mine)), [])


@step
def a_time_entry_is_created_from_seconds_and_a_date_time(t: SimpleNamespace) -> None:
    made = t.clio.post.activities(
        date=datetime(2025, 1, 2),
        type="TimeEntry",
        quantity=5400,
        price=200,
        note="Walked",
        fields="id,type,date,quantity,quantity_in_hours,price,total,user{id}",
    )["data"]
    entry = made.pop("id")
    wanted = {"type": "TimeEntry", "date": "2025-01-02", "quantity": 5400, "quantity_in_hours": 1.5, "price": 200, "total": 300}
    equal(made, wanted | {"user": {"id": t.me["id"]}})
    equal(
        entry in ids(t.clio.all.activities(type="TimeEntry", start_date=datetime(2025, 1, 1), end_date=datetime(2025, 1, 3), limit=50)),
        True,
    )
    equal(t.clio.patch.activities(id=entry, note="Walked twice", fields="id,note")["data"], {"id": entry, "note": "Walked twice"})
    equal(t.clio.delete.activities(id=entry), None)
    equal(refusal(lambda: t.clio.get.activities(id=entry))[0], 404)


@step
def a_note_may_name_both_a_matter_and_a_contact(t: SimpleNamespace) -> None:
    both = {"matter": {"id": t.matter}, "contact": {"id": t.person_id}}
    note = t.clio.post.notes(
        type="Matter", **both, subject="Tide", detail="High at noon", date=datetime(2025, 1, 2), fields="id,type,subject,date,matter{id}"
    )
    equal(note["data"] | {"id": 0}, {"id": 0, "type": "Matter", "subject": "Tide", "date": "2025-01-02", "matter": {"id": t.matter}})
    equal(ids(t.clio.all.notes(type="matter", matter_id=t.matter)), [note["data"]["id"]])
    equal(t.clio.delete.notes(id=note["data"]["id"]), None)


@step
def a_calendar_entry_has_an_id_that_is_a_string(t: SimpleNamespace) -> None:
    calendar = t.clio.get.calendars(writeable=True, fields="id,name")["data"][0]["id"]
    times = {"start_at": datetime(2025, 5, 6, 9), "end_at": datetime(2025, 5, 6, 10)}
    entry = t.clio.post.calendar_entries(
        calendar_owner={"id": calendar}, summary="Hearing on the quay", **times, fields="id,summary,start_at"
    )["data"]
    equal((type(entry["id"]), entry["summary"], entry["start_at"][:10]), (str, "Hearing on the quay", "2025-05-06"))
    result = t.clio.all.calendar_entries(
        from_=datetime(2025, 5, 6), to=datetime(2025, 5, 7), calendar_id=calendar, fields="id,summary,calendar_owner{id}"
    )
    equal({"id": entry["id"], "summary": "Hearing on the quay", "calendar_owner": {"id": calendar}} in result["data"], True)
    equal(t.clio.delete.calendar_entries(id=entry["id"]), None)


@step
def a_document_is_uploaded_and_comes_back_through_the_download_helper(t: SimpleNamespace) -> None:
    made = t.clio.post.documents(
        name="quay.pdf", parent={"id": t.matter, "type": "Matter"}, fields="id,latest_document_version{id,uuid,put_url}"
    )["data"]
    version = made["latest_document_version"]
    equal(requests.put(version["put_url"], data=FILE, headers=STORAGE_HEADERS, timeout=30).status_code, 200)
    done = t.clio.patch.documents(
        id=made["id"], uuid=version["uuid"], fully_uploaded=True, fields="id,name,size,latest_document_version{id,fully_uploaded}"
    )["data"]
    equal((done["name"], done["size"], done["latest_document_version"]["fully_uploaded"]), ("quay.pdf", len(FILE), True))
    path, response = t.clio.download.documents(id=made["id"])
    equal((path.name, path.read_bytes() == FILE), ("quay.pdf", True))
    equal([hop.status_code for hop in response.history], [303])
    again, _ = t.clio.download.documents(id=made["id"], document_version_id=version["id"])
    equal((again.name, again.read_bytes() == FILE), ("quay(1).pdf", True))
    equal(ids(t.clio.get.documents(matter_id=t.matter, fields="id,name")), [made["id"]])
    equal(t.clio.delete.documents(id=made["id"]), None)


@step
def a_webhook_body_and_its_selection_both_have_fields(t: SimpleNamespace) -> None:
    hook = {"url": "http://127.0.0.1:9/hook", "model": "matter", "events": ["created"], "fields": "id,etag"}
    made = t.clio.post.webhooks(**hook, response_fields="id,model,fields,events,shared_secret,expires_at")["data"]
    equal((made["model"], made["fields"], made["events"]), ("matter", "id,etag", ["created"]))
    equal(bool(made["shared_secret"]) and bool(made["expires_at"]), True)
    equal(made["id"] in ids(t.clio.get.webhooks(fields="id,model")), True)
    equal(t.clio.delete.webhooks(id=made["id"]), None)


@step
def every_list_and_its_records_answer_every_field_that_the_package_knows(t: SimpleNamespace) -> None:
    faults = [fault for endpoint in t.clio.get.base_endpoints.values() for fault in sweep(endpoint)]
    equal("\n".join(faults), "")


@step
def nested_wildcards_of_the_package_are_one_level_deep(t: SimpleNamespace) -> None:
    row = t.clio.get.matters(
        id=t.matter, fields="all,client{all},practice_area{name,category},responsible_attorney{name},custom_field_values{all}"
    )["data"]
    equal((row["client"]["first_name"], row["practice_area"], row["custom_field_values"][0]["value"]), ("Marta", None, "Bristol"))
    row = t.clio.get.contacts(id=t.person_id, fields="all,email_addresses{all},phone_numbers{all},addresses{all},company{all}")["data"]
    equal((row["phone_numbers"][0]["number"], row["company"]), ("555-0142", None))


@step
def the_asynchronous_client_walks_pages_and_hands_errors_back(t: SimpleNamespace) -> None:
    async def visit() -> tuple[Any, Any, Any, Any]:
        clio = Manage(access_token=TOKEN, region="mock", async_requests=True)
        pages = await clio.all.matters(client_id=t.company, limit=2, fields="id,client{id,name}")
        made = await clio.post.contacts(name="Async Ltd", type="Company")
        deleted = await clio.delete.contacts(id=made["data"]["id"])
        missing = await clio.get.contacts(id=made["data"]["id"])
        await clio.shutdown()
        return pages, made, deleted, missing

    pages, made, deleted, missing = asyncio.run(visit())
    equal((ids(pages), type(made["data"]["id"]), deleted), (t.clients_matters[1:], int, None))
    equal(missing["error"]["type"], "NotFoundError")


@step
def answers_are_stored_in_sqlite_and_in_a_spreadsheet(t: SimpleNamespace) -> None:
    clio = Manage(access_token=TOKEN, region="mock", store_responses=True, db_path="answers.sqlite")
    rows = clio.all.matters(client_id=t.company, limit=2, fields="id,display_number,client{id,name}")
    clio.shutdown()
    with contextlib.closing(sqlite3.connect("answers.sqlite")) as base:
        stored = base.execute("select id, display_number from Matter_base order by id").fetchall()
    equal(stored, [(row["id"], row["display_number"]) for row in rows["data"]])
    save_to_xlsx(rows, "matters.xlsx")
    equal(pandas.read_excel(Path("matters.xlsx"))["client.id"].tolist(), [t.company] * 6)


@step
def what_the_tour_made_can_be_cleared_away(t: SimpleNamespace) -> None:
    for matter in [t.matter, *t.clients_matters[1:]]:
        equal(t.clio.delete.matters(id=matter), None)
    for contact in (t.person_id, t.company):
        equal(t.clio.delete.contacts(id=contact), None)
    equal(ids(t.clio.get.contacts(ids__=[t.person_id, t.company])), [])
    yesterday = datetime.now() - timedelta(days=1)
    equal(type(t.clio.get.contacts(updated_since=yesterday, limit=1)["data"]), list)


if __name__ == "__main__":
    configs.BASE_URL["mock"] = URL
    sys.exit(walk(SimpleNamespace(clio=Manage(access_token=TOKEN, region="mock"))))

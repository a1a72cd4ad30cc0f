"""Filters and sort keys of activities, and what counts them."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.work import colleague, contact, entry, ids, matter


@pytest.fixture
def subjects(mock: MockClio, api: Api) -> dict[str, int]:
    """Records that work can be logged against, by the attribute that names them."""
    owner, client = matter(api), contact(api, "Femi Adeyemi")
    user = {"id": mock.world.owner()["id"], "type": "User"}  # type: ignore[index]
    task = api.post("/tasks", {"name": "Draft", "description": "Draft the answer", "assignee": user})
    call = {"type": "PhoneCommunication", "subject": "Call", "body": "Terms", "received_at": "2026-06-01T09:00:00Z"}
    calendar = next(row["id"] for row in mock.world.table("calendars") if row["type"] == "UserCalendar")
    times = {"start_at": "2026-06-02T09:00:00Z", "end_at": "2026-06-02T10:00:00Z"}
    event = api.post("/calendar_entries", {"summary": "Hearing", "calendar_owner": {"id": calendar}, **times})
    notes = {
        "matter_note": api.post("/notes", {"type": "Matter", "matter": {"id": owner}, "subject": "Facts", "detail": "x"}),
        "contact_note": api.post("/notes", {"type": "Contact", "contact": {"id": client}, "subject": "Intake", "detail": "x"}),
    }
    message = {"subject": "Portal", "body": "Hello", "receivers": [{"id": client, "type": "Contact"}]}
    conversation = api.post("/conversation_messages", message, fields="conversation{id}")["conversation"]["id"]
    made = {"task": task, "communication": api.post("/communications", call), "calendar_entry": event, **notes}
    return {name: int(row["id"]) for name, row in made.items()} | {"conversation": conversation}


SUBJECTS = {
    "task": ("Task", "Draft"),
    "communication": ("Communication", "Call"),
    "calendar_entry": ("CalendarEntry", "Hearing"),
    "matter_note": ("MatterNote", "Facts"),
    "contact_note": ("ContactNote", "Intake"),
    "conversation": ("Conversation", "Portal"),
}
COUNTERS = {"task": "tasks", "communication": "communications", "calendar_entry": "calendar_entries", "conversation": "conversations"}


@pytest.mark.rule("activities.subject", "activities.counted-by-their-subject")
@pytest.mark.parametrize("name", SUBJECTS)
def test_work_is_logged_against_a_subject_that_counts_it(api: Api, subjects: dict[str, int], name: str) -> None:
    kind, identifier = SUBJECTS[name]
    path = f"/{COUNTERS.get(name, 'notes')}/{subjects[name]}"
    before = api.get(path, fields="etag,time_entries_count")
    assert before["time_entries_count"] == 0
    made = entry(api, "id,subject{id,type,identifier}", **{name: {"id": subjects[name]}})
    assert made["subject"] == {"id": subjects[name], "type": kind, "identifier": identifier}
    assert api.get(path, fields="time_entries_count") == {"time_entries_count": 1}
    assert api.get(path, fields="etag")["etag"] != before["etag"]
    if name != "conversation":
        assert api.get(path, fields="time_entries")["time_entries"][0]["id"] == made["id"]
        other = entry(api)["id"]
        assert ids(api.get("/activities", **{f"{name}_id": subjects[name]})) == [made["id"]]
        assert ids(api.get("/activities", **{f"{name}_id": "null"})) == [other]
    api.delete(f"/activities/{made['id']}")
    assert api.get(path, fields="time_entries_count") == {"time_entries_count": 0}


@pytest.mark.rule("activities.notes-by-their-kind")
def test_a_note_is_named_by_its_kind(api: Api, subjects: dict[str, int]) -> None:
    body = {"type": "TimeEntry", "date": "2026-06-01", "matter_note": {"id": subjects["contact_note"]}}
    assert "note of a matter" in api.refused(422, "POST", "/activities", body)
    assert api.get("/activities") == []


@pytest.mark.rule("activities.subject")
def test_an_entry_without_a_subject_has_none(mock: MockClio, api: Api) -> None:
    id = entry(api)["id"]
    assert api.get(f"/activities/{id}", fields="subject,task,document_version") == {"subject": None, "task": None, "document_version": None}
    parent = {"id": matter(api), "type": "Matter"}
    document = api.post("/documents", {"name": "Brief", "parent": parent}, fields="id,latest_document_version{id}")
    version = document["latest_document_version"]["id"]
    with mock.world.session() as session:
        session.update("activities", id, {"document_version": version})
    shown = api.get(f"/activities/{id}", fields="subject{id,type},document_version{id}")
    assert shown == {"subject": {"id": document["id"], "type": "Document"}, "document_version": {"id": version}}


@pytest.mark.rule("activities.counted-by-their-subject")
def test_a_matter_shows_the_date_of_its_last_activity(api: Api) -> None:
    owner = matter(api)
    assert api.get(f"/matters/{owner}", fields="last_activity_date") == {"last_activity_date": None}
    made = [entry(api, matter={"id": owner}, date=date)["id"] for date in ("2026-05-01", "2026-05-20", "2026-05-10")]
    assert api.get(f"/matters/{owner}", fields="last_activity_date") == {"last_activity_date": "2026-05-20"}
    api.delete(f"/activities/{made[1]}")
    assert api.get(f"/matters/{owner}", fields="last_activity_date") == {"last_activity_date": "2026-05-10"}


@pytest.mark.rule("activities.dates-are-inclusive")
def test_start_and_end_date_include_both_days(api: Api) -> None:
    made = {date: entry(api, date=date)["id"] for date in ("2026-05-01", "2026-05-02", "2026-05-03")}
    assert ids(api.get("/activities", start_date="2026-05-02")) == [made["2026-05-02"], made["2026-05-03"]]
    assert ids(api.get("/activities", end_date="2026-05-02")) == [made["2026-05-01"], made["2026-05-02"]]
    assert ids(api.get("/activities", start_date="2026-05-02T23:00:00-04:00", end_date="2026-05-03T01:00:00Z")) == [made["2026-05-02"]]


@pytest.mark.rule("activities.flat-rate-concerns-time")
def test_the_flat_rate_filter_shows_time_only(api: Api, office: Office) -> None:
    flat = entry(api, activity_description={"id": office["activity_description.Simple will"]})["id"]
    hourly, _spent = entry(api)["id"], entry(api, type="ExpenseEntry", price=1)["id"]
    assert ids(api.get("/activities", flat_rate=True)) == [flat]
    assert ids(api.get("/activities", flat_rate=False)) == [hourly]


def test_rows_are_found_by_what_they_name(mock: MockClio, api: Api, office: Office) -> None:
    owner, other, postage = matter(api), {"id": colleague(mock, office)}, {"id": office["expense_category.Courier"]}
    with mock.world.session() as session:
        session.update("matters", owner, {"grants": [office["grant.housing"]]})
    drafting = {"id": office["activity_description.Document drafting"]}
    on_matter = entry(api, matter={"id": owner}, note="Studied the LEASE")["id"]
    theirs = entry(api, user=other, activity_description=drafting)["id"]
    spent = entry(api, type="ExpenseEntry", price=3, expense_category=postage)["id"]
    cases: list[tuple[dict[str, Any], list[int]]] = [
        ({"matter_id": owner}, [on_matter]),
        ({"matter_id": "null"}, [theirs, spent]),
        ({"grant_id": office["grant.housing"]}, [on_matter]),
        ({"grant_id": "null"}, [theirs, spent]),
        ({"user_id": other["id"]}, [theirs]),
        ({"activity_description_id": drafting["id"]}, [theirs]),
        ({"activity_description_id": "null"}, [on_matter, spent]),
        ({"expense_category_id": postage["id"]}, [spent]),
        ({"expense_category_id": "null"}, [on_matter, theirs]),
        ({"type": "ExpenseEntry"}, [spent]),
        ({"type": "TimeEntry,HardCostEntry"}, [on_matter, theirs]),
        ({"query": "lease"}, [on_matter]),
        ({"ids[]": theirs}, [theirs]),
        ({"created_since": "2026-06-01T13:00:00Z"}, [on_matter, theirs, spent]),
        ({"updated_since": "2026-06-01T13:00:01Z"}, []),
    ]
    for parameters, expected in cases:
        assert ids(api.get("/activities", **parameters)) == expected, parameters


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("id", "abc"),
        ("date", "bca"),
        ("note", "cab"),
        ("price", "cab"),
        ("total", "bca"),
        ("type", "cab"),
        ("display_number", "bca"),
        ("user.name", "acb"),
        ("vendor.name", "abc"),
        ("expense_category.name", "abc"),
        ("non_billable", "acb"),
        ("non_billable_total", "acb"),
        ("updated_at", "abc"),
    ],
)
def test_every_sort_key_orders(mock: MockClio, api: Api, office: Office, key: str, expected: str) -> None:
    on = {"matter": {"id": matter(api)}}
    shop, meals = {"id": contact(api, "Zed Printing")}, {"id": office["expense_category.Meals"]}
    made = {
        "a": entry(api, **on, date="2026-05-03", note="m", price=50)["id"],
        "b": entry(api, date="2026-05-01", note="z", price=900, user={"id": colleague(mock, office)}, non_billable=True)["id"],
        "c": entry(api, type="HardCostEntry", date="2026-05-02", note="a", price=40, vendor=shop, expense_category=meals)["id"],
    }
    names = {id: name for name, id in made.items()}
    result = "".join(names[id] for id in ids(api.get("/activities", order=f"{key}(asc)")))
    assert result == expected
    assert [names[id] for id in ids(api.get("/activities", order=f"{key}(desc)"))] == list(reversed(result))


@pytest.mark.rule("activities.subject")
def test_records_without_an_endpoint_are_named_too(mock: MockClio, api: Api) -> None:
    with mock.world.session() as session:
        portal = session.insert("client_portals", {"unread_count": 2, "unread_notifiable_count": 1})["id"]
        texts = session.insert("text_message_conversations", {})["id"]
    made = entry(
        api,
        "id,client_portal{id,unread_count},text_message_conversation{id},subject{id,type,identifier},legal_aid_uk_activity",
        client_portal={"id": portal},
        text_message_conversation={"id": texts},
    )
    assert made == {
        "id": made["id"],
        "client_portal": {"id": portal, "unread_count": 2},
        "text_message_conversation": {"id": texts},
        "subject": {"id": texts, "type": "TextMessageConversation", "identifier": None},
        "legal_aid_uk_activity": None,
    }
    with mock.world.session() as session:
        session.update("activities", made["id"], {"legal_aid_uk_activity": {"id": 7, "court": 3, "eligible_for_sqm": True}})
    shown = api.get(f"/activities/{made['id']}", fields="legal_aid_uk_activity{id,court,eligible_for_sqm,uplift}")
    assert shown["legal_aid_uk_activity"] == {"id": 7, "court": 3, "eligible_for_sqm": True, "uplift": None}
    api.refused(404, "PATCH", f"/activities/{made['id']}", {"client_portal": {"id": 1}})

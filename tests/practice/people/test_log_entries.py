"""The log of what users open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.documents import upload


@pytest.mark.rule("people.show-writes-a-log-entry")
def test_showing_a_record_writes_an_entry_and_leaves_the_record(api: Api, mock: MockClio, office: Office) -> None:
    contact = api.post("/contacts", {"type": "Person", "name": "Ada King"}, "id,etag,updated_at")
    matter = api.post("/matters", {"client": {"id": contact["id"]}, "description": "Engine"})["id"]
    note = api.post("/notes", {"type": "Matter", "matter": {"id": matter}, "subject": "Cards"})["id"]
    call = api.post("/communications", {"type": "PhoneCommunication", "subject": "Call", "body": "Rang."})["id"]
    message = {"subject": "Hello", "body": "Read.", "receivers": [{"id": contact["id"], "type": "Contact"}]}
    conversation = api.post("/conversation_messages", message, "conversation{id}")["conversation"]["id"]
    hours = {"start_at": "2026-06-02T10:00:00Z", "end_at": "2026-06-02T11:00:00Z"}
    daily = {"summary": "Hearing", "calendar_owner": {"id": office["calendar.firm"]}, "recurrence_rule": "FREQ=DAILY;COUNT=3", **hours}
    entry = api.post("/calendar_entries", daily)["id"]
    document = upload(api, {"id": matter, "type": "Matter"}, "lease.pdf")
    contact = api.get("/contacts", "id,etag,updated_at")[0]
    mock.clock.advance(timedelta(minutes=5))
    assert api.get(f"/contacts/{contact['id']}", "id,etag,updated_at") == contact
    for path in (
        f"/matters/{matter}",
        f"/notes/{note}",
        f"/communications/{call}",
        f"/conversations/{conversation}",
        f"/documents/{document}",
    ):
        api.get(path)
    api.get(f"/calendar_entries/{entry}-20260603T100000Z")
    result = api.get("/log_entries", "type,accessed_at,item{id,type,identifier},user{id}")
    common = {"accessed_at": "2026-06-01T09:05:00-04:00", "user": {"id": office["user.owner"]}}
    number = api.get("/matters", "display_number")[0]["display_number"]
    assert result == [
        {"type": "ContactLogEntry", "item": {"id": contact["id"], "type": "Contact", "identifier": "Ada King"}, **common},
        {"type": "MatterLogEntry", "item": {"id": matter, "type": "Matter", "identifier": number}, **common},
        {"type": "NoteLogEntry", "item": {"id": note, "type": "MatterNote", "identifier": "Cards"}, **common},
        {"type": "CommunicationLogEntry", "item": {"id": call, "type": "Communication", "identifier": "Call"}, **common},
        {"type": "ConversationLogEntry", "item": {"id": conversation, "type": "Conversation", "identifier": "Hello"}, **common},
        {"type": "DocumentLogEntry", "item": {"id": document, "type": "Document", "identifier": "lease.pdf"}, **common},
        {"type": "CalendarEntryLogEntry", "item": {"id": int(entry), "type": "CalendarEntry", "identifier": "Hearing"}, **common},
    ]


def test_a_second_show_moves_the_entry_of_the_first(api: Api, mock: MockClio) -> None:
    contact = api.post("/contacts", {"type": "Person", "name": "Ada King"})["id"]
    api.get(f"/contacts/{contact}")
    (first,) = api.get("/log_entries", "id,accessed_at")
    mock.clock.advance(timedelta(minutes=5))
    api.get(f"/contacts/{contact}")
    (second,) = api.get("/log_entries", "id,accessed_at")
    assert first["id"] == second["id"]
    assert first["accessed_at"] < second["accessed_at"]


def test_a_list_and_a_missing_record_write_no_entry(api: Api) -> None:
    api.get("/contacts")
    api.refused(404, "GET", "/contacts/1")
    assert api.get("/log_entries") == []


def test_the_entry_of_a_deleted_record_stays_without_it(api: Api) -> None:
    contact = api.post("/contacts", {"type": "Person", "name": "Ada King"})["id"]
    api.get(f"/contacts/{contact}")
    api.delete(f"/contacts/{contact}")
    assert api.get("/log_entries", "type,item") == [{"type": "ContactLogEntry", "item": None}]

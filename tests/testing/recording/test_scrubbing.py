"""Nothing of a person, and no secret, is in a recording: every byte of it is searched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog.records import REGISTRY
from mockclio.testing.recording.scrub import Scrubber
from mockclio.testing.recording.tape import Tape, read
from tests.testing.recording import tour

NAME, STREET, TEXT, MAIL, PHONE = "Zyxwvut", "Qwertzplatz", "xylophonequartz", "zyxwvut@qvwx.example", "2125550987"
MARKS = [NAME, STREET, TEXT, "qvwx", PHONE, "555-0987", "hush-hush-0123456789", "1961-07-19"]


@pytest.fixture
def recorded(tmp_path: Path) -> tuple[MockClio, Path]:
    """An account with marked words in every place, and the file of what was read there."""
    mock = MockClio("small")
    file, scrubber = tmp_path / "tape.jsonl", Scrubber("secret seed")
    http = tour.proxied(mock, Tape(file), scrubber, writes=True)
    for path, data in marked(mock):
        response = http.post(f"/api/v4{path}.json", json={"data": data}, params={"fields": "id"})
        assert response.status_code == 201, response.text
    http.get("/api/v4/contacts.json", params={"query": NAME, "fields": "id,name"})
    http.get("/api/v4/contacts.json", params={"query": MAIL, NAME: NAME, "page_token": TEXT})
    http.get(f"/api/v4/contacts/{NAME}.json")
    http.get("/api/v4/contacts.json", params={"fields": f"id,{NAME}"})
    http.get("/api/v4/webhooks.json", params={"fields": "id,url,shared_secret"})
    http.get("/api/v4/documents.json", params={"fields": "id,name,latest_document_version{put_url,put_headers,uuid}"})
    for operation in tour.toured():
        tour.rows(http, operation)
    return mock, file


def marked(mock: MockClio) -> list[tuple[str, dict[str, Any]]]:
    """Bodies whose every text is marked."""
    client = next(iter(mock.world.contacts.search(lambda row: row["type"] == "Person")))["id"]
    matter = next(iter(mock.world.table("matters").ids()))
    root = next(row["id"] for row in mock.world.table("folders") if row.get("root"))
    person = {
        "type": "Person",
        "first_name": NAME,
        "last_name": NAME,
        "title": TEXT,
        "date_of_birth": "1961-07-19",
        "email_addresses": [{"name": "Work", "address": MAIL}],
        "phone_numbers": [{"name": "Work", "number": "(212) 555-0987"}, {"name": "Home", "number": PHONE}],
        "addresses": [{"name": "Home", "street": f"{STREET} 7", "city": NAME, "postal_code": "10115", "country": "US"}],
        "web_sites": [{"name": "Work", "address": f"https://{NAME}.example"}],
    }
    hook = {"url": f"https://app.test/{TEXT}?hush-hush-0123456789", "model": "matter", "fields": "id"}
    return [
        ("/contacts", person),
        ("/contacts", {"type": "Company", "name": f"{NAME} & Sons, LLC"}),
        ("/matters", {"client": {"id": client}, "description": f"The case of {NAME} about {TEXT}", "location": STREET}),
        ("/notes", {"type": "Matter", "matter": {"id": matter}, "subject": NAME, "detail": f"Call {NAME} at {PHONE} or {MAIL}"}),
        ("/tasks", {"name": f"Write to {NAME}", "description": TEXT, "assignee": {"id": mock.world.owner()["id"], "type": "User"}}),  # type: ignore[index]
        ("/activities", {"type": "TimeEntry", "date": "2026-05-20", "note": TEXT, "matter": {"id": matter}}),
        ("/documents", {"name": f"{NAME} {TEXT}.pdf", "parent": {"id": root, "type": "Folder"}}),
        ("/folders", {"name": NAME, "parent": {"id": root, "type": "Folder"}}),
        ("/communications", {"type": "PhoneCommunication", "subject": TEXT, "body": f"{NAME} said so"}),
        ("/custom_fields", {"name": NAME, "field_type": "text_line", "parent_type": "Matter"}),
        ("/webhooks", hook),
    ]


def test_no_marked_word_and_no_secret_is_anywhere_in_the_file(recorded: tuple[MockClio, Path]) -> None:
    mock, file = recorded
    content = file.read_bytes().lower()
    secrets = [row["shared_secret"] for row in mock.world.table("webhooks")] + [mock.token, "secret seed", "x-amz", "signature"]
    assert [mark for mark in [*MARKS, *secrets] if mark and mark.lower().encode() in content] == []
    assert not any(
        word in content for word in (b'"put_url":', b'"put_headers":', b'"shared_secret":', b"authorization", b"cookie", b"bearer")
    )


def test_no_person_of_the_account_is_in_the_file(recorded: tuple[MockClio, Path]) -> None:
    mock, file = recorded
    content = file.read_bytes()
    people = [row for name in ("users", "contacts") for row in mock.world.table(name)]
    addresses = {address["address"] for row in people for address in row.get("email_addresses") or ()} | {
        row.get("email") for row in people
    }
    phones = {number["number"] for row in people for number in row.get("phone_numbers") or ()}
    whole = {row["name"] for row in people if " " in (row["name"] or "")}
    assert [text for text in [*addresses, *phones, *whole] if text and text.encode() in content] == []


def test_what_was_sent_is_scrubbed_as_what_came_back(recorded: tuple[MockClio, Path]) -> None:
    sent = [exchange["sent"] for exchange in read(recorded[1])[1] if exchange["operation"] == "Contact#create"]
    assert sent[0]["type"] == "Person"
    assert sent[0]["first_name"] == sent[0]["last_name"] == Scrubber("secret seed").words.name(NAME)
    assert sent[0]["date_of_birth"] == "1961-01-01"
    assert sent[1]["name"].endswith(" & " + Scrubber("secret seed").words.name("Sons") + ", LLC")


def test_of_a_refusal_only_its_kind_is_told(recorded: tuple[MockClio, Path]) -> None:
    refused = [exchange for exchange in read(recorded[1])[1] if exchange["status"] >= 400]
    assert {exchange["error"] for exchange in refused} == {"InvalidFields", "ArgumentError"}
    assert not any("data" in exchange for exchange in refused)


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        ("Contact", {"initials": "Zyxwvut Qwertzplatz"}),
        ("Contact", {"ledes_client_id": "2125550987"}),
        ("ConferenceMeeting", {"conference_id": 2125550987, "join_url": f"https://z.example/{TEXT}", "conference_password": TEXT}),
        ("LegalAidUkMatter", {"maat_id": "2125550987"}),
        ("CustomFieldValue", {"field_type": "numeric", "value": 2125550987}),
        ("CustomFieldValue", {"field_type": "text_line", "value": f"{NAME} {TEXT}"}),
        ("CustomFieldValue", {"field_type": "picklist", "value": {"id": 1, "option": NAME}}),
        ("BankTransaction", {"source": NAME, "confirmation": "2125550987", "type": MAIL}),
        ("Matter", {"status": NAME, "billing_method": NAME, "open_date": NAME, "id": NAME, "client": NAME, "billable": NAME}),
        ("User", {"roles": [PHONE, MAIL], "time_zone": MAIL, "email": f"{NAME}@{NAME}.example", NAME: NAME, "etag": NAME}),
        ("Participant", {"type": "Person", "identifier": MAIL, "secondary_identifier": PHONE}),
        ("PolymorphicObject", {"type": "BankAccount", "identifier": NAME, "secondary_identifier": MAIL, "tertiary_identifier": TEXT}),
        ("Webhook", {"fields": f"id,{MAIL}", "url": f"https://{NAME}.example", "shared_secret": TEXT}),
        ("ReportPreset", {"options": f'{{"name": "{NAME}"}}'}),
    ],
)
def test_a_field_that_holds_what_it_should_not_gives_nothing_away(record: str, shown: dict[str, Any]) -> None:
    made = repr(Scrubber(5).record(REGISTRY[record], shown)).lower()
    assert [mark for mark in MARKS if mark.lower() in made] == []

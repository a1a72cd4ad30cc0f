"""E-mails and phone calls."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.hashing import digest
from tests.practice.people_and_groups import hire

CALL = {"type": "PhoneCommunication", "subject": "Call", "body": "She rang."}


@pytest.fixture
def contact(api: Api) -> int:
    body = {"type": "Person", "name": "Ada King", "email_addresses": [{"address": "ada@x.test"}], "phone_numbers": [{"number": "555"}]}
    return int(api.post("/contacts", body)["id"])


@pytest.fixture
def matter(api: Api, contact: int) -> int:
    return int(api.post("/matters", {"client": {"id": contact}, "description": "Engine"})["id"])


def make(api: Api, **values: Any) -> int:
    return int(api.post("/communications", {**CALL, **values})["id"])


def ids(api: Api, **parameters: Any) -> list[int]:
    return [row["id"] for row in api.get("/communications", **parameters)]


@pytest.mark.rule("communications.received-now-unless-said")
@pytest.mark.rule("communications.logged-by-the-caller")
def test_a_communication_was_received_now_by_the_caller(api: Api, office: Office) -> None:
    made = api.post("/communications", CALL, "type,subject,body,date,received_at,user{id},matter,senders,documents,communication_eml_file")
    assert made == {
        **CALL,
        "date": "2026-06-01",
        "received_at": "2026-06-01T09:00:00-04:00",
        "user": {"id": office["user.owner"]},
        "matter": None,
        "senders": [],
        "documents": [],
        "communication_eml_file": None,
    }


@pytest.mark.rule("communications.date-is-the-day-of-receipt")
def test_the_date_is_the_day_of_receipt(api: Api) -> None:
    selection = "id,date,received_at"
    made = api.post("/communications", {**CALL, "received_at": "2026-05-02T02:30:00Z"}, selection)
    assert made == {"id": made["id"], "date": "2026-05-01", "received_at": "2026-05-01T22:30:00-04:00"}
    moved = api.patch(f"/communications/{made['id']}", {"date": "2026-01-31"}, selection)
    assert moved == {"id": made["id"], "date": "2026-01-31", "received_at": "2026-01-31T22:30:00-05:00"}
    dated = api.post("/communications", {**CALL, "date": "2026-05-30"}, "date,received_at")
    assert dated == {"date": "2026-05-30", "received_at": "2026-05-30T09:00:00-04:00"}
    assert 'invalid xmlschema format: "yesterday"' in api.refused(422, "POST", "/communications", {**CALL, "received_at": "yesterday"})
    api.refused(422, "POST", "/communications", {**CALL, "received_at": "0001-01-01T00:00:00Z"})


@pytest.mark.rule("communications.participants-show-what-they-are")
@pytest.mark.rule("communications.parties-in-the-plural")
def test_participants_show_what_they_are(api: Api, office: Office, contact: int) -> None:
    company = api.post("/contacts", {"type": "Company", "name": "Acme"})["id"]
    body = {
        **CALL,
        "senders": [{"id": contact, "type": "Contact"}],
        "receivers": [{"id": office["user.owner"], "type": "Users"}, {"id": company, "type": "Contacts"}],
    }
    selection = "id,senders{id,type,name,initials,identifier,secondary_identifier,enabled},receivers"
    made = api.post("/communications", body, selection)
    assert made["senders"] == [
        {
            "id": contact,
            "type": "Person",
            "name": "Ada King",
            "initials": "AK",
            "identifier": "ada@x.test",
            "secondary_identifier": "555",
            "enabled": True,
        }
    ]
    assert [(row["name"], row["type"]) for row in made["receivers"]] == [("Margaret Hartwell", "User"), ("Acme", "Company")]
    steps = {"receivers": [{"id": company, "type": "Contact", "_deleted": True}], "senders": [{"id": company, "type": "Contact"}]}
    changed = api.patch(f"/communications/{made['id']}", steps, "senders{id},receivers{id}")
    assert changed == {"senders": [{"id": contact}, {"id": company}], "receivers": [{"id": office["user.owner"]}]}
    api.refused(404, "PATCH", f"/communications/{made['id']}", {"senders": [{"id": 1, "type": "User"}]})


@pytest.mark.rule("communications.subscribers-of-phone-calls-only")
def test_only_phone_calls_have_subscribers(api: Api, mock: MockClio, office: Office) -> None:
    subscribers = {"notification_event_subscribers": [{"user_id": str(office["user.owner"])}]}
    call = api.post("/communications", {**CALL, **subscribers}, "id,notification_event_subscribers{user_id,name}")
    assert call["notification_event_subscribers"] == [{"user_id": office["user.owner"], "name": "Margaret Hartwell"}]
    before = digest(mock.world)
    api.refused(422, "POST", "/communications", {**CALL, "type": "EmailCommunication", **subscribers})
    api.refused(422, "PATCH", f"/communications/{call['id']}", {"type": "EmailCommunication"})
    assert digest(mock.world) == before


@pytest.mark.rule("documents.external-properties-at-most-five")
def test_five_external_properties_and_no_more(api: Api, mock: MockClio) -> None:
    properties = [{"name": f"key {place}", "value": str(place)} for place in range(5)]
    made = api.post("/communications", {**CALL, "external_properties": properties}, "id,external_properties{id,name,value}")
    assert [{"name": row["name"], "value": row["value"]} for row in made["external_properties"]] == properties
    before = digest(mock.world)
    api.refused(422, "PATCH", f"/communications/{made['id']}", {"external_properties": [{"name": "sixth", "value": "6"}]})
    assert digest(mock.world) == before
    swap = [{"id": made["external_properties"][0]["id"], "_destroy": True}, {"name": "sixth", "value": "6"}]
    changed = api.patch(f"/communications/{made['id']}", {"external_properties": swap}, "external_properties{name}")
    assert [row["name"] for row in changed["external_properties"]] == ["key 1", "key 2", "key 3", "key 4", "sixth"]


def test_required_attributes_are_named(api: Api) -> None:
    message = api.refused(422, "POST", "/communications", {"subject": "Call"})
    assert ("body is required" in message, "type is required" in message) == (True, True)


@pytest.mark.rule("communications.found-by-either-side")
def test_found_by_contact_and_by_user(api: Api, mock: MockClio, office: Office, contact: int) -> None:
    other = hire(mock, office)
    sent = make(api, senders=[{"id": contact, "type": "Contact"}], receivers=[{"id": other.user, "type": "User"}])
    got = make(api, receivers=[{"id": contact, "type": "Contact"}])
    logged = make(other)
    assert ids(api, contact_id=contact) == [sent, got]
    assert ids(api, user_id=other.user) == [sent, logged]
    assert ids(api, user_id=office["user.owner"]) == [sent, got]


@pytest.mark.rule("communications.received-since-is-inclusive")
def test_found_by_time(api: Api) -> None:
    early, late = make(api, received_at="2026-02-01T10:00:00Z"), make(api, received_at="2026-03-01T10:00:00Z")
    assert ids(api, received_since="2026-03-01T10:00:00Z") == [late]
    assert ids(api, received_before="2026-03-01T10:00:00Z") == [early]
    assert ids(api, received_at="2026-02-01T10:00:00Z") == [early]
    assert ids(api, date="2026-03-01") == [late]


def test_found_by_what_they_are_about(api: Api, contact: int, matter: int) -> None:
    about = make(api, matter={"id": matter}, subject="Punched cards", external_properties=[{"name": "key", "value": "7"}])
    mail = make(api, type="EmailCommunication", body="Weaving")
    api.post("/activities", {"type": "TimeEntry", "date": "2026-06-01", "communication": {"id": mail}})
    assert ids(api, matter_id=matter) == [about]
    assert ids(api, matter_id="null") == [mail]
    assert ids(api, type="EmailCommunication") == [mail]
    assert ids(api, query="cards") == [about]
    assert ids(api, query="weaving") == [mail]
    assert ids(api, having_time_entries="true") == [mail]
    assert ids(api, having_time_entries="false") == [about]
    assert ids(api, external_property_name="key") == [about]
    assert ids(api, external_property_name="key", external_property_value="8") == []
    api.refused(422, "GET", "/communications", external_property_value="7")
    assert api.get(f"/communications/{mail}", "time_entries_count") == {"time_entries_count": 1}


def test_in_the_order_of_dates_unless_said_otherwise(api: Api, matter: int) -> None:
    late = make(api, date="2026-03-01")
    early = make(api, date="2026-02-01", matter={"id": matter})
    assert ids(api) == [early, late]
    assert ids(api, order="id(asc)") == [late, early]
    assert ids(api, order="received_at(desc)") == [late, early]
    assert ids(api, order="matter(desc)") == [early, late]


@pytest.mark.rule("communications.delete-leaves-time-entries-and-documents")
def test_a_deleted_communication_leaves_its_time_entries(api: Api, matter: int) -> None:
    call = make(api, matter={"id": matter})
    entry = api.post("/activities", {"type": "TimeEntry", "date": "2026-06-01", "communication": {"id": call}})["id"]
    api.delete(f"/communications/{call}")
    api.refused(404, "GET", f"/communications/{call}")
    assert api.get(f"/activities/{entry}", "communication") == {"communication": None}
    assert api.patch(f"/communications/{make(api, matter={'id': matter})}", {"matter": None}, "matter") == {"matter": None}

"""Secure messages and the conversations that they make."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.documents import upload
from tests.hashing import digest
from tests.practice.people_and_groups import ApiOf, hire


@pytest.fixture
def ravi(mock: MockClio, office: Office) -> ApiOf:
    return hire(mock, office)


@pytest.fixture
def contact(api: Api) -> int:
    return int(api.post("/contacts", {"type": "Person", "name": "Ada King"})["id"])


@pytest.fixture
def matter(api: Api, contact: int) -> int:
    return int(api.post("/matters", {"client": {"id": contact}, "description": "Engine"})["id"])


def to(user: int, kind: str = "User", **values: Any) -> dict[str, Any]:
    return {"subject": "Hello", "body": "Please read.", "receivers": [{"id": user, "type": kind}], **values}


def start(api: Api, message: dict[str, Any]) -> int:
    return int(api.post("/conversation_messages", message, "conversation{id}")["conversation"]["id"])


def ids(api: Api, **parameters: Any) -> list[int]:
    return [row["id"] for row in api.get("/conversations", **parameters)]


@pytest.mark.rule("communications.first-message-opens-a-conversation")
@pytest.mark.rule("communications.conversation-follows-its-messages")
def test_the_first_message_opens_a_conversation_and_a_reply_goes_into_it(api: Api, ravi: ApiOf, office: Office, matter: int) -> None:
    first = api.post("/conversation_messages", to(ravi.user, matter={"id": matter}), "id,conversation,sender{id,type},receivers{id},date")
    conversation = first["conversation"]["id"]
    assert first == {
        "id": first["id"],
        "conversation": first["conversation"],
        "sender": {"id": office["user.owner"], "type": "User"},
        "receivers": [{"id": ravi.user}],
        "date": "2026-06-01",
    }
    reply = to(office["user.owner"], subject="Something else", body="Done.", conversation={"id": conversation})
    second = ravi.post("/conversation_messages", reply)["id"]
    selection = "subject,matter{id},message_count,first_message{id},last_message{id,body},messages{id},time_entries_count"
    assert api.get(f"/conversations/{conversation}", selection) == {
        "subject": "Hello",
        "matter": {"id": matter},
        "message_count": 2,
        "first_message": {"id": first["id"]},
        "last_message": {"id": second, "body": "Done."},
        "messages": [{"id": first["id"]}, {"id": second}],
        "time_entries_count": 0,
    }


@pytest.mark.rule("communications.message-needs-receivers")
def test_a_message_without_receivers_or_with_unknown_ones_is_refused(api: Api, mock: MockClio, contact: int) -> None:
    before = digest(mock.world)
    assert "at least one" in api.refused(422, "POST", "/conversation_messages", {**to(contact, "Contact"), "receivers": []})
    assert "receivers is required" in api.refused(422, "POST", "/conversation_messages", {"subject": "x", "body": "y"})
    api.refused(404, "POST", "/conversation_messages", to(1))
    api.refused(404, "POST", "/conversation_messages", to(contact, "Contact", conversation={"id": 1}))
    assert digest(mock.world) == before


@pytest.mark.rule("communications.message-may-attach-a-document")
def test_a_message_carries_a_document(api: Api, ravi: ApiOf, matter: int) -> None:
    body = {"name": "Brief.pdf", "parent": {"id": matter, "type": "Matter"}}
    document = api.get(f"/documents/{upload(api, body['parent'], body['name'])}", "id,latest_document_version{id}")
    version = (document["latest_document_version"] or {}).get("id")
    attachments = [{"document_id": document["id"]}] + ([{"document_version_id": version}] if version else [])
    for attachment in attachments:
        made = api.post("/conversation_messages", to(ravi.user, attachment=attachment), "document{id},conversation{id}")
        assert made["document"] == {"id": document["id"]}
        result = api.get(f"/conversations/{made['conversation']['id']}", "documents{id}")
        assert result == {"documents": [{"id": document["id"]}]}
    api.refused(404, "POST", "/conversation_messages", to(ravi.user, attachment={"document_id": 1}))
    both = {"document_id": document["id"], "document_version_id": 1}
    api.refused(422, "POST", "/conversation_messages", to(ravi.user, attachment=both))


@pytest.mark.rule("communications.read-and-archived-are-the-members-own")
@pytest.mark.rule("communications.new-message-is-unread-for-the-others")
def test_every_member_has_an_own_look(api: Api, ravi: ApiOf, office: Office) -> None:
    conversation = start(api, to(ravi.user))
    path, selection = f"/conversations/{conversation}", "read,archived"
    assert (api.get(path, selection), ravi.get(path, selection)) == ({"read": True, "archived": False}, {"read": False, "archived": False})
    assert ravi.patch(path, {"read": True, "archived": True}, selection) == {"read": True, "archived": True}
    assert api.get(path, selection) == {"read": True, "archived": False}
    memberships = api.get(path, "memberships{read,archived,member}")["memberships"]
    assert [(row["read"], row["archived"], row["member"]["name"]) for row in memberships] == [
        (True, False, "Margaret Hartwell"),
        (True, True, "Ravi Osei"),
    ]
    api.post("/conversation_messages", to(ravi.user, conversation={"id": conversation}))
    assert ravi.get(path, selection) == {"read": False, "archived": False}
    assert (ids(ravi, read_status="false"), ids(ravi, read_status="true")) == ([conversation], [])
    api.patch(path, {"archived": True})
    assert (ids(api, archived="true"), ids(ravi, archived="true")) == ([conversation], [])


@pytest.mark.rule("communications.conversation-is-seen-by-members-and-groups")
@pytest.mark.rule("communications.read-only-for-those-who-are-not-members")
@pytest.mark.rule("communications.only-members-write")
@pytest.mark.rule("communications.only-members-change-a-conversation")
@pytest.mark.rule("communications.for-user-widens-to-groups")
def test_others_see_a_conversation_through_the_group_of_its_matter(
    api: Api, mock: MockClio, ravi: ApiOf, contact: int, matter: int
) -> None:
    private = start(api, to(contact, "Contact"))
    shared = start(api, to(contact, "Contact", matter={"id": matter}))
    assert (ids(api), ids(ravi), ids(ravi, for_user="true"), ids(ravi, for_user="false")) == ([private, shared], [shared], [shared], [])
    selection = "read_only,current_user_is_member"
    assert ravi.get(f"/conversations/{shared}", selection) == {"read_only": True, "current_user_is_member": False}
    assert api.get(f"/conversations/{shared}", selection) == {"read_only": False, "current_user_is_member": True}
    before = digest(mock.world)
    ravi.refused(404, "GET", f"/conversations/{private}")
    ravi.refused(404, "PATCH", f"/conversations/{private}", {"read": True})
    ravi.refused(403, "PATCH", f"/conversations/{shared}", {"read": True})
    ravi.refused(403, "POST", "/conversation_messages", to(contact, "Contact", conversation={"id": shared}))
    assert digest(mock.world) == before
    assert ravi.get("/conversation_messages", conversation_id=private) == []
    assert len(ravi.get("/conversation_messages", conversation_id=shared)) == 1
    message = api.get("/conversation_messages", conversation_id=private)[0]["id"]
    ravi.refused(404, "GET", f"/conversation_messages/{message}")
    assert api.get(f"/conversation_messages/{message}", "body") == {"body": "Please read."}


@pytest.mark.rule("communications.conversation-date-is-that-of-its-last-message")
def test_conversations_are_filtered(api: Api, ravi: ApiOf, contact: int, matter: int) -> None:
    about = start(api, to(contact, "Contact", matter={"id": matter}))
    plain = start(api, to(ravi.user))
    assert ids(api, contact_id=contact) == [about]
    assert (ids(api, matter_id=matter), ids(api, matter_id="null")) == ([about], [plain])
    assert (ids(api, date="2026-06-01"), ids(api, date="2026-06-02")) == ([about, plain], [])
    assert (ids(api, time_entries="true"), ids(api, time_entries="false")) == ([], [about, plain])
    api.post("/conversation_messages", to(contact, "Contact", conversation={"id": about}))
    assert ids(api, order="last_message_id(asc)") == [plain, about]
    assert ids(api, order="matter_id(desc)") == [about, plain]
    assert api.patch(f"/conversations/{plain}", {"matter": {"id": matter}}, "matter{id}") == {"matter": {"id": matter}}
    assert api.patch(f"/conversations/{plain}", {"matter": {"id": None}}, "matter") == {"matter": None}


def test_messages_are_listed_by_conversation(api: Api, ravi: ApiOf) -> None:
    one = start(api, to(ravi.user, body="Cards"))
    two = start(api, to(ravi.user, body="Looms"))
    assert "value is empty: conversation_id" in api.refused(400, "GET", "/conversation_messages")
    assert [row["body"] for row in api.get("/conversation_messages", "body", conversation_id=one)] == ["Cards"]
    assert [row["body"] for row in api.get("/conversation_messages", "body", conversation_id=two, query="loom")] == ["Looms"]
    assert api.get("/conversation_messages", conversation_id=two, query="card") == []
    assert api.get("/conversation_messages", conversation_id="null") == []

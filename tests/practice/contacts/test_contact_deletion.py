"""What keeps a contact, and what goes with it."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.hashing import digest


@pytest.fixture
def contact(api: Api) -> int:
    return int(api.post("/contacts", {"type": "Company", "name": "Acme"})["id"])


def test_a_deleted_contact_is_gone(api: Api, contact: int) -> None:
    api.delete(f"/contacts/{contact}")
    assert api.get("/contacts") == []
    api.refused(404, "GET", f"/contacts/{contact}")
    api.refused(404, "DELETE", f"/contacts/{contact}")


@pytest.mark.rule("contacts.client-of-a-matter-is-422")
@pytest.mark.parametrize("status", ["open", "pending", "closed"])
def test_the_client_of_a_matter_stays(api: Api, mock: MockClio, contact: int, status: str) -> None:
    matter = api.post("/matters", {"client": {"id": contact}, "description": "Anvils", "status": status})["id"]
    before = digest(mock.world)
    assert "is the client of 1 matters" in api.refused(422, "DELETE", f"/contacts/{contact}")
    assert digest(mock.world) == before
    api.delete(f"/matters/{matter}")
    api.delete(f"/contacts/{contact}")


@pytest.mark.rule("contacts.open-bills-are-409")
@pytest.mark.parametrize("state", ["draft", "awaiting_approval", "awaiting_payment"])
def test_a_contact_with_an_open_bill_stays(api: Api, mock: MockClio, contact: int, state: str) -> None:
    with mock.world.session() as session:
        session.world.table("bills").put({"id": session.world.ids.next(), "client": contact, "state": state})
    before = digest(mock.world)
    assert api.refused(409, "DELETE", f"/contacts/{contact}") == "Client has open bills"
    assert digest(mock.world) == before


@pytest.mark.rule("contacts.delete-takes-notes-relationships-and-rates")
def test_notes_relationships_and_rates_go_and_references_are_cleared(api: Api, mock: MockClio, contact: int) -> None:
    client = api.post("/contacts", {"type": "Person", "name": "Ada King", "company": {"id": contact}})["id"]
    matter = api.post("/matters", {"client": {"id": client}, "description": "Engine"})["id"]
    link = api.post("/relationships", {"matter": {"id": matter}, "contact": {"id": contact}, "description": "Rival"})["id"]
    note = api.post("/notes", {"type": "Contact", "contact": {"id": contact}, "subject": "Call back"})["id"]
    rate = api.post("/activity_rates", {"contact_id": contact, "rate": 100})["id"]
    call = api.post(
        "/communications",
        {
            "type": "PhoneCommunication",
            "subject": "Call",
            "body": "Rang.",
            "senders": [{"id": contact, "type": "Contact"}, {"id": client, "type": "Contact"}],
        },
    )["id"]
    folder = api.get(f"/contacts/{contact}", "folder{id}")["folder"]["id"]
    api.delete(f"/contacts/{contact}")
    for path in (f"/relationships/{link}", f"/notes/{note}", f"/activity_rates/{rate}", f"/folders/{folder}"):
        api.refused(404, "GET", path)
    assert api.get(f"/contacts/{client}", "company") == {"company": None}
    assert api.get(f"/communications/{call}", "senders{id}") == {"senders": [{"id": client}]}
    assert [row["company"] for row in mock.world.contacts] == [None]


@pytest.mark.rule("contacts.tasks-of-a-deleted-contact-go-back")
def test_tasks_go_back_to_their_assigner(api: Api, office: Office, contact: int) -> None:
    body = {"name": "Sign", "description": "Sign here", "assignee": {"id": contact, "type": "Contact"}}
    task = api.post("/tasks", body)["id"]
    api.delete(f"/contacts/{contact}")
    assert api.get(f"/tasks/{task}", "assignee{id,type}") == {"assignee": {"id": office["user.owner"], "type": "User"}}

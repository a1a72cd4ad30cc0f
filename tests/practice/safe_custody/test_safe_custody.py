"""Safe custody: packets at locations, the originals in them, and what becomes of each. Nothing is ever deleted."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from mockclio import MockClio
from mockclio.catalog.choices import CustodyDocumentType
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.work import contact

LOCATIONS, PACKETS, RECORDS = "/safe_custody/locations", "/safe_custody/packets", "/safe_custody/records"
STATE = "state,reason,date"


@pytest.fixture
def client(api: Api) -> int:
    return contact(api)


@pytest.fixture
def vault(api: Api) -> int:
    return int(api.post(LOCATIONS, {"name": "Vault"})["id"])


@pytest.fixture
def packet(api: Api, client: int, vault: int) -> int:
    return int(api.post(PACKETS, {"contact_id": client, "safe_custody_location_id": vault})["id"])


def record(api: Api, packet: int, **more: Any) -> int:
    return int(api.post(RECORDS, {"title": "Will", "safe_custody_packet_id": packet, **more})["id"])


def listed(api: Api, **parameters: Any) -> list[int]:
    return [row["id"] for row in api.get(RECORDS, **parameters)]


# --- locations and packets -------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("safe_custody.locations-have-a-name")
def test_a_location_has_a_name(api: Api, vault: int) -> None:
    assert api.get(LOCATIONS, fields="id,name") == [{"id": vault, "name": "Vault"}]
    assert "name is required" in api.refused(422, "POST", LOCATIONS, {})
    assert "name can't be blank" in api.refused(422, "POST", LOCATIONS, {"name": " "})
    api.refused(404, "GET", f"{LOCATIONS}/{vault}")
    api.refused(404, "DELETE", f"{LOCATIONS}/{vault}")


@pytest.mark.rule("safe_custody.system-number-counts-up", "safe_custody.dates-default-to-today")
def test_a_packet_belongs_to_a_contact_and_gets_a_number(api: Api, client: int, vault: int) -> None:
    body = {"contact_id": client, "safe_custody_location_id": vault}
    fields = "number,custom_number,description,created_on,contact,location"
    contact_shown = {"id": client, "name": "Ada Moreau"}
    assert api.post(PACKETS, body, fields=fields) == {
        "number": "1",
        "custom_number": None,
        "description": None,
        "created_on": "2026-06-01",
        "contact": contact_shown,
        "location": {"name": "Vault"},
    }
    sent = {"custom_number": "W-17", "description": "Papers", "created_on": "2020-02-02", "number": "900"}
    assert api.post(PACKETS, {**body, **sent}, fields=fields) == {
        **sent,
        "number": "2",
        "contact": contact_shown,
        "location": {"name": "Vault"},
    }


@pytest.mark.rule("safe_custody.packets-have-contact-and-location")
def test_a_packet_moves_to_another_place_and_contact(api: Api, packet: int, vault: int) -> None:
    bank, heir = api.post(LOCATIONS, {"name": "Bank"})["id"], contact(api, "Bela Varga")
    changed = api.patch(f"{PACKETS}/{packet}", {"safe_custody_location_id": bank, "contact_id": heir}, fields="location{name},contact{id}")
    assert changed == {"location": {"name": "Bank"}, "contact": {"id": heir}}
    for name in ("contact_id", "safe_custody_location_id", "created_on"):
        assert f"{name} can't be blank" in api.refused(422, "PATCH", f"{PACKETS}/{packet}", {name: None})
    assert "there is no record with id 5" in api.refused(404, "PATCH", f"{PACKETS}/{packet}", {"contact_id": 5})


@pytest.mark.rule("safe_custody.packets-have-contact-and-location")
def test_a_packet_needs_both(api: Api, client: int, vault: int) -> None:
    assert "safe_custody_location_id is required" in api.refused(422, "POST", PACKETS, {"contact_id": client})
    assert "contact_id is required" in api.refused(422, "POST", PACKETS, {"safe_custody_location_id": vault})
    assert "safe_custody_location_id" in api.refused(404, "POST", PACKETS, {"contact_id": client, "safe_custody_location_id": 5})


def test_packets_are_listed_by_contact(api: Api, packet: int, vault: int) -> None:
    heir = contact(api, "Bela Varga")
    other = api.post(PACKETS, {"contact_id": heir, "safe_custody_location_id": vault})["id"]
    assert [row["id"] for row in api.get(PACKETS)] == [packet, other]
    assert [row["id"] for row in api.get(PACKETS, contact_id=heir)] == [other]
    api.refused(404, "DELETE", f"{PACKETS}/{packet}")


# --- records ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("safe_custody.records-have-a-title", "safe_custody.dates-default-to-today")
def test_a_record_needs_a_title_and_a_packet(api: Api, packet: int) -> None:
    fields = "title,description,date,stored_on,document_type_name,packet"
    assert api.post(RECORDS, {"title": "Deed", "safe_custody_packet_id": packet}, fields=fields) == {
        "title": "Deed",
        "description": None,
        "date": None,
        "stored_on": "2026-06-01",
        "document_type_name": "other",
        "packet": {"id": packet},
    }
    assert "title is required" in api.refused(422, "POST", RECORDS, {"safe_custody_packet_id": packet})
    assert "title can't be blank" in api.refused(422, "POST", RECORDS, {"title": "", "safe_custody_packet_id": packet})
    assert "safe_custody_packet_id is required" in api.refused(422, "POST", RECORDS, {"title": "Deed"})
    api.refused(404, "POST", RECORDS, {"title": "Deed", "safe_custody_packet_id": 5})


def test_there_are_sixty_types_of_documents(api: Api, packet: int) -> None:
    kinds = get_args(CustodyDocumentType)
    assert len(kinds) == len(set(kinds)) == 60
    id = record(api, packet, document_type="will")
    assert api.get(f"{RECORDS}/{id}", fields="document_type_name") == {"document_type_name": "will"}
    changed = api.patch(f"{RECORDS}/{id}", {"document_type": "probate", "date": "2011-10-02"}, fields="document_type_name,date")
    assert changed == {"document_type_name": "probate", "date": "2011-10-02"}
    assert "must be one of" in api.refused(422, "PATCH", f"{RECORDS}/{id}", {"document_type": "novel"})
    for name in ("document_type", "stored_on", "title"):
        api.refused(422, "PATCH", f"{RECORDS}/{id}", {name: None})


@pytest.mark.rule("safe_custody.records-stay-in-their-packet", "safe_custody.state-on-creation-only")
def test_a_change_moves_a_record_neither_to_another_packet_nor_to_another_state(api: Api, packet: int, client: int, vault: int) -> None:
    other = api.post(PACKETS, {"contact_id": client, "safe_custody_location_id": vault})["id"]
    id = record(api, packet)
    sent = {"safe_custody_packet_id": other, "state": "removed", "reason": "Lost", "title": "Last will"}
    assert api.patch(f"{RECORDS}/{id}", sent, fields="title,packet") == {"title": "Last will", "packet": {"id": packet}}
    assert listed(api, state="held") == [id]
    assert (listed(api, packet_id=packet), listed(api, packet_id=other)) == ([id], [])
    api.refused(404, "DELETE", f"{RECORDS}/{id}")


@pytest.mark.rule("safe_custody.state-on-creation-only", "safe_custody.state-filter")
def test_a_new_record_is_held_unless_it_says_otherwise(api: Api, packet: int) -> None:
    stored, away, destroyed = (
        record(api, packet, **more) for more in ({}, {"state": "temporarily_removed"}, {"state": "removed", "reason": "Sold"})
    )
    assert listed(api, state="held") == [stored]
    assert listed(api, state="temporarily_removed") == [away]
    assert listed(api, state="removed") == [destroyed]
    assert listed(api) == listed(api, state="all") == [stored, away, destroyed]
    api.refused(400, "GET", RECORDS, fields="state")


# --- states ----------------------------------------------------------------------------------------------------------------------------


def change(api: Api, id: int, state: str, user: int, **more: Any) -> Any:
    return api.post(f"{RECORDS}/{id}/state_changes", {"state": state, "actor_type": 1, "actor_id": user, **more}, fields=STATE)


@pytest.mark.rule("safe_custody.state-changes-have-an-actor", "safe_custody.change-is-dated-as-stored")
def test_a_change_of_state_names_an_actor_and_has_a_date(api: Api, packet: int, office: Office, client: int, mock: MockClio) -> None:
    owner, id = office["user.owner"], record(api, packet, stored_on="2026-04-02")
    assert change(api, id, "temporarily_removed", owner, reason="Copied", date="2026-05-18") == {
        "state": "temporarily_removed",
        "reason": "Copied",
        "date": "2026-05-18",
    }
    assert change(api, id, "held", owner) == {"state": "held", "reason": None, "date": "2026-04-02"}
    assert change(api, id, "removed", client, actor_type=2)["state"] == "removed"
    states = [(row["state"], row["_actor"]) for row in mock.world.table("safe_custody_record_states")]
    assert states == [("held", owner), ("temporarily_removed", owner), ("held", owner), ("removed", client)]


@pytest.mark.rule("safe_custody.state-changes-have-an-actor")
def test_an_actor_must_be_a_user_or_a_contact_that_there_is(api: Api, packet: int, office: Office, client: int) -> None:
    path, owner = f"{RECORDS}/{record(api, packet)}/state_changes", office["user.owner"]
    body = {"state": "removed", "actor_type": 1, "actor_id": owner}
    for name in body:
        assert f"{name} is required" in api.refused(422, "POST", path, {key: value for key, value in body.items() if key != name})
    assert "actor_type must be between 1 and 2" in api.refused(422, "POST", path, {**body, "actor_type": 3})
    assert "actor_id" in api.refused(404, "POST", path, {**body, "actor_type": 2})
    assert "actor_id" in api.refused(404, "POST", path, {**body, "actor_id": client})
    api.refused(404, "POST", f"{RECORDS}/5/state_changes", body)
    assert listed(api, state="held") == listed(api)


@pytest.mark.rule("safe_custody.unsupported-change-is-422")
@pytest.mark.parametrize(
    ("before", "supported"),
    [("held", ["temporarily_removed", "removed"]), ("temporarily_removed", ["held", "removed"]), ("removed", [])],
)
def test_an_unsupported_change_is_refused(api: Api, packet: int, office: Office, before: str, supported: list[str]) -> None:
    owner = office["user.owner"]
    for after in ("held", "temporarily_removed", "removed"):
        id = record(api, packet, state=before)
        if after in supported:
            assert change(api, id, after, owner)["state"] == after
            assert id in listed(api, state=after)
        else:
            body = {"state": after, "actor_type": 1, "actor_id": owner}
            assert f"from {before} to {after}" in api.refused(422, "POST", f"{RECORDS}/{id}/state_changes", body)
            assert id in listed(api, state=before)
    assert "state must be one of" in api.refused(
        422, "POST", f"{RECORDS}/{record(api, packet)}/state_changes", {"state": "burnt", "actor_type": 1, "actor_id": owner}
    )


def test_a_packet_outlives_its_contact(api: Api, packet: int, client: int) -> None:
    api.delete(f"/contacts/{client}")
    assert api.get(f"{PACKETS}/{packet}", fields="contact,number") == {"contact": None, "number": "1"}


def test_the_submissions_of_an_earlier_edition_are_gone(api: Api) -> None:
    api.refused(404, "GET", "/clio_file/submissions_reports")

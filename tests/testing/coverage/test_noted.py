"""What a server notes of the requests that it answers."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog.tasks import Task
from mockclio.store import coverage as noting
from mockclio.store.coverage import Coverage
from mockclio.store.worlds import Worlds
from mockclio.webhooks.receiver import Receiver
from tests.api import Api


@pytest.fixture
def worlds(mock: MockClio) -> Worlds:
    result: Worlds = mock.app.extensions["worlds"]
    return result


@pytest.fixture
def covered(worlds: Worlds) -> Coverage:
    worlds.coverage.clear()
    return worlds.coverage


def seen(covered: Coverage, operation: str) -> dict[str, Any]:
    result: dict[str, Any] = covered.document()["operations"][operation]
    return result


def test_a_list_notes_its_parameters_and_the_fields_that_it_showed(mock: MockClio, covered: Coverage) -> None:
    query = "limit=5&status=open,pending&billable=true&order=id&fields=id,client{name}"
    mock.http.get(f"/api/v4/matters.json?{query}", headers={"X-API-VERSION": "4.0.5"})
    assert seen(covered, "Matter#index") == {
        "calls": {"200": 1},
        "parameters": {
            "X-API-VERSION": [],
            "billable": ["true"],
            "fields": [],
            "limit": [],
            "order": ["id(asc)"],
            "status": ["open", "pending"],
        },
        "fields": ["client", "client.name", "id"],
        "body": [],
        "errors": {},
        "faults": [],
    }


def test_without_a_selection_the_default_fields_were_shown(mock: MockClio, covered: Coverage) -> None:
    mock.http.get("/api/v4/tasks.json")
    assert seen(covered, "Task#index")["fields"] == sorted(Task.default_fields.split())


def test_a_create_notes_the_attributes_that_were_sent_and_known(mock: MockClio, covered: Coverage) -> None:
    person = {"type": "Person", "first_name": "Ada", "unknown": 1, "email_addresses": [{"name": "Work", "address": "ada@one.example"}]}
    assert mock.http.post("/api/v4/contacts.json", json={"data": person}).status_code == 201
    result = seen(covered, "Contact#create")
    assert result["body"] == ["email_addresses", "email_addresses.address", "email_addresses.name", "first_name", "type"]
    assert result["calls"] == {"201": 1}


def test_a_refusal_is_noted_with_its_kind_and_shows_no_fields(mock: MockClio, covered: Coverage) -> None:
    mock.http.get("/api/v4/matters/1.json?fields=id")
    mock.http.get("/api/v4/matters/2.json?fields=nope")
    result = seen(covered, "Matter#show")
    assert (result["calls"], result["fields"]) == ({"400": 1, "404": 1}, [])
    assert result["errors"] == {"400": ["InvalidFields"], "404": ["NotFoundError"]}


def test_a_request_without_a_good_token_counts_for_the_operation_that_it_asked(mock: MockClio, covered: Coverage) -> None:
    mock.http.get("/api/v4/matters.json", headers={"Authorization": "Bearer stranger"})
    assert list(seen(covered, "Matter#index")["errors"]) == ["401"]


def test_what_a_fault_answered_is_noted_as_what_the_application_met(mock: MockClio, covered: Coverage) -> None:
    mock.http.get("/api/v4/matters.json", headers={"X-Mockclio-Fault": "503"})
    result = seen(covered, "Matter#index")
    assert (result["calls"], result["faults"]) == ({"503": 1}, ["status"])


def test_a_request_that_reaches_no_operation_is_counted_apart(mock: MockClio, covered: Coverage) -> None:
    mock.http.get("/api/v4/mattters.json")
    assert covered.document() == {"mockclio_coverage": 1, "operations": {}, "events": [], "unmatched": 1}


def test_what_is_our_own_is_not_counted(mock: MockClio, covered: Coverage) -> None:
    mock.http.get("/_mockclio/health")
    mock.http.get("/oauth/authorize")
    assert covered.document()["operations"] == {}
    assert covered.document()["unmatched"] == 0


def test_events_are_noted_when_a_webhook_was_sent_them(mock: MockClio, api: Api, covered: Coverage) -> None:
    mock.webhooks.mount("https://app.test", Receiver())
    api.post("/webhooks", {"url": "https://app.test/hook", "model": "contact", "fields": "id"})
    assert covered.document()["events"] == ["handshake"]
    api.post("/contacts", {"type": "Company", "name": "Harbour Ltd"})
    assert covered.document()["events"] == ["contact.created", "handshake"]


def test_all_worlds_of_a_server_count_together(mock: MockClio, worlds: Worlds, covered: Coverage) -> None:
    fork = worlds.fork(mock.world)
    (token,) = fork.access.tokens.keys() - mock.world.access.tokens.keys()
    mock.http.get("/api/v4/tasks.json", headers={"Authorization": f"Bearer {token}"})
    mock.http.get("/api/v4/tasks.json")
    assert seen(covered, "Task#index")["calls"] == {"200": 2}


def test_many_different_requests_are_kept_in_bounds(mock: MockClio, covered: Coverage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noting, "MOST_SHAPES", 3)
    for names in ("id", "id,name", "name", "etag", "etag,id", "status"):
        mock.http.get(f"/api/v4/tasks.json?fields={names}")
    assert len(covered._shapes) <= 3
    assert seen(covered, "Task#index")["fields"] == ["etag", "id", "name", "status"]
    assert seen(covered, "Task#index")["calls"] == {"200": 6}

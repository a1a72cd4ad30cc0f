"""Every route of the control interface is called over HTTP from a second process. The last test fails if one is left out."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from openapi_spec_validator import validate

from mockclio.catalog import EDITION
from mockclio.control.routes import ROUTES
from tests.cli.serving import Serving
from tests.control.outside import SHOWN, Outside, name_of, shows
from tests.control.test_worlds import PERSON
from tests.counts import OPERATIONS

CONTACTS = "/contacts"


def contacts(outside: Outside, token: str = "") -> int:
    return int(outside.with_token(token or outside.token, "GET", CONTACTS).json()["meta"]["records"])


@shows("GET /", "GET /health", "GET /openapi.json")
def test_the_interface_says_what_it_is(outside: Outside) -> None:
    assert [f"{row['method']} {row['path']}" for row in outside.get("")["mockclio"]] == [
        f"{route.method} /_mockclio{route.path}" for route in ROUTES
    ]
    assert outside.get("health") == {"status": "ok", "worlds": len(outside.get("worlds")["worlds"]), "edition": EDITION}
    document = outside.get("openapi.json")
    validate(document)
    assert sum(map(len, document["paths"].values())) == len(ROUTES)


@shows("GET /clock", "POST /clock")
def test_the_clock_is_moved(outside: Outside) -> None:
    assert outside.get("clock")["frozen"] is False
    assert outside.post("clock", frozen=True, set="2027-01-01T00:00:00Z", advance="1d12h")["now"] == "2027-01-02T12:00:00Z"
    assert outside.get("clock")["now"] == "2027-01-02T12:00:00Z"
    assert outside.post("clock", seconds=-0.5)["now"] == "2027-01-02T11:59:59Z"
    assert outside.post("clock", seconds=0.5)["now"] == "2027-01-02T12:00:00Z"
    assert outside.api.post(CONTACTS, PERSON["data"], fields="created_at")["created_at"].startswith("2027-01-02")


@shows("POST /tokens", "POST /tokens/expire", "POST /tokens/revoke")
def test_tokens_are_minted_expired_and_revoked(outside: Outside) -> None:
    minted = outside.post("tokens", scopes={"Contacts": "read"})["access_token"]
    assert [outside.with_token(minted, "GET", path).status_code for path in (CONTACTS, "/tasks")] == [200, 403]
    assert outside.post("tokens/revoke", token=minted) == {"revoked": 1}
    assert outside.with_token(minted, "GET", CONTACTS).status_code == 401
    ending = outside.post("tokens")["access_token"]
    assert outside.post("tokens/expire", token=ending)["expired"] == 1
    assert outside.with_token(ending, "GET", CONTACTS).status_code == 401


@shows("PATCH /applications/{client_id}")
def test_an_application_asks_for_less(outside: Outside) -> None:
    client, address = outside.application["client_id"], "https://app.test/callback"
    changed = outside.ask("PATCH", f"applications/{client}", {"scopes": {"Contacts": "read"}, "redirect_uris": [address]})
    assert (changed["scopes"], changed["redirect_uris"]) == ({"Contacts": "read"}, [address])
    query = {"response_type": "code", "client_id": client, "redirect_uri": address}
    led = outside.http.get("/oauth/authorize", params=query).headers["location"]
    assert led.startswith(address)
    secrets = {"client_id": client, "client_secret": outside.application["client_secret"], "redirect_uri": address}
    code = parse_qs(urlsplit(led).query)["code"][0]
    token = outside.http.post("/oauth/token", data={"grant_type": "authorization_code", "code": code, **secrets}).json()["access_token"]
    assert outside.with_token(token, "GET", CONTACTS).status_code == 200
    assert outside.with_token(token, "POST", CONTACTS, json=PERSON).status_code == 403


@shows("POST /rate_limit")
def test_a_rate_is_enforced_and_given_free(outside: Outside) -> None:
    outside.post("clock", frozen=True)
    assert outside.post("rate_limit", limit=2) == {"limit": 2}
    assert [outside.http.get(f"/api/v4{CONTACTS}").status_code for _ in range(3)] == [200, 200, 429]
    outside.post("rate_limit", limit=None)
    assert contacts(outside) == 0


@shows("POST /lenient_bodies")
def test_lists_of_records_are_taken_and_refused_again(outside: Outside) -> None:
    for lenient, status in ((True, 201), (False, 400)):
        assert outside.post("lenient_bodies", lenient=lenient) == {"lenient": lenient}
        assert outside.http.post(f"/api/v4{CONTACTS}", json=[PERSON["data"]] * 2).status_code == status
    assert contacts(outside) == 2


@shows("GET /settings", "PATCH /settings")
def test_a_walk_that_names_no_order_ends_at_the_ceiling(outside: Outside) -> None:
    assert outside.get("settings")["settings"]["page_token_ceiling"] == 10_000
    assert outside.ask("PATCH", "settings", {"page_token_ceiling": 1})["settings"]["page_token_ceiling"] == 1
    for _ in range(2):
        outside.api.post(CONTACTS, PERSON["data"])
    for order, status in (({}, 422), ({"order": "id(asc)"}, 200)):
        page = outside.http.get(f"/api/v4{CONTACTS}", params={"limit": 1, **order}).json()
        assert outside.http.get(page["meta"]["paging"]["next"]).status_code == status


@shows("POST /storage")
def test_the_file_store_stops_answering(outside: Outside) -> None:
    pending = "latest_document_version{uuid,put_url,put_headers},id"
    contact = outside.api.post(CONTACTS, PERSON["data"])["id"]
    folder = outside.api.post("/matters", {"client": {"id": contact}, "description": "Lease"}, fields="folder{id}")["folder"]["id"]
    made = outside.api.post("/documents", {"name": "lease.pdf", "parent": {"id": folder, "type": "Folder"}}, fields=pending)
    version = made["latest_document_version"]
    sent = {header["name"]: header["value"] for header in version["put_headers"]}
    assert outside.http.put(version["put_url"], headers={**sent, "Authorization": ""}, content=b"Lease").status_code == 200
    complete = {"uuid": version["uuid"], "fully_uploaded": True}
    assert outside.post("storage", answers=False) == {"answers": False}
    assert outside.api.call("PATCH", f"/documents/{made['id']}", json={"data": complete}).status_code >= 400
    outside.post("storage", answers=True)
    assert outside.api.patch(f"/documents/{made['id']}", complete)["id"] == made["id"]


@shows(
    "GET /worlds", "POST /worlds", "GET /worlds/{name}", "DELETE /worlds/{name}", "POST /worlds/{name}/fork", "POST /worlds/{name}/reset"
)
def test_worlds_are_made_forked_reset_and_deleted(outside: Outside) -> None:
    outside.api.post(CONTACTS, PERSON["data"])
    fork = outside.post(f"worlds/{outside.world}/fork")["world"]
    made = outside.post("worlds", firm="empty", at="2027-01-05T09:00:00Z", frozen=True)["world"]
    assert outside.get(f"worlds/{made['name']}")["world"]["now"] == "2027-01-05T09:00:00Z"
    assert {outside.world, fork["name"], made["name"]} <= {row["name"] for row in outside.get("worlds")["worlds"]}
    assert [contacts(outside, world["token"]) for world in (fork, made)] == [1, 0]
    outside.post(f"worlds/{outside.world}/reset")
    assert [contacts(outside), contacts(outside, fork["token"])] == [0, 1]
    for world in (fork, made):
        assert outside.delete(f"worlds/{world['name']}") == {"deleted": world["name"]}
        assert outside.with_token(world["token"], "GET", CONTACTS).status_code == 401


@shows("GET /states", "POST /states", "GET /states/{name}", "DELETE /states/{name}", "POST /states/{name}/load", "POST /states/{name}/fork")
def test_a_state_is_saved_loaded_forked_and_deleted(outside: Outside) -> None:
    saved = outside.post("states", name="before")
    assert Path(saved["path"]).stat().st_size == saved["bytes"]
    outside.api.post(CONTACTS, PERSON["data"])
    assert outside.get("states")["states"] == ["before"]
    assert outside.get("states/before")["head"]["name"] == outside.world
    fork = outside.post("states/before/fork")["world"]
    assert [contacts(outside), contacts(outside, fork["token"])] == [1, 0]
    assert outside.post("states/before/load")["world"] == outside.world
    assert contacts(outside) == 0
    outside.delete("states/before")
    outside.delete(f"worlds/{fork['name']}")
    assert outside.get("states")["states"] == []


@shows("GET /rows/{table}")
def test_stored_rows_are_shown(outside: Outside) -> None:
    assert outside.get("rows/contacts") == {"table": "contacts", "rows": [], "next": None}
    id = outside.api.post(CONTACTS, PERSON["data"])["id"]
    (row,) = outside.get("rows/contacts")["rows"]
    assert (row["id"], row["first_name"]) == (id, "Ann")
    assert outside.call("GET", "rows/nonsense").status_code == 404
    assert outside.get("rows/contacts", match=f"id={id}")["rows"] == [row]
    assert outside.get("rows/contacts", match="first_name=Bo")["rows"] == []
    assert outside.call("GET", "rows/contacts", match="first_name").status_code == 400


@shows("GET /differences")
def test_states_are_compared(outside: Outside) -> None:
    outside.post("states", name="compared")
    made = outside.api.post(CONTACTS, PERSON["data"])["id"]
    assert f"+ {made}  Ann Quay" in outside.get("differences", **{"from": "compared"})["text"]
    outside.delete("states/compared")


@shows("GET /faults", "POST /faults", "DELETE /faults", "GET /faults/{id}", "PATCH /faults/{id}", "DELETE /faults/{id}")
def test_faults_come_and_go(outside: Outside) -> None:
    (fault,) = outside.post("faults", kind="status", status=503, operation="Task#*")["faults"]
    assert [outside.http.get(f"/api/v4{path}").status_code for path in ("/tasks", CONTACTS)] == [503, 200]
    assert outside.get(f"faults/{fault['id']}")["fault"]["hits"] == 1
    for paused, status in ((True, 200), (False, 503)):
        changed = outside.ask("PATCH", f"faults/{fault['id']}", {"paused": paused})["fault"]
        assert (changed.get("paused", False), outside.with_token(outside.token, "GET", "/tasks").status_code) == (paused, status)
    assert outside.delete(f"faults/{fault['id']}") == {"removed": 1}
    added = outside.post("faults", preset="flaky")["faults"]
    assert [row["id"] for row in outside.get("faults")["faults"]] == [row["id"] for row in added]
    assert outside.delete("faults") == {"removed": len(added)}


@shows("GET /requests", "DELETE /requests", "GET /requests/export", "GET /requests/{id}", "GET /requests/{id}/explain")
def test_requests_are_searched_exported_explained_and_forgotten(outside: Outside) -> None:
    outside.http.get("/api/v4/matter")
    (line,) = outside.get("requests", status="404")["requests"]
    assert outside.get(f"requests/{line['id']}")["request"]["path"] == "/api/v4/matter"
    (packed,) = outside.get("requests", status="404", packed="true")["requests"]
    assert (packed["id"], packed["token"]) == (line["id"], outside.token)
    assert dict(packed["headers"])["Authorization"] == f"Bearer {outside.token}"
    assert outside.get(f"requests/{line['id']}/explain")["near"][0]["meant"]
    assert "/api/v4/matter" in outside.call("GET", "requests/export", form="curl").text
    assert outside.delete("requests")["removed"] >= 1
    assert outside.get("requests")["requests"] == []


@shows("GET /events", "GET /events/stream")
def test_what_happens_is_followed(outside: Outside) -> None:
    before = outside.get("events")["last"]
    with outside.events("events/stream", world=outside.world, kinds="change") as stream:
        made = outside.api.post(CONTACTS, PERSON["data"])["id"]
        assert next(event["change"]["id"] for event in stream if event["change"]["table"] == "contacts") == made
    polled = outside.get("events", after=before, world=outside.world, kinds="change,request", wait=5)
    assert {event["kind"] for event in polled["events"]} == {"change", "request"}


@shows("GET /rules", "GET /rules/{id}")
def test_the_ledger_is_read(outside: Outside) -> None:
    listed = outside.get("rules", evidence="assumed")["rules"]
    assert {rule["evidence"] for rule in listed} == {"assumed"}
    assert outside.get(f"rules/{listed[0]['id']}") == {"rule": listed[0]}


@shows("GET /coverage", "DELETE /coverage")
def test_what_was_used_is_counted_and_forgotten(outside: Outside) -> None:
    outside.delete("coverage")
    outside.api.post(CONTACTS, PERSON["data"])
    coverage = outside.get("coverage")
    assert list(coverage["operations"]) == ["Contact#create"]
    assert coverage["measured"]["operations"] == {"touched": 1, "of": OPERATIONS}
    outside.delete("coverage")
    assert outside.get("coverage")["operations"] == {}


def test_it_is_a_process_of_its_own(second_process: Serving) -> None:
    assert second_process.process.pid != os.getpid()
    assert second_process.process.poll() is None


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
def test_every_route_has_a_test_from_outside(route: object) -> None:
    for name in ("test_outside_money", "test_outside_webhooks"):
        importlib.import_module(f"tests.control.{name}")
    assert name_of(route) in SHOWN, "write a test that asks this route of the second process, and say so with @shows"  # type: ignore[arg-type]


def test_a_test_that_names_a_route_and_does_not_ask_it_fails(outside: Outside) -> None:
    @shows("GET /health")
    def idle(outside: Outside) -> None:
        assert outside.call("GET", "worlds/nowhere").status_code == 404

    with pytest.raises(AssertionError, match="GET /health"):
        idle(outside)


def test_no_test_from_outside_names_a_route_that_is_not_there() -> None:
    assert sorted(SHOWN.keys() - {name_of(route) for route in ROUTES}) == []

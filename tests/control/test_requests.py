"""The request log: every request and answer, searched, exported, explained; no secret in it."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
from tinydb import where

from mockclio import MockClio
from mockclio.store.request_log import KEPT, KEPT_BYTES, LONGEST_BODY, LoggedRequest, RequestLog
from tests.api import Api
from tests.control.requests import Asking

PERSON = {"type": "Person", "first_name": "Ann", "last_name": "Quay"}
MADE = ["contacts.person-name-is-joined", "contacts.initials", "folders.matters-and-contacts-have-one"]
"""The rules that decide something when the person is made."""


def last(control: Asking) -> dict[str, Any]:
    return control.get("requests")["requests"][-1]


def why(control: Asking, **query: Any) -> dict[str, Any]:
    return control.get(f"requests/{last(control)['id']}/explain", **query)


def test_every_request_is_there_with_all_that_matters(mock: MockClio, api: Api, control: Asking) -> None:
    id = api.post("/contacts", PERSON)["id"]
    api.refused(404, "GET", "/contacts/1")
    mock.http.get(f"/api/v4/contacts/{id}", headers={"X-Mockclio-Fault": "503"})
    lines = control.get("requests")["requests"]
    listed = [(line["method"], line["status"], line["operation"], line["faults"], line["world"], line["token"]) for line in lines]
    assert listed == [
        ("POST", 201, "Contact#create", [], "default", "dev-****"),
        ("GET", 404, "Contact#show", [], "default", "dev-****"),
        ("GET", 503, "Contact#show", ["header"], "default", "dev-****"),
    ]
    assert [line["rules"] for line in lines] == [MADE, ["wire.unknown-id-is-404"], []]
    assert all(line["milliseconds"] > 0 for line in lines)
    whole = control.get(f"requests/{lines[0]['id']}")["request"]
    assert json.loads(whole["request"]["body"]) == {"data": PERSON}
    assert json.loads(whole["answer"]["body"])["data"]["id"] == id


def test_python_searches_with_tinydb(mock: MockClio, api: Api) -> None:
    api.get("/contacts")
    api.refused(404, "GET", "/contacts/1")
    result = mock.requests.search((where("status") == 404) & (where("operation") == "Contact#show"))
    assert [one["path"] for one in result] == ["/api/v4/contacts/1"]


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ({"status": "4xx"}, [2]),
        ({"status": "200"}, [1, 3]),
        ({"operation": "Contact#*"}, [1, 2]),
        ({"path": "/api/v4/matt*"}, [3]),
        ({"rule": "wire.unknown-id-is-404"}, [2]),
        ({"text": "limit=7"}, [3]),
        ({"after": 2}, [3]),
        ({"limit": 1}, [3]),
        ({"method": "post"}, []),
        ({"token": "other"}, []),
    ],
)
def test_http_searches_with_parameters(api: Api, control: Asking, search: dict[str, Any], expected: list[int]) -> None:
    api.get("/contacts")
    api.refused(404, "GET", "/contacts/1")
    api.get("/matters", limit=7)
    assert [line["id"] for line in control.get("requests", **search)["requests"]] == expected


def test_wrong_searches_are_refused(control: Asking) -> None:
    for query in ({"status": "bad"}, {"limit": 0}, {"limit": "x"}, {"color": "red"}):
        assert control.refused("GET", "requests", **query)[0] == 400
    assert control.refused("GET", "requests/99")[0] == 404
    assert control.refused("GET", "requests/x")[0] == 400


def test_no_secret_is_shown(mock: MockClio, control: Asking) -> None:
    minted = control.post("tokens", {})
    secrets = [minted["access_token"], minted["refresh_token"], "dev-secret"]
    form = {"grant_type": "refresh_token", "refresh_token": secrets[1], "client_id": "dev-client", "client_secret": "dev-secret"}
    granted = mock.http.post("/oauth/token", data=form)
    secrets.append(granted.json()["access_token"])
    mock.http.post("/oauth/token", json=form)
    with control.with_token(secrets[0]) as client:
        client.get("/api/v4/contacts")
    mock.http.get("/api/v4/contacts", params={"access_token": secrets[0]}, headers={"Authorization": ""})
    hook = {"url": "https://app.test/hook", "model": "contact", "events": ["created"], "shared_secret": "hook-secret"}
    mock.http.post("/api/v4/webhooks", json={"data": hook})
    shown = json.dumps(mock.requests.all())
    shown += "".join(control.call("GET", "requests/export", params={"form": form}).text for form in ("har", "curl", "pytest"))
    assert [secret for secret in secrets if secret in shown] == []
    assert "****" in shown


def test_a_packed_request_holds_all_as_it_was_on_the_wire(mock: MockClio, control: Asking) -> None:
    mock.http.post("/api/v4/contacts", content=b"\xff\x00")
    (packed,) = control.get("requests", packed=True)["requests"]
    (entry,) = mock.world.request_log
    assert LoggedRequest.unpacked(packed) == entry
    assert entry.body == b"\xff\x00"
    assert "token" in control.get("requests", packed=False)["requests"][0]
    assert control.refused("GET", "requests", packed="maybe") == (400, "packed must be of the type boolean")


def test_the_request_log_is_bounded_in_number_and_in_bytes() -> None:
    def entry(size: int) -> LoggedRequest:
        return LoggedRequest(0, "w", "", "GET", "/", "", "", "", [], b"x" * size, 200, [], b"")

    request_log = RequestLog()
    for _ in range(KEPT + 10):
        request_log.record(entry(10))
    assert (len(request_log), request_log.last) == (KEPT, KEPT + 10)
    for _ in range(100):
        request_log.record(entry(1_000_000))
    assert sum(len(one.body) for one in request_log) <= KEPT_BYTES
    assert next(iter(request_log)).document()["request"]["truncated"] is True
    assert len(next(iter(request_log)).document()["request"]["body"]) == LONGEST_BODY


def test_the_export_as_har_holds_every_request(api: Api, control: Asking) -> None:
    api.post("/contacts", PERSON)
    log = control.call("GET", "requests/export").json()["log"]
    assert log["version"] == "1.2"
    assert log["entries"][0]["request"]["postData"]["mimeType"] == "application/json"
    assert log["entries"][0]["response"]["status"] == 201


def test_the_export_as_a_test_is_a_test_that_passes(mock: MockClio, api: Api, control: Asking) -> None:
    with MockClio.of(mock.world.fork("again")) as other:
        api.post("/contacts", PERSON)
        api.get("/contacts", query="Quay")
        api.refused(404, "GET", "/contacts/1")
        code = control.call("GET", "requests/export", params={"form": "pytest"}).text
        names: dict[str, Any] = {}
        exec(compile(code, "exported", "exec"), names)
        names["test_the_recorded_requests"](other)
        assert len(other.world.table("contacts")) == len(mock.world.table("contacts"))


def test_the_export_as_curl_is_a_shell_script(api: Api, control: Asking) -> None:
    api.post("/contacts", {**PERSON, "first_name": "O'Neil"})
    script = control.call("GET", "requests/export", params={"form": "curl"}).text
    assert "Authorization: Bearer $MOCKCLIO_TOKEN" in script
    assert subprocess.run(["sh", "-n", "-c", script], check=False).returncode == 0


def test_a_misspelt_field_is_explained(mock: MockClio, control: Asking) -> None:
    mock.http.get("/api/v4/matters", params={"fields": "id,displaynumber,client{nam}"})
    result = why(control)
    assert result["near"][0] == {"place": "fields", "name": "displaynumber", "meant": result["near"][0]["meant"]}
    assert "display_number" in result["near"][0]["meant"]
    assert "name" in result["near"][1]["meant"]
    assert [rule["id"] for rule in result["rules"]] == ["fields.unknown-is-400"]


def test_a_parameter_and_an_attribute_that_are_passed_over_are_explained(mock: MockClio, control: Asking) -> None:
    mock.http.get("/api/v4/matters", params={"clientid": 5})
    assert "client_id" in why(control)["near"][0]["meant"]
    mock.http.post("/api/v4/contacts", json={"data": {**PERSON, "firstname": "Ann"}})
    assert "first_name" in why(control)["near"][0]["meant"]


def test_a_route_that_is_not_there_is_explained(mock: MockClio, control: Asking) -> None:
    mock.http.get("/api/v4/matter/5")
    assert why(control)["near"] == [{"place": "path", "name": "/matter/5", "meant": why(control)["near"][0]["meant"]}]
    assert "/matters/{id}" in why(control)["near"][0]["meant"]
    mock.http.delete("/api/v4/matters.json")
    assert why(control)["near"] == [{"place": "method", "name": "DELETE", "meant": ["GET", "POST"]}]


def test_a_missing_scope_is_explained(control: Asking) -> None:
    token = control.post("tokens", {"scopes": {"Contacts": "read"}})["access_token"]
    with control.with_token(token) as client:
        client.get("/api/v4/matters")
    assert why(control)["missing_scopes"] == ["Matters: read"]


def test_a_fault_is_explained(mock: MockClio, control: Asking) -> None:
    mock.faults.add("firewall")
    mock.http.get("/api/v4/matters")
    result = why(control)
    assert result["faults"][0]["kind"] == "firewall"
    assert "fault-1" in result["because"][0]


def test_the_filter_that_kept_a_record_out_is_named(mock: MockClio, api: Api, control: Asking) -> None:
    id = api.post("/contacts", PERSON)["id"]
    mock.http.get("/api/v4/contacts", params={"type": "Person", "query": "Harbour"})
    result = why(control, record=id)
    assert result["record"]["filters"] == [{"parameter": "query", "met": False}, {"parameter": "type", "met": True}] or {
        one["parameter"]: one["met"] for one in result["record"]["filters"]
    } == {"query": False, "type": True}
    assert any(f"contacts {id} is kept out by query" in reason for reason in result["because"])
    mock.http.get("/api/v4/contacts", params={"query": "Quay"})
    assert all(one["met"] for one in why(control, record=id)["record"]["filters"])


def test_requests_of_a_world_are_forgotten(api: Api, control: Asking) -> None:
    api.get("/contacts")
    assert control.delete("requests") == {"removed": 1}
    assert control.get("requests") == {"requests": [], "kept": 0, "last": 1}

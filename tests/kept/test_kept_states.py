"""A state that 0.1.0 saved: a mock goes on from it as if nothing had happened, and what is saved today has every key that it had then."""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.client import FileStore, Tokens, Upload
from tests.kept.filling import HOOK, LEASE, NOW, REDIRECT, call, control, fill
from tests.kept.reading import KEPT, document, keys, lost, verb

STATE = document("state.json")
CONTACT, MATTER, DELETED = 1048868, 1048875, 1048882
TOKENS = [row["value"] for row in STATE["_tokens"].values()]
DEV, SCOPED, OLD, EXPIRED, REVOKED, STRUCK, STORED = TOKENS


@pytest.fixture
def mock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MockClio]:
    """A mock of the kept state, which sends nothing by itself; what it saves lies in a folder of the test."""
    monkeypatch.chdir(tmp_path)
    with MockClio(str(KEPT / "state.json")) as mock:
        mock.webhooks.automatic = False
        yield mock


def status(mock: MockClio, path: str, token: str = DEV) -> int:
    return mock.http.get(f"/api/v4{path}", headers={"Authorization": f"Bearer {token}"}).status_code


def saved(mock: MockClio, name: str) -> Any:
    path = control(mock.http, "POST", "states", {"name": name})["path"]
    return json.loads(Path(path).read_text("utf-8"))


# --- rows ----------------------------------------------------------------------------------------------------------------------------


def test_a_contact_is_there_with_all_that_it_holds(mock: MockClio) -> None:
    fields = (
        "id,type,name,is_client,created_at,email_addresses{id,name,address,primary},phone_numbers{id,number},addresses{id,street,city},"
        "custom_field_values{id,value},account_balances{id,balance}"
    )
    assert call(mock.http, "GET", f"/contacts/{CONTACT}", fields=fields) == {
        "id": CONTACT,
        "type": "Person",
        "name": "Ann Quay",
        "is_client": True,
        "created_at": "2026-06-01T09:00:00-04:00",
        "email_addresses": [{"id": 1048870, "name": "Work", "address": "ann@quay.test", "primary": True}],
        "phone_numbers": [{"id": 1048871, "number": "+1 212 555 0100"}],
        "addresses": [{"id": 1048869, "street": "1 Pier", "city": "New York"}],
        "custom_field_values": [{"id": "text_line-1048872", "value": "green"}],
        "account_balances": [{"id": 1048588, "balance": 100.0}, {"id": 1048589, "balance": 500.0}],
    }
    assert status(mock, f"/contacts/{DELETED}") == 404


def test_a_matter_is_there_with_its_number_and_what_was_worked_and_paid(mock: MockClio) -> None:
    fields = "display_number,description,location,client{name},custom_field_values{id,value}"
    assert call(mock.http, "GET", f"/matters/{MATTER}", fields=fields) == {
        "display_number": "00001-Quay",
        "description": "Lease of the quay",
        "location": "Pier 7",
        "client": {"name": "Ann Quay"},
        "custom_field_values": [{"id": "numeric-1048877", "value": 7}],
    }
    assert call(mock.http, "GET", "/activities", fields="type,quantity,price,total,billed,bill{id}") == [
        {"type": "TimeEntry", "quantity": 5400, "price": 300, "total": 450.0, "billed": True, "bill": {"id": 1048890}},
        {"type": "ExpenseEntry", "quantity": 1, "price": 12.5, "total": 12.5, "billed": False, "bill": None},
    ]
    assert call(mock.http, "GET", "/bills", fields="number,state,total,paid,balance,due_at,client{id}") == [
        {
            "number": "1",
            "state": "awaiting_payment",
            "total": 450.0,
            "paid": 100.0,
            "balance": 350.0,
            "due_at": "2026-07-01",
            "client": {"id": CONTACT},
        }
    ]
    next_one = call(mock.http, "POST", "/matters", {"client": {"id": CONTACT}, "description": "Second"}, fields="display_number")
    assert next_one == {"display_number": "00002-Quay"}


def test_the_money_goes_on(mock: MockClio) -> None:
    control(mock.http, "POST", "payments", {"bills": [1048890]})
    assert call(mock.http, "GET", "/bills/1048890", fields="state,paid,balance") == {"state": "paid", "paid": 450.0, "balance": 0.0}


def test_a_series_keeps_what_was_changed_and_cancelled(mock: MockClio) -> None:
    window = {"expanded": "true", "from": NOW, "to": "2026-07-01T00:00:00Z", "fields": "id,summary"}
    assert mock.http.get("/api/v4/calendar_entries.json", params=window).json()["data"] == [
        {"id": "1048904-20260602T130000Z", "summary": "Talk"},
        {"id": "1048904-20260609T130000Z", "summary": "Long talk"},
        {"id": "1048904-20260623T130000Z", "summary": "Talk"},
    ]


def test_ids_go_on(mock: MockClio) -> None:
    last = STATE["_default"]["1"]["last_id"]
    made = call(mock.http, "POST", "/practice_areas", {"name": "Harbors"})["id"]
    assert (last, made) == (1048923, 1048924)


def test_bytes_are_there_and_uploads_go_on(mock: MockClio) -> None:
    location = mock.http.get("/api/v4/documents/1048898/download").headers["Location"]
    assert mock.http.get(location).content == LEASE
    assert call(mock.http, "GET", "/documents", fields="name,size") == [{"name": "lease.txt", "size": len(LEASE)}]
    control(mock.http, "POST", "storage", {"answers": True})
    version = call(mock.http, "GET", "/documents/1048902", fields="latest_document_version{uuid,multiparts}")["latest_document_version"]
    first = b"\0" * 5 * 1024**2
    headers = {header["name"]: header["value"] for header in version["multiparts"][0]["put_headers"]}
    assert mock.http.put(version["multiparts"][0]["put_url"], content=first, headers=headers).status_code == 200
    call(mock.http, "PATCH", "/documents/1048902", {"uuid": version["uuid"], "fully_uploaded": True})
    location = mock.http.get("/api/v4/documents/1048902/download").headers["Location"]
    assert mock.http.get(location).content == first + LEASE


def test_an_upload_that_stopped_is_taken_up_again(mock: MockClio) -> None:
    upload = Upload.load(KEPT / "upload.json")
    control(mock.http, "POST", "storage", {"answers": True})
    deed = b"A deed that takes two steps"
    done = mock.client.documents.upload(deed, name="deed.txt", parent={"id": 1048656, "type": "Folder"}, resume=upload)
    assert (done.id, call(mock.http, "GET", f"/documents/{done.id}", fields="name,size")) == (1048920, {"name": "deed.txt", "size": 27})


def test_the_nonce_of_a_click_is_good_once(mock: MockClio) -> None:
    (nonce,) = [row["nonce"] for row in STATE["_custom_action_nonces"].values()]
    nonce_path = f"/matters/{MATTER}?custom_action_nonce={nonce}"
    assert [status(mock, nonce_path), status(mock, nonce_path)] == [200, 403]


# --- who may open it -----------------------------------------------------------------------------------------------------------------


def test_each_token_opens_what_it_opened(mock: MockClio) -> None:
    opened = {token: [status(mock, path, token) for path in ("/contacts", "/calendars")] for token in TOKENS}
    assert opened == {
        DEV: [200, 200],
        SCOPED: [200, 403],
        OLD: [200, 200],
        EXPIRED: [401, 401],
        REVOKED: [401, 401],
        STRUCK: [401, 401],
        STORED: [200, 200],
    }
    control(mock.http, "POST", "clock", {"advance": "1d"})
    assert [status(mock, "/contacts", token) for token in (DEV, OLD)] == [200, 401]


def test_a_code_and_a_refresh_token_still_give_tokens(mock: MockClio) -> None:
    client = {"client_id": "dev-client", "client_secret": "dev-secret"}
    (code,) = [row["value"] for row in STATE["_codes"].values()]
    exchanged = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    refresh = STATE["_refresh_tokens"]["1"]["value"]
    for grant in (exchanged, {"grant_type": "refresh_token", "refresh_token": refresh}):
        answer = mock.http.post("/oauth/token", data={**grant, **client})
        assert answer.status_code == 200, answer.text
        assert answer.json()["access_token"] not in TOKENS
        assert status(mock, "/contacts", answer.json()["access_token"]) == 200
    assert mock.http.post("/oauth/token", data={**exchanged, **client}).status_code == 400


def test_a_changed_application_is_as_it_was(mock: MockClio) -> None:
    assert control(mock.http, "PATCH", "applications/strict-client", {}) == {
        "client_id": "strict-client",
        "name": "Strict client",
        "redirect_uris": ["http://127.0.0.1:3000/oauth/callback"],
        "any_loopback": False,
        "scopes": {"Contacts": "read"},
        "deauthorization_url": "https://app.test/goodbye",
        "auto_approve": "",
        "redirect_hosts": [],
        "region": "us",
    }


def test_a_file_of_tokens_is_read(mock: MockClio, tmp_path: Path) -> None:
    store = FileStore(shutil.copy(KEPT / "tokens.json", tmp_path / "tokens.json"))
    store.path.chmod(0o600)
    tokens = store.load()
    assert tokens == Tokens(STORED, STATE["_refresh_tokens"]["6"]["value"], 1782910800.0)
    store.save(tokens)
    assert json.loads(store.path.read_text()) == document("tokens.json")


# --- settings, clock and faults ------------------------------------------------------------------------------------------------------


def test_the_clock_stands_where_it_stood_and_the_settings_are_kept(mock: MockClio) -> None:
    assert control(mock.http, "GET", "clock") == {
        "now": NOW,
        "frozen": True,
        "agenda": [
            {"at": "2026-06-01T13:02:00Z", "kind": "webhooks.due", "payload": {"delivery": 3, "attempt": 2}},
            {"at": "2026-06-04T13:00:00Z", "kind": "webhooks.due", "payload": {"delivery": 7, "attempt": 1}},
        ],
    }
    assert mock.http.get("/api/v4/contacts.json").headers["X-RateLimit-Limit"] == "40"
    assert control(mock.http, "POST", "storage", {}) == {"answers": False}
    assert control(mock.http, "POST", "lenient_bodies", {}) == {"lenient": True}
    assert mock.http.post("/api/v4/contacts.json", json={"type": "Company", "name": "No data around it"}).status_code == 201


def test_faults_are_as_they_were(mock: MockClio) -> None:
    chance = {"kind": "latency", "delay": 2.5, "spread": 0.5, "distribution": "uniform", "tag": "Notes", "probability": 0.25, "count": 3}
    times = {"begins": "2026-06-01T13:10:00Z", "ends": "2026-06-01T13:11:00Z"}
    away: dict[str, Any] = {"kind": "status", "status": 503, "message": "Tasks are away", "retry_after": 9, "operation": "Task#*"}
    down: dict[str, Any] = {"kind": "status", "status": 503, "message": "Down for maintenance", "retry_after": 300, "preset": "maintenance"}
    assert control(mock.http, "GET", "faults")["faults"] == [
        {**away, "id": "fault-1", "probability": 1.0, "hits": 1},
        {"id": "fault-2", "kind": "rate-limit", "status": 429, "retry_after": 60, "method": "GET", "path": "/api/v4/bills*"}
        | {**times, "probability": 1.0, "hits": 0},
        {**chance, "id": "fault-3", "hits": 0, "token": "dev-****"},
        {**down, "id": "fault-4", "path": "/api/v4/reports*", "probability": 1.0, "hits": 0},
        {"id": "fault-5", "kind": "expired-token", "probability": 1.0, "count": 1, "hits": 1, "token": f"{STRUCK[:4]}****"},
    ]
    struck = mock.http.get("/api/v4/tasks.json")
    assert (struck.status_code, struck.headers["Retry-After"]) == (503, "9")
    assert struck.json()["error"]["message"] == "Tasks are away"
    control(mock.http, "POST", "clock", {"advance": "10m"})
    assert status(mock, "/bills") == 429
    assert control(mock.http, "POST", "faults", {"status": 500, "path": "/api/v4/bills*"})["faults"][0]["id"] == "fault-6"


# --- webhooks ------------------------------------------------------------------------------------------------------------------------


def receiver(received: list[tuple[str, bool]]) -> Callable[..., Iterable[bytes]]:
    """Notes the name in each post, and whether the webhook's secret signed it."""
    secret = STATE["webhooks"]["1048909"]["shared_secret"]

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        signed = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest() == environ["HTTP_X_HOOK_SIGNATURE"]
        received.append((json.loads(body)["data"]["name"], signed))
        start_response("200 OK", [])
        return [b""]

    return application


def test_deliveries_are_as_they_were(mock: MockClio) -> None:
    assert list(mock.world.table("_deliveries")) == list(STATE["_deliveries"].values())
    states = [row["state"] for row in STATE["_deliveries"].values()]
    assert states == ["delivered", "delivered", "waiting", "delivered", "delivered", "dropped", "waiting", "owed", "owed"]


def test_what_was_owed_is_sent_and_signed(mock: MockClio) -> None:
    received: list[tuple[str, bool]] = []
    mock.webhooks.mount(HOOK, receiver(received))
    control(mock.http, "POST", "webhooks/deliver")
    assert received == [("Owed Ltd", True), ("Held Ltd", True)]
    control(mock.http, "POST", "clock", {"advance": "2m"})
    assert received[2:] == [("Waiting Ltd", True)]
    delivery = control(mock.http, "GET", "webhooks/deliveries", record=1048912)["deliveries"][0]
    assert [(attempt["at"], attempt["status"]) for attempt in delivery["attempts"]] == [(NOW, 500), ("2026-06-01T13:02:00Z", 200)]


def test_deliveries_and_decisions_go_on(mock: MockClio) -> None:
    mock.webhooks.mount(HOOK, receiver([]))
    known = {
        "sequence": 61,
        "at": NOW,
        "model": "contact",
        "event": "updated",
        "record": 1048910,
        "webhook": 1048909,
        "sent": True,
        "reason": "sent",
        "explanation": "A delivery was queued.",
        "delivery": 4,
        "state": "delivered",
        "outcome": "answered with 200",
    }
    assert control(mock.http, "GET", "webhooks/why", record=1048910)["changes"][-1] == known
    call(mock.http, "PATCH", "/contacts/1048910", {"title": "Not watched, and not the first change"})
    last = control(mock.http, "GET", "webhooks/why", record=1048910)["changes"][-1]
    assert (last["sequence"], last["reason"]) == (72, "unwatched")
    made = call(mock.http, "POST", "/contacts", {"type": "Company", "name": "New Ltd"})["id"]
    assert control(mock.http, "GET", "webhooks/deliveries", record=made)["deliveries"][0]["id"] == 10


def test_delivery_faults_that_were_set_are_still_to_come(mock: MockClio) -> None:
    assert control(mock.http, "GET", "webhooks/interventions")["interventions"] == list(STATE["_interventions"].values())
    call(mock.http, "PATCH", "/contacts/1048910", {"name": "Renamed Ltd"})
    mock.webhooks.mount(HOOK, receiver([]))
    control(mock.http, "POST", "webhooks/deliver")
    assert call(mock.http, "GET", "/webhooks/1048909", fields="status")["status"] == "suspended"


# --- the format ----------------------------------------------------------------------------------------------------------------------


def test_a_state_that_is_opened_and_saved_again_loses_nothing(mock: MockClio) -> None:
    assert list(lost(STATE, saved(mock, "again"))) == []
    verb("state", "diff", KEPT / "state.json", Path(".mockclio", "states", "again.json"))


def test_a_state_that_is_loaded_into_a_running_server_and_saved_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".mockclio", "states").mkdir(parents=True)
    still = json.dumps({**STATE, "_deliveries": {key: row for key, row in STATE["_deliveries"].items() if row["state"] != "owed"}})
    Path(".mockclio", "states", "old.json").write_text(still)
    with MockClio("empty") as running:
        verb("state", "load", "old", url=running.url)
        verb("state", "save", "new", url=running.url)
        assert "old" in verb("state", "list", url=running.url).stdout
    new = json.loads(Path(".mockclio", "states", "new.json").read_text())
    assert list(lost(json.loads(still), new)) == []


def test_what_is_saved_today_has_every_key_of_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same calls that made the sample, on a new mock: a key that got another name in the code would be missing."""
    monkeypatch.chdir(tmp_path)
    with MockClio("empty", at=NOW) as mock:
        fill(mock.http)
        assert keys(STATE) - keys(saved(mock, "today")) == set()

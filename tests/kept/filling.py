"""The calls that fill the kept worlds, over HTTP alone: the same on a mock in this process and on a server."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

NOW = "2026-06-01T13:00:00Z"
HOOK = "http://127.0.0.1:9/hook"
"""Nobody listens at this address. Delivery faults answer in place of a receiver."""
REDIRECT = "http://127.0.0.1:9999/callback"
LEASE = b"The lease of the quay"
PROGRAM = """
import os, urllib.request
for path in ("/matters.json?limit=1&order=id(asc)", "/tasks.json"):
    asked = urllib.request.Request(os.environ["CLIO_API_URL"] + path, headers={"Authorization": "Bearer " + os.environ["CLIO_TOKEN"]})
    urllib.request.urlopen(asked).read()
"""
"""What `mockclio run` runs, to have a coverage."""
Data = dict[str, Any]


def fill(http: httpx.Client) -> None:
    """Fill a world of the firm `empty` with a little of everything that a file has to keep."""
    control(http, "POST", "clock", {"set": NOW, "frozen": True})
    contact, matter = _people(http)
    _work(http, matter)
    _money(http, matter, contact)
    _documents(http, matter)
    _calendar(http, matter)
    _reports(http)
    _webhooks(http)
    _access(http)
    control(http, "POST", "rate_limit", {"limit": 40})
    control(http, "POST", "lenient_bodies", {"lenient": True})
    control(http, "POST", "storage", {"answers": False})
    _faults(http)


def control(http: httpx.Client, method: str, path: str, body: Data | None = None, **query: Any) -> Data:
    """What a control route answers."""
    return _json(http.request(method, f"/_mockclio/{path}", json=body, params=query))


def call(http: httpx.Client, method: str, path: str, data: Data | None = None, fields: str = "id") -> Any:
    """The data of an answer of the API."""
    body = None if data is None else {"data": data}
    return _json(http.request(method, f"/api/v4{path}.json", params={"fields": fields}, json=body))["data"]


def _json(response: httpx.Response) -> Data:
    assert response.is_success, f"{response.request.method} {response.request.url}: {response.status_code} {response.text}"
    result: Data = response.json()
    return result


def _people(http: httpx.Client) -> tuple[int, int]:
    """A client with details and a custom value, a matter with a number, and a contact that is gone."""
    eye = call(http, "POST", "/custom_fields", {"name": "Eye colour", "field_type": "text_line", "parent_type": "Contact"})["id"]
    berth = call(http, "POST", "/custom_fields", {"name": "Berth", "field_type": "numeric", "parent_type": "Matter"})["id"]
    ann: Data = {
        "type": "Person",
        "first_name": "Ann",
        "last_name": "Quay",
        "email_addresses": [{"name": "Work", "address": "ann@quay.test", "default_email": True}],
        "phone_numbers": [{"name": "Home", "number": "+1 212 555 0100", "default_number": True}],
        "addresses": [{"name": "Home", "street": "1 Pier", "city": "New York", "province": "NY", "postal_code": "10004", "country": "US"}],
        "custom_field_values": [{"value": "green", "custom_field": {"id": eye}}],
    }
    contact = call(http, "POST", "/contacts", ann)["id"]
    lease: Data = {
        "client": {"id": contact},
        "description": "Lease of the quay",
        "matter_budget": {"budget": 400, "notify_users": True, "notification_threshold": 50},
        "custom_field_values": [{"value": 7, "custom_field": {"id": berth}}],
    }
    matter = call(http, "POST", "/matters", lease)["id"]
    call(http, "PATCH", f"/matters/{matter}", {"location": "Pier 7"})
    deleted = call(http, "POST", "/contacts", {"type": "Company", "name": "Gone Ltd"})["id"]
    assert http.delete(f"/api/v4/contacts/{deleted}").status_code == 204
    return contact, matter


def _work(http: httpx.Client, matter: int) -> None:
    owner = call(http, "GET", "/users/who_am_i")["id"]
    task = {"name": "Read the lease", "description": "All of it", "assignee": {"id": owner, "type": "User"}, "matter": {"id": matter}}
    call(http, "POST", "/tasks", {**task, "due_at": "2026-06-09"})
    action = {"label": "Send to the harbor", "target_url": "https://harbor.test/send", "ui_reference": "matters/show"}
    clicked = call(http, "POST", "/custom_actions", action)["id"]
    control(http, "POST", f"custom_actions/{clicked}/click", {"subject": matter})
    call(http, "POST", "/notes", {"type": "Matter", "matter": {"id": matter}, "subject": "Call", "detail": "Ann will come"})


def _money(http: httpx.Client, matter: int, contact: int) -> None:
    """Billed, paid and unbilled work, and money in trust."""
    work: Data = {"matter": {"id": matter}, "date": "2026-06-01"}
    call(http, "POST", "/activities", {**work, "type": "TimeEntry", "quantity": 5400, "price": 300.0, "note": "Reading"})
    bill = control(http, "POST", "bills", {"matters": [matter], "state": "awaiting_payment"})["data"]["id"]
    control(http, "POST", "payments", {"bills": [bill], "amount": 100})
    call(http, "POST", "/activities", {**work, "type": "ExpenseEntry", "quantity": 1, "price": 12.5, "note": "Copies"})
    accounts = call(http, "GET", "/bank_accounts", fields="id,type")
    trust = next(account["id"] for account in accounts if account["type"] == "Trust")
    deposit = {"bank_account": {"id": trust}, "date": "2026-06-01", "amount": 500, "matter": {"id": matter}, "client": {"id": contact}}
    call(http, "POST", "/bank_transactions", {**deposit, "source": "Ann Quay"})


def _documents(http: httpx.Client, matter: int) -> None:
    """A document with its bytes, one in the trash, and an upload of which the second part is there and the first is not."""
    folder = call(http, "GET", f"/matters/{matter}", fields="folder{id}")["folder"]["id"]
    kept = _announce(http, folder, "lease.txt")
    version = kept["latest_document_version"]
    _put(http, version, LEASE)
    call(http, "PATCH", f"/documents/{kept['id']}", {"uuid": version["uuid"], "fully_uploaded": True})
    trashed = _announce(http, folder, "draft.txt")
    assert http.delete(f"/api/v4/documents/{trashed['id']}").status_code == 204
    parts = [{"part_number": 1, "content_length": 5 * 1024**2}, {"part_number": 2, "content_length": len(LEASE)}]
    large = _announce(http, folder, "large.bin", multiparts=parts)
    _put(http, large["latest_document_version"]["multiparts"][1], LEASE)


def _announce(http: httpx.Client, folder: int, name: str, **more: Any) -> Data:
    fields = "id,latest_document_version{id,uuid,put_url,put_headers,multiparts}"
    announced: Data = call(http, "POST", "/documents", {"name": name, "parent": {"id": folder, "type": "Folder"}, **more}, fields)
    return announced


def _put(http: httpx.Client, place: Data, content: bytes) -> None:
    headers = {header["name"]: header["value"] for header in place["put_headers"]}
    assert http.put(place["put_url"], content=content, headers=headers).status_code == 200


def _calendar(http: httpx.Client, matter: int) -> None:
    """A weekly entry of which one date is changed and another is cancelled."""
    firm = next(one["id"] for one in call(http, "GET", "/calendars", fields="id,type") if one["type"] == "AccountCalendar")
    times = {"start_at": "2026-06-02T09:00:00-04:00", "end_at": "2026-06-02T10:30:00-04:00"}
    body = {"summary": "Talk", **times, "calendar_owner": {"id": firm}, "matter": {"id": matter}, "recurrence_rule": "FREQ=WEEKLY;COUNT=4"}
    series = call(http, "POST", "/calendar_entries", body)["id"]
    call(http, "PATCH", f"/calendar_entries/{series}-20260609T130000Z", {"summary": "Long talk"})
    assert http.delete(f"/api/v4/calendar_entries/{series}-20260616T130000Z").status_code == 204


def _reports(http: httpx.Client) -> None:
    preset = call(http, "POST", "/report_presets", {"name": "Mine", "kind": "matter", "format": "csv", "options": {"date_range": "today"}})
    daily = {"frequency": "daily", "time_of_day": "2026-06-01T10:30:00-04:00", "time_zone": "America/New_York"}
    call(http, "POST", "/report_schedules", {**daily, "report_preset_id": preset["id"]})
    report = call(http, "POST", "/reports", {"kind": "matter", "format": "csv"})
    call(http, "GET", f"/reports/{report['id']}", fields="id,state")


def _webhooks(http: httpx.Client) -> None:
    """Deliveries that were made, that wait for another attempt, that delivery faults hold back or dropped; and faults that are left."""

    def add_fault(action: str, **terms: Any) -> None:
        control(http, "POST", "webhooks/interventions", {"action": action, **terms})

    def hear(name: str) -> int:
        made: int = call(http, "POST", "/contacts", {"type": "Company", "name": name})["id"]
        return made

    def sent() -> None:
        control(http, "POST", "webhooks/deliver")
        while control(http, "GET", "webhooks/deliveries", state="owed")["deliveries"]:  # a server has threads that send
            continue

    add_fault("respond", event="handshake", answers=[200])
    hook = {"url": HOOK, "model": "contact", "fields": "id,name", "events": ["created", "updated"]}
    webhook = call(http, "POST", "/webhooks", hook, fields="id")["id"]
    sent()
    assert call(http, "GET", f"/webhooks/{webhook}", fields="status")["status"] == "enabled"
    add_fault("respond", event="created", answers=[200, {"status": 500, "headers": {"X-Why": "full"}, "body": "no room"}])
    first = hear("Delivered Ltd")
    hear("Waiting Ltd")
    sent()
    add_fault("respond", event="updated", answers=[200, 200])
    call(http, "PATCH", f"/contacts/{first}", {"title": "Not watched, but the first change"})
    sent()
    deliveries = control(http, "GET", "webhooks/deliveries", record=first, event="updated")["deliveries"]
    control(http, "POST", f"webhooks/deliveries/{deliveries[0]['id']}/resend")
    sent()
    add_fault("drop")
    hear("Dropped Ltd")
    add_fault("delay", by="3d")
    hear("Late Ltd")
    add_fault("reorder", times=2)
    hear("Held Ltd")
    add_fault("respond", event="updated", answers=[410, None])


def _access(http: httpx.Client) -> None:
    """Tokens that live, are about to expire, have expired and are revoked; a code that nobody has used; a changed application."""
    control(http, "POST", "tokens", {"scopes": {"Contacts": "read", "Matters": "write"}})
    control(http, "POST", "tokens", {"age": "29d"})
    control(http, "POST", "tokens", {"age": "31d"})
    revoked = control(http, "POST", "tokens", {"region": "eu"})
    control(http, "POST", "tokens/revoke", {"token": revoked["access_token"]})
    changes = {"scopes": {"Contacts": "read"}, "deauthorization_url": "https://app.test/goodbye"}
    control(http, "PATCH", "applications/strict-client", changes)
    code(http)


def code(http: httpx.Client) -> str:
    """A new authorization code of dev-client, from the consent page."""
    params = {"response_type": "code", "client_id": "dev-client", "redirect_uri": REDIRECT, "state": "xyz"}
    page = http.get("/oauth/authorize", params=params)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text))
    user = re.findall(r'<option value="(\d+)">', page.text)[0]
    answer = http.post("/oauth/authorize", data={**fields, "user_id": user, "decision": "allow"})
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def _faults(http: httpx.Client) -> None:
    """A fault that struck, one that will begin later, one of chance for a token, and those of a preset; one number was used and is free."""
    control(http, "POST", "faults", {"status": 503, "operation": "Task#*", "message": "Tasks are away", "retry_after": 9})
    assert http.get("/api/v4/tasks.json").status_code == 503
    control(http, "POST", "faults", {"kind": "rate-limit", "starts": "10m", "lasts": "60s", "method": "get", "path": "/api/v4/bills*"})
    chance = {"kind": "latency", "delay": 2.5, "spread": 0.5, "distribution": "uniform", "probability": 0.25, "count": 3}
    control(http, "POST", "faults", {**chance, "tag": "Notes", "token": "dev-token"})
    control(http, "POST", "faults", {"preset": "maintenance", "path": "/api/v4/reports*"})
    spent = control(http, "POST", "tokens", {})["access_token"]
    control(http, "POST", "faults", {"kind": "expired-token", "token": spent})
    assert http.get("/api/v4/users/who_am_i.json", headers={"Authorization": f"Bearer {spent}"}).status_code == 401
    last = control(http, "POST", "faults", {"kind": "cut", "path": "/nowhere"})["faults"][0]["id"]
    control(http, "DELETE", f"faults/{last}")

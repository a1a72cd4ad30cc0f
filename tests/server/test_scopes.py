"""What a token's scopes open, and what stays hidden."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mockclio import MockClio
from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.server.scopes import BESIDES
from tests.api import Api

FORBIDDEN = {"error": {"type": "ForbiddenError", "message": "User is forbidden from taking that action"}}


class Limited:
    """Calls with a token of few scopes."""

    def __init__(self, mock: MockClio, scopes: dict[str, str]) -> None:
        self.mock = mock
        self.token = mock.http.post("/_mockclio/tokens", json={"scopes": scopes}).json()["access_token"]

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.mock.http.request(method, f"/api/v4{path}", headers={"Authorization": f"Bearer {self.token}"}, **options)


@pytest.fixture
def matter(api: Api) -> dict[str, Any]:
    client = api.post("/contacts", {"type": "Person", "first_name": "Ada", "last_name": "Byron"}, "id,name")
    made = api.post("/matters", {"client": {"id": client["id"]}, "description": "Engines"}, "id,display_number")
    return {**made, "client": client}


@pytest.mark.rule("scopes.missing-is-403")
@pytest.mark.parametrize("operation", sorted(operations().values(), key=lambda one: one.operation_id), ids=lambda one: one.operation_id)
def test_every_operation_is_closed_without_its_scope(mock: MockClio, operation: AnyOperation) -> None:
    other = "Calendars" if operation.collection.scope != "Calendars" else "Contacts"
    path = operation.path
    for name in operation.path_parameters:
        path = path.replace(f"{{{name}}}", "1048577")
    response = Limited(mock, {other: "write"}).call(operation.method, path, json={"data": {}})
    assert (response.status_code, response.json()) == (403, FORBIDDEN)


@pytest.mark.rule("scopes.missing-is-403")
def test_write_includes_read_and_read_does_not_include_write(mock: MockClio, matter: dict[str, Any]) -> None:
    path = f"/matters/{matter['id']}"
    reader, writer = Limited(mock, {"Matters": "read"}), Limited(mock, {"Matters": "write"})
    assert [limited.call("GET", path).status_code for limited in (reader, writer)] == [200, 200]
    statuses = [limited.call("PATCH", path, json={"data": {"description": "New"}}).status_code for limited in (reader, writer)]
    assert statuses == [403, 200]


@pytest.mark.rule("scopes.some-need-two")
@pytest.mark.parametrize("name", sorted(BESIDES))
def test_some_operations_need_two_scopes(mock: MockClio, matter: dict[str, Any], name: str) -> None:
    path = {
        "relationships": "/relationships",
        "clients": f"/matters/{matter['id']}/client",
        "matter_contacts": f"/matters/{matter['id']}/contacts",
        "related_contacts": f"/matters/{matter['id']}/related_contacts",
    }[name]
    assert Limited(mock, {"Matters": "write"}).call("GET", path).status_code == 403
    assert Limited(mock, {"Matters": "write", "Contacts": "read"}).call("GET", path).status_code == 200


@pytest.mark.rule("scopes.nested-records-are-redacted")
def test_a_nested_record_outside_the_scopes_shows_its_id_alone(mock: MockClio, matter: dict[str, Any]) -> None:
    shown = Limited(mock, {"Matters": "read"}).call("GET", f"/matters/{matter['id']}", params={"fields": "id,client{name,type}"})
    assert shown.json()["data"] == {"id": matter["id"], "client": {"id": matter["client"]["id"], "redacted": True}}


@pytest.mark.rule("scopes.nested-records-are-redacted")
def test_a_nested_matter_keeps_its_display_number_if_it_was_asked_for(mock: MockClio, api: Api, matter: dict[str, Any]) -> None:
    made = api.post("/activities", {"type": "TimeEntry", "date": "2026-06-01", "matter": {"id": matter["id"]}})
    limited = Limited(mock, {"Activities": "read"})
    path = f"/activities/{made['id']}"
    with_number = limited.call("GET", path, params={"fields": "matter{id,display_number,description}"}).json()["data"]
    assert with_number == {"matter": {"id": matter["id"], "display_number": matter["display_number"], "redacted": True}}
    without = limited.call("GET", path, params={"fields": "matter{description}"}).json()["data"]
    assert without == {"matter": {"id": matter["id"], "redacted": True}}


def test_redacted_may_be_asked_for_like_a_field(api: Api, matter: dict[str, Any]) -> None:
    assert api.get(f"/matters/{matter['id']}", "id,redacted") == {"id": matter["id"], "redacted": False}


def test_scopes_are_fixed_when_the_user_consents(mock: MockClio) -> None:
    from tests.oauth.flow import Flow

    flow = Flow(mock)
    mock.world.access.applications["dev-client"].permissions = {"Users": "read"}
    before = flow.login()
    mock.world.access.applications["dev-client"].permissions = None
    assert flow.get(before["access_token"], "/matters").status_code == 403
    refreshed = flow.token(grant_type="refresh_token", refresh_token=before["refresh_token"]).json()
    assert flow.get(refreshed["access_token"], "/matters").status_code == 403
    assert flow.get(flow.login()["access_token"], "/matters").status_code == 200


@pytest.mark.rule("scopes.rates-and-balances-are-redacted-alone")
@pytest.mark.parametrize(("field", "scope"), [("custom_rate", "Billing"), ("account_balances", "Accounting")])
def test_rates_and_balances_of_a_matter_are_the_mark_alone(
    mock: MockClio, api: Api, matter: dict[str, Any], field: str, scope: str
) -> None:
    owner = api.get("/users/who_am_i")["id"]
    rate = {"type": "HourlyRate", "rates": [{"user": {"id": owner}, "rate": 100}]}
    rated = api.post("/matters", {"client": {"id": matter["client"]["id"]}, "description": "Rated", "custom_rate": rate})["id"]
    every = dict.fromkeys(("Matters", "Contacts", "Users", "Billing", "Accounting"), "read")
    for path in (f"/matters/{matter['id']}", f"/matters/{rated}"):
        for selection in (field, f"{field}{{{'type' if field == 'custom_rate' else 'balance'}}}"):
            lacking = Limited(mock, {name: level for name, level in every.items() if name != scope})
            response = lacking.call("GET", path, params={"fields": selection})
            assert (response.status_code, response.json()["data"]) == (200, {field: {"redacted": True}})
            assert Limited(mock, every).call("GET", path, params={"fields": selection}).json()["data"][field] != {"redacted": True}


@pytest.mark.rule("scopes.values-without-their-scope-are-null")
def test_values_of_custom_fields_keep_their_id_and_nothing_else(mock: MockClio, api: Api, matter: dict[str, Any]) -> None:
    field = api.post("/custom_fields", {"name": "Court", "parent_type": "Matter", "field_type": "text_line"})["id"]
    value = {"custom_field": {"id": field}, "value": "High Court"}
    path, selection = "/matters", "custom_field_values{id,field_name,field_type,value,custom_field}"
    body = {"client": {"id": matter["client"]["id"]}, "description": "Suit", "custom_field_values": [value]}
    made = api.post(path, body, f"id,{selection}")
    (whole,) = made["custom_field_values"]
    assert (whole["field_name"], whole["value"]) == ("Court", "High Court")
    lacking = Limited(mock, {"Matters": "read", "Contacts": "read"})
    shown = lacking.call("GET", f"{path}/{made['id']}", params={"fields": selection}).json()["data"]["custom_field_values"]
    redacted = {"id": field, "redacted": True}
    assert shown == [{"id": whole["id"], "field_name": None, "field_type": None, "value": None, "custom_field": redacted}]


@pytest.mark.rule("scopes.nested-records-are-redacted")
def test_a_record_whose_type_is_not_fixed_is_opened_by_the_scope_of_its_type(mock: MockClio, api: Api, matter: dict[str, Any]) -> None:
    client, owner = matter["client"]["id"], api.get("/users/who_am_i")["id"]
    task = api.post("/tasks", {"name": "Call", "description": "Ring", "assignee": {"id": owner, "type": "User"}})["id"]
    calls = [{"id": client, "type": "Contact"}], [{"id": owner, "type": "User"}]
    sides = dict(zip(("senders", "receivers"), calls, strict=True))
    call = api.post("/communications", {"type": "PhoneCommunication", "subject": "Call", "body": "Hi", **sides})["id"]
    note = api.post("/notes", {"type": "Matter", "matter": {"id": matter["id"]}, "subject": "Plan"})["id"]
    entry = api.post("/activities", {"type": "TimeEntry", "date": "2026-06-01", "matter_note": {"id": note}})["id"]
    cases: list[tuple[str, str, str, Any]] = [
        ("Tasks", f"/tasks/{task}", "assignee{id,name,type}", {"id": owner, "redacted": True}),
        ("Communications", f"/communications/{call}", "senders{name,type}", [{"id": client, "redacted": True}]),
        ("Communications", f"/communications/{call}", "receivers", [{"id": owner, "redacted": True}]),
        ("Activities", f"/activities/{entry}", "subject{identifier}", {"id": note, "redacted": True}),
    ]
    for scope, path, fields, expected in cases:
        shown = Limited(mock, {scope: "read"}).call("GET", path, params={"fields": fields}).json()["data"]
        assert shown == {fields.partition("{")[0]: expected}


@pytest.mark.rule("scopes.parts-have-a-scope-of-their-own")
def test_what_a_bill_shows_of_its_client_is_opened_by_contacts(mock: MockClio, api: Api) -> None:
    client = api.post("/contacts", {"type": "Company", "name": "Quay", "addresses": [{"name": "Work", "city": "Dover"}]})["id"]
    matter = api.post("/matters", {"client": {"id": client}, "description": "Pier"})["id"]
    lines = [{"description": "Work", "price": 100, "quantity": 1, "matter": matter}]
    mock.http.post("/_mockclio/bills", json={"matters": [matter], "lines": lines}).raise_for_status()
    path, params = f"/bills/{api.get('/bills')[0]['id']}", {"fields": "client_addresses{city}"}
    shown = Limited(mock, {"Billing": "read"}).call("GET", path, params=params).json()["data"]["client_addresses"]
    whole = api.get(path, "client_addresses{id,city}")["client_addresses"]
    assert shown == [{"id": one["id"], "redacted": True} for one in whole] != []
    assert [one["city"] for one in whole] == ["Dover"]


@pytest.mark.rule("scopes.some-are-opened-by-either")
@pytest.mark.parametrize(("scope", "path"), [("Webhooks", "/webhooks"), ("Custom actions", "/custom_actions"), ("Api", "/webhooks")])
def test_a_portals_names_of_permissions_open_what_api_opens(mock: MockClio, scope: str, path: str) -> None:
    assert Limited(mock, {scope: "read"}).call("GET", path).status_code == 200
    assert Limited(mock, {scope: "read"}).call("POST", path, json={"data": {}}).status_code == 403


@pytest.mark.rule("scopes.some-are-opened-by-either")
@pytest.mark.parametrize("scope", ["Matters", "Contacts"])
def test_notes_and_log_entries_are_opened_by_either_scope(mock: MockClio, scope: str) -> None:
    limited = Limited(mock, {scope: "read"})
    assert [limited.call("GET", path).status_code for path in ("/notes?type=Contact", "/log_entries")] == [200, 200]


@pytest.mark.rule("scopes.some-need-two")
def test_a_relationship_that_is_nested_needs_both_scopes_too(mock: MockClio, api: Api, matter: dict[str, Any]) -> None:
    body = {"matter": {"id": matter["id"]}, "contact": {"id": matter["client"]["id"]}, "description": "Friend"}
    made = api.post("/relationships", body)["id"]
    path, params = f"/matters/{matter['id']}", {"fields": "relationships{description}"}
    one, both = Limited(mock, {"Matters": "read"}), Limited(mock, {"Matters": "read", "Contacts": "read"})
    assert one.call("GET", path, params=params).json()["data"] == {"relationships": [{"id": made, "redacted": True}]}
    assert both.call("GET", path, params=params).json()["data"] == {"relationships": [{"description": "Friend"}]}

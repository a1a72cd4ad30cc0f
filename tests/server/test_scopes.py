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

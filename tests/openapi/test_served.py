"""The document at `/openapi.json`: what generators read from a running mock."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from mockclio import MockClio
from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.openapi.export import document, render
from tests.contract.fuzzing.requests import all_fields
from tests.openapi.test_export import SHIPPED

LISTS = [one for one in operations().values() if one.kind in ("index", "single") and not one.path_parameters]
NEEDED = {"Note#index": {"type": "Matter"}, "LaukExpenseCategory#index": {"region": "london"}}
"""The parameters without which a list is refused."""


@pytest.fixture(scope="module")
def small() -> MockClio:
    return MockClio(firm="small")


@pytest.fixture(scope="module")
def exported() -> dict[str, Any]:
    return document()


def test_it_is_the_document_that_ships_with_the_address_of_the_server(mock: MockClio) -> None:
    response = mock.http.get("/openapi.json")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    own = str(mock.http.base_url).rstrip("/")
    assert response.json()["servers"][0]["url"] == f"{own}/api/v4"
    assert response.json()["components"]["securitySchemes"]["oauth"]["flows"]["authorizationCode"]["tokenUrl"] == f"{own}/oauth/token"
    assert response.content == render(server=own)
    assert response.content.replace(own.encode(), b"http://127.0.0.1:8428") == SHIPPED.read_bytes()


def test_it_is_there_as_3_0(mock: MockClio) -> None:
    assert mock.http.get("/openapi.json?version=3.0").json()["openapi"] == "3.0.3"
    assert mock.http.get("/openapi.json?version=3.1").json()["openapi"] == "3.1.0"


def test_another_version_is_refused(mock: MockClio) -> None:
    response = mock.http.get("/openapi.json?version=2.0")
    assert (response.status_code, response.json()["error"]["message"]) == (400, "version is 3.1 or 3.0, not '2.0'")


def test_it_is_only_read(mock: MockClio) -> None:
    assert mock.http.head("/openapi.json").status_code == 200
    assert mock.http.post("/openapi.json").status_code == 404


def test_it_is_open_as_the_api_is(mock: MockClio) -> None:
    assert mock.http.get("/openapi.json", headers={"Authorization": ""}).status_code == 200
    assert mock.http.get("/openapi.json", headers={"Origin": "https://page.test"}).status_code == 200
    assert mock.http.get("/openapi.json", headers={"Host": "page.test"}).status_code == 403


def test_a_server_that_is_not_asked_for_it_does_not_load_the_export() -> None:
    code = "import sys, mockclio.assembly as a; a.create_app(a.open_worlds('empty')); print('mockclio.openapi.export' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "False"


def test_the_date_of_a_conditional_read_is_what_the_server_takes(small: MockClio, exported: dict[str, Any]) -> None:
    schema = exported["components"]["parameters"]["IF-MODIFIED-SINCE"]["schema"]
    path = f"/api/v4/contacts/{small.http.get('/api/v4/contacts').json()['data'][0]['id']}"
    changed = small.http.get(path).headers["Last-Modified"]
    for value in (changed, *schema["examples"]):
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)
    assert small.http.get(path, headers={"If-Modified-Since": changed}).status_code == 304


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.operation_id)
def test_no_schema_contradicts_what_the_server_shows(small: MockClio, exported: dict[str, Any], one: AnyOperation) -> None:
    if one.operation_id == "ConversationMessage#index":
        conversations = small.http.get("/api/v4/conversations").json()["data"]
        needed = {"conversation_id": conversations[0]["id"]}
    else:
        needed = NEEDED.get(one.operation_id, {})
    shown = {"fields": all_fields(one.record)} if one.fields and not one.ids_only else {}
    response = small.http.get(f"/api/v4{one.path}.json", params={**shown, **needed})
    assert response.status_code == 200, response.text
    (media,) = exported["paths"][f"{one.path}.json"]["get"]["responses"]["200"]["content"].values()
    schema = {**media["schema"], "components": exported["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(response.json())

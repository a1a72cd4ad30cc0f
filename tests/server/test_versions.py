"""X-API-VERSION in and out."""

from __future__ import annotations

import httpx
import pytest

from mockclio import MockClio
from tests.api import Api
from tests.contract.support import Caller


def ask(mock: MockClio, version: str, path: str = "/matters") -> httpx.Response:
    return mock.http.get(f"/api/v4{path}", headers={"X-API-VERSION": version})


def test_the_newest_version_answers_by_default(mock: MockClio) -> None:
    assert mock.http.get("/api/v4/matters").headers["X-API-VERSION"] == "4.0.13"


@pytest.mark.parametrize("minor", range(14))
def test_every_known_version_is_answered_and_said(mock: MockClio, minor: int) -> None:
    response = ask(mock, f"4.0.{minor}")
    assert (response.status_code, response.headers["X-API-VERSION"]) == (200, f"4.0.{minor}")


@pytest.mark.rule("versions.bare-4-is-the-newest")
def test_a_bare_4_means_the_newest(mock: MockClio) -> None:
    assert ask(mock, "4").headers["X-API-VERSION"] == "4.0.13"


@pytest.mark.rule("versions.unknown-version-is-410")
@pytest.mark.parametrize("version", ["4.0.14", "4.1.0", "3.0.0", "4.0", "latest", "4.0.01", "4.0.-1"])
def test_any_other_version_is_gone(mock: MockClio, version: str) -> None:
    response = ask(mock, version)
    assert (response.status_code, response.json()["error"]["type"]) == (410, "InvalidVersionError")
    assert "4.0.0 to 4.0.13" in response.json()["error"]["message"]
    assert "X-API-VERSION" not in response.headers


@pytest.mark.rule("versions.endpoints-have-a-first-version")
@pytest.mark.parametrize("name", ["email_addresses", "phone_numbers"])
def test_the_lists_of_a_contact_came_with_4_0_11(mock: MockClio, api: Api, name: str) -> None:
    id = api.post("/contacts", {"type": "Company", "name": "Acme"})["id"]
    assert [ask(mock, version, f"/contacts/{id}/{name}").status_code for version in ("4.0.10", "4.0.11")] == [404, 200]


@pytest.mark.rule("versions.fields-come-and-go")
@pytest.mark.parametrize(
    ("path", "field", "without", "having"),
    [
        ("/bills", "matter_balances", "4.0.5", "4.0.4"),
        ("/documents", "document_versions", "4.0.6", "4.0.5"),
        ("/document_automations", "documents", "4.0.4", "4.0.5"),
        ("/activities", "quantity_redacted", "4.0.7", "4.0.8"),
    ],
)
def test_fields_come_and_go_with_the_versions(caller: Caller, path: str, field: str, without: str, having: str) -> None:
    def answer_of(version: str, fields: str) -> httpx.Response:
        return caller.mock.http.get(f"/api/v4{path}", params={"fields": fields}, headers={"X-API-VERSION": version})

    refused = answer_of(without, f"id,{field}")
    assert (refused.status_code, refused.json()["error"]["message"]) == (400, f"{field} is not a valid field")
    shown = answer_of(having, f"id,{field}")
    assert shown.status_code == 200
    assert all(list(row) == ["id", field] for row in shown.json()["data"])

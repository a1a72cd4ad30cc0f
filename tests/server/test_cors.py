"""`serve --cors`: pages of named origins use the API and read its answers; without it there is no such header, as at the service."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from mockclio import MockClio
from tests.guard import paths
from tests.guard.paths import Path

PAGE, OTHER = "https://app.example.test", "https://evil.test"


@pytest.fixture
def open_to_page(mock: MockClio) -> MockClio:
    settings = mock.app.extensions["worlds"].settings
    settings.host_policy = replace(settings.host_policy, origins=frozenset((PAGE,)))
    return mock


def cors(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


def preflight(mock: MockClio, path: Path, origin: str) -> httpx.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": path[0], "Access-Control-Request-Headers": "authorization,x-api-version"}
    return mock.http.request("OPTIONS", path[1], headers={**headers, "Authorization": ""})


THEIRS = [path for path in paths.ALL if path not in paths.OWN_PAGES and path != ("POST", "//_mockclio/worlds")]


@pytest.mark.parametrize("path", THEIRS, ids=" ".join)
def test_a_named_origin_may_ask_and_read_all_of_the_api(open_to_page: MockClio, path: Path) -> None:
    answer = preflight(open_to_page, path, PAGE)
    assert (answer.status_code, answer.content, answer.headers["Access-Control-Allow-Origin"]) == (204, b"", PAGE)
    assert path[0] in answer.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Headers"] == "authorization,x-api-version"
    answer = open_to_page.http.request(*path, headers={"Origin": PAGE})
    assert answer.headers.get("X-Mockclio-Rule") != "mock.guard"
    varies = "Accept, Origin" if path[1] == "/" else "Origin"  # the start page is HTML or JSON
    assert (answer.headers["Access-Control-Allow-Origin"], answer.headers["Vary"]) == (PAGE, varies)
    assert "X-RateLimit-Remaining" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", paths.OWN_PAGES, ids=" ".join)
def test_control_and_consent_are_never_a_named_origins(open_to_page: MockClio, path: Path) -> None:
    assert cors(preflight(open_to_page, path, PAGE)) == {}
    answer = open_to_page.http.request(*path, headers={"Origin": PAGE})
    assert (cors(answer), answer.status_code >= 400 or path[0] == "GET") == ({}, True)
    if path in paths.INTERFACE:
        assert (answer.status_code, answer.headers["X-Mockclio-Rule"]) == (403, "mock.guard")


@pytest.mark.parametrize("origin", [OTHER, "null", "http://app.example.test", "https://app.example.test:444", f"{PAGE}.evil.test", ""])
def test_another_origin_reads_nothing(open_to_page: MockClio, origin: str) -> None:
    for path in (("GET", "/api/v4/matters.json"), ("POST", "/api/v4/contacts.json")):
        assert cors(preflight(open_to_page, path, origin)) == {}
        assert cors(open_to_page.http.request(*path, headers={"Origin": origin}, json={"data": {}})) == {}
    refused = open_to_page.http.post("/api/v4/contacts.json", headers={"Origin": origin}, json={"data": {}})
    assert (refused.status_code, refused.headers["X-Mockclio-Rule"]) == (403, "mock.guard")


def test_without_it_no_answer_has_such_a_header(mock: MockClio) -> None:
    for path in THEIRS[:20]:
        assert preflight(mock, path, "http://localhost:5173").status_code == 404
        answer = mock.http.request(*path, headers={"Origin": "http://localhost:5173"})
        assert (cors(answer), "Vary" in answer.headers) == ({}, False)


def test_answers_without_an_origin_differ_by_it(open_to_page: MockClio) -> None:
    answer = open_to_page.http.get("/api/v4/matters.json")
    assert (cors(answer), answer.headers["Vary"]) == ({}, "Origin")


def test_refusals_and_faults_can_be_read_too(open_to_page: MockClio) -> None:
    for headers in ({"Authorization": ""}, {"X-Mockclio-Fault": "503"}, {"X-Mockclio-Fault": "firewall"}):
        answer = open_to_page.http.get("/api/v4/matters.json", headers={"Origin": PAGE, **headers})
        assert (answer.status_code >= 400, answer.headers["Access-Control-Allow-Origin"]) == (True, PAGE)

"""Behind a proxy: `--base-url` and X-Forwarded-* of trusted proxies. Without a flag no such header counts."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.store.settings import ServerSettings
from tests.api import Api

BASE = "https://mock.example.test"
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "mock.example.test", "X-Forwarded-For": "203.0.113.7"}
CLIO = {"Host": "eu.app.clio.com"}


@pytest.fixture
def settings(mock: MockClio) -> ServerSettings:
    settings: ServerSettings = mock.app.extensions["worlds"].settings
    settings.host_policy = replace(settings.host_policy, hosts=frozenset(("mock.example.test",)))
    return settings


def trust(settings: ServerSettings, *networks: str) -> None:
    settings.trusted_proxies = tuple(map(ip_network, networks))


def next_page(mock: MockClio, **headers: str) -> str:
    answer = mock.http.get("/api/v4/currencies.json", params={"limit": 1}, headers=headers)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["meta"]["paging"]["next"]).partition("/api/")[0]


def test_without_a_flag_no_forwarded_header_counts(mock: MockClio, settings: ServerSettings) -> None:
    assert next_page(mock, **FORWARDED, **{"X-Forwarded-Port": "444"}) == "http://mockclio.test"


def test_all_addresses_begin_with_the_base_url(mock: MockClio, api: Api, settings: ServerSettings) -> None:
    settings.base_url, settings.host_policy = BASE, replace(settings.host_policy, own=BASE)
    assert next_page(mock) == next_page(mock, Host="mock.example.test") == next_page(mock, **FORWARDED, Host="localhost") == BASE
    folder = api.get("/folders", limit=1)[0]["id"]
    made = api.post("/documents", {"name": "a.pdf", "parent": {"id": folder, "type": "Folder"}}, "latest_document_version{put_url}")
    assert made["latest_document_version"]["put_url"].startswith(f"{BASE}/_storage/")


def test_pages_of_the_base_url_are_the_servers_own(mock: MockClio, settings: ServerSettings) -> None:
    person: dict[str, Any] = {"json": {"data": {"type": "Person", "name": "Ada King"}}}

    def post(origin: str) -> int:
        return mock.http.post("/api/v4/contacts.json", headers={"Origin": origin, "Host": "localhost"}, **person).status_code

    assert post(BASE) == 403
    settings.base_url, settings.host_policy = BASE, replace(settings.host_policy, own=BASE)
    assert (post(BASE), post("http://mock.example.test"), post("https://evil.test")) == (201, 403, 403)


def test_a_trusted_proxy_says_scheme_and_host(mock: MockClio, settings: ServerSettings) -> None:
    trust(settings, "10.0.0.0/8", "127.0.0.1/32")
    assert next_page(mock, **FORWARDED) == BASE
    assert next_page(mock, **FORWARDED, **{"X-Forwarded-Port": "8443"}) == f"{BASE}:8443"
    assert next_page(mock, **FORWARDED, **{"X-Forwarded-Port": "443"}) == BASE
    assert next_page(mock, **{"X-Forwarded-Proto": "https"}) == "https://mockclio.test"
    assert next_page(mock, **{"X-Forwarded-Host": "evil.test, mock.example.test"}) == "http://mock.example.test"
    for wrong in ({"X-Forwarded-Proto": "gopher"}, {"X-Forwarded-Host": "a b"}, {"X-Forwarded-Host": ""}, {"X-Forwarded-Port": "x"}):
        assert next_page(mock, **wrong) == "http://mockclio.test"


def test_another_caller_is_not_believed(mock: MockClio, settings: ServerSettings) -> None:
    trust(settings, "10.0.0.0/8", "::1/128")
    assert next_page(mock, **FORWARDED) == "http://mockclio.test"


def test_a_host_that_a_trusted_proxy_names_passes_the_guard_like_any_other(mock: MockClio, settings: ServerSettings) -> None:
    trust(settings, "127.0.0.1/32")
    answer = mock.http.get("/api/v4/users.json", headers={"X-Forwarded-Host": "evil.test"})
    assert (answer.status_code, answer.headers["X-Mockclio-Rule"]) == (403, "mock.guard")


def test_the_region_is_that_of_the_host_that_the_proxy_names(mock: MockClio, settings: ServerSettings) -> None:
    trust(settings, "127.0.0.1/32")
    assert mock.http.get("/api/v4/users.json", headers={"X-Forwarded-Host": CLIO["Host"]}).status_code == 401
    assert mock.http.get("/api/v4/users.json", headers={"X-Forwarded-Host": "app.clio.com"}).status_code == 200

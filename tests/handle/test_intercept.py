"""What this process asks of Clio's hosts reaches a mock, by every HTTP client of Python, and nothing else does."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import Any
from urllib.request import Request, urlopen

import aiohttp
import httpx
import httpx2
import pytest
import requests
import urllib3

from mockclio import MockClio
from mockclio.handle.handle import MockHandle
from mockclio.handle.intercept import patch
from mockclio.handle.intercept.relay import identity, relaying
from mockclio.handle.listening import serve
from mockclio.server.authentication import HOSTS

WHO = "/api/v4/users/who_am_i.json"
US = f"https://app.clio.com{WHO}"
Result = tuple[int, Any]
Ask = Callable[[str, Mapping[str, str]], Result]


def by_requests(url: str, headers: Mapping[str, str]) -> Result:
    answer = requests.get(url, headers=dict(headers), timeout=20)
    return answer.status_code, answer.json()


def by_urllib3(url: str, headers: Mapping[str, str]) -> Result:
    with urllib3.PoolManager() as pool:
        answer = pool.request("GET", url, headers=headers)
        return answer.status, json.loads(answer.data)


def by_urllib(url: str, headers: Mapping[str, str]) -> Result:
    with urlopen(Request(url, headers=dict(headers)), timeout=20) as answer:
        return answer.status, json.load(answer)


def by_httpx(url: str, headers: Mapping[str, str]) -> Result:
    answer = httpx.get(url, headers=headers)
    return answer.status_code, answer.json()


def by_httpx2(url: str, headers: Mapping[str, str]) -> Result:
    answer = httpx2.get(url, headers=headers)
    return answer.status_code, answer.json()


def by_httpx_in_a_task(url: str, headers: Mapping[str, str]) -> Result:
    async def ask() -> Result:
        async with httpx.AsyncClient() as http:
            answer = await http.get(url, headers=headers)
            return answer.status_code, answer.json()

    return asyncio.run(ask())


def by_httpx2_in_a_task(url: str, headers: Mapping[str, str]) -> Result:
    async def ask() -> Result:
        async with httpx2.AsyncClient() as http:
            answer = await http.get(url, headers=headers)
            return answer.status_code, answer.json()

    return asyncio.run(ask())


def by_aiohttp(url: str, headers: Mapping[str, str]) -> Result:
    async def ask() -> Result:
        connector = aiohttp.TCPConnector(resolver=aiohttp.ThreadedResolver())
        async with aiohttp.ClientSession(connector=connector) as http, http.get(url, headers=headers) as answer:
            return answer.status, await answer.json()

    return asyncio.run(ask())


ASKS = (by_requests, by_urllib3, by_urllib, by_httpx, by_httpx2, by_httpx_in_a_task, by_httpx2_in_a_task, by_aiohttp)


def login(handle: MockHandle) -> dict[str, str]:
    return {"Authorization": f"Bearer {handle.token}"}


@pytest.mark.parametrize("ask", ASKS)
def test_every_client_reaches_the_mock(ask: Ask, mock: MockClio) -> None:
    with mock.intercept():
        status, body = ask(US, login(mock))
    assert status == 200
    assert body["data"]["name"]
    mock.requests.assert_called("GET", "/users/who_am_i", times=1)


def test_a_handle_of_each_kind_intercepts(handle: MockHandle) -> None:
    with handle.intercept():
        assert by_requests(US, login(handle))[0] == 200
    handle.requests.assert_called("GET", "/users/who_am_i", times=1)


@pytest.mark.rule("oauth.token-of-another-region-is-invalid-token")
def test_the_region_of_the_host_reaches_the_mock(mock: MockClio) -> None:
    of = {region: mock.control("POST", "tokens", {"region": region}, world=None)["access_token"] for region in HOSTS.values()}
    with mock.intercept(), httpx.Client() as http:
        for host in HOSTS:
            answers = {region: http.get(f"https://{host}{WHO}", headers={"Authorization": f"Bearer {of[region]}"}) for region in of}
            assert [region for region, answer in answers.items() if answer.status_code == 200] == [HOSTS[host]]


def test_links_in_answers_lead_back_to_the_host() -> None:
    with MockClio("small") as mock, mock.intercept(), httpx.Client(headers=login(mock)) as http:
        first = http.get("https://app.clio.com/api/v4/matters.json?limit=5&order=id(asc)").json()
        link = first["meta"]["paging"]["next"]
        assert link.startswith("https://app.clio.com/api/v4/matters.json?")
        second = http.get(link).json()
    assert {row["id"] for row in second["data"]}.isdisjoint(row["id"] for row in first["data"])


def test_a_large_body_arrives_whole_both_ways(mock: MockClio) -> None:
    text = "A long note. " * 5_000
    contact = mock.client.contacts.create(type="Company", name="Harbour Ltd").id
    data = {"type": "Contact", "contact": {"id": contact}, "subject": "Long", "detail": text}
    with mock.intercept(), httpx.Client(headers=login(mock)) as http:
        made = http.post("https://app.clio.com/api/v4/notes.json?fields=detail", json={"data": data})
    assert made.json()["data"]["detail"] == text


def test_a_fault_that_ends_the_connection_is_an_error_of_the_client(mock: MockClio) -> None:
    mock.faults.add("cut")
    with mock.intercept(), pytest.raises(httpx.RemoteProtocolError):
        by_httpx(US, login(mock))


def test_other_hosts_are_asked_as_before(mock: MockClio) -> None:
    def elsewhere(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
        return [b"{}"]

    with serve(elsewhere) as url, mock.intercept():
        for ask in ASKS:
            assert ask(url.replace("127.0.0.1", "localhost"), {}) == (200, {})
    mock.requests.assert_nothing_called()


@pytest.mark.parametrize(
    ("host", "ours"), [("APP.clio.com.", True), (b"eu.app.clio.com", True), ("clio.com", False), ("my.app.clio.com", False)]
)
def test_only_the_names_of_the_regions_are_taken(host: str | bytes, ours: bool) -> None:
    assert patch.is_clio(host) is ours


def test_nothing_stays_when_the_context_ends(mock: MockClio) -> None:
    before, proxies = {name: getattr(owner, name) for name, (owner, _) in patch._PATCHES.items()}, os.environ.get("NO_PROXY")
    with mock.intercept():
        assert socket.getaddrinfo("app.clio.com", "https")[0][4] == (patch.NOWHERE, 443)
        assert {name: getattr(owner, name) for name, (owner, _) in patch._PATCHES.items()} != before
    assert {name: getattr(owner, name) for name, (owner, _) in patch._PATCHES.items()} == before
    assert os.environ.get("NO_PROXY") == proxies


def test_one_line_says_where_requests_go(mock: MockClio, capsys: pytest.CaptureFixture[str]) -> None:
    with mock.intercept():
        pass
    hosts = "app.clio.com, eu.app.clio.com, ca.app.clio.com, au.app.clio.com"
    assert capsys.readouterr().err == f"mockclio: requests to {hosts} go to {mock.url}\n"


def test_the_context_that_was_opened_last_is_used_in_any_order_of_ends(mock: MockClio) -> None:
    proxies = [os.environ.get(name) for name in patch.UNPROXIED]
    with MockClio("empty") as other:
        first, second = mock.intercept(), other.intercept()
        first.__enter__()
        second.__enter__()
        assert by_httpx(US, login(other))[0] == 200
        first.__exit__(None, None, None)
        assert by_httpx(US, login(other))[0] == 200
        second.__exit__(None, None, None)
        other.requests.assert_called("GET", "/users/who_am_i", times=2)
    assert [os.environ.get(name) for name in patch.UNPROXIED] == proxies
    mock.requests.assert_nothing_called()


def test_a_proxy_of_the_environment_is_not_asked(mock: MockClio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with mock.intercept():
        assert [ask(US, login(mock))[0] for ask in (by_requests, by_urllib, by_httpx)] == [200, 200, 200]


def test_a_connection_that_misses_the_relay_sends_no_request(mock: MockClio) -> None:
    """A client with a proxy of its own makes a tunnel to a server that the authority of the relay does not know."""
    identity.cache_clear()
    with relaying(mock.url) as elsewhere:
        identity.cache_clear()
        with (
            mock.intercept(),
            socket.create_connection(elsewhere, timeout=20) as tunnel,
            pytest.raises(ssl.SSLCertVerificationError),
        ):
            ssl.create_default_context().wrap_socket(tunnel, server_hostname="app.clio.com")
    mock.requests.assert_nothing_called()


def test_an_address_of_version_6_is_not_given(mock: MockClio) -> None:
    with mock.intercept(), pytest.raises(socket.gaierror):
        socket.getaddrinfo("app.clio.com", 443, socket.AF_INET6)

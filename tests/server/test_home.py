"""What answers at `/`."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape

import httpx
import pytest

from mockclio import MockClio

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def page(mock: MockClio, **headers: str) -> httpx.Response:
    return mock.http.get("/", headers={**BROWSER, **headers})


@pytest.mark.rule("mock.start-page")
@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/plain, */*"])
def test_a_client_of_the_api_gets_json_that_points_on(mock: MockClio, accept: str) -> None:
    response = mock.http.get("/", headers={"Accept": accept})
    document = response.json()
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert (document["name"], document["api"]) == ("mockclio", f"{str(mock.http.base_url).rstrip('/')}/api/v4")
    for name in ("control", "control_document", "health"):
        assert mock.http.get(document[name]).status_code == 200


@pytest.mark.rule("mock.start-page")
def test_a_browser_gets_a_page_that_says_what_this_is(mock: MockClio) -> None:
    response = page(mock)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "It is not Clio" in response.text
    base = str(mock.http.base_url).rstrip("/")
    assert f"curl -H 'Authorization: Bearer dev-token' {base}/api/v4/matters" in unescape(response.text)
    assert "prefers-color-scheme: dark" in response.text
    links = re.findall(r'(?:href|src|action)="([^"]*)"', response.text)
    assert links == ["/_mockclio/", "/_mockclio/openapi.json", "/_mockclio/health"]
    assert [mock.http.get(link).status_code for link in links] == [200, 200, 200]
    outside = [address for address in re.findall(r"\w+://[^\s<'\"]+", response.text) if not address.startswith(base)]
    assert outside == []


def test_the_policy_allows_the_style_of_the_page_and_nothing_else(mock: MockClio) -> None:
    response = page(mock)
    (style,) = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
    expected = b64encode(sha256(style.encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{expected}';")
    assert "frame-ancestors 'none'" in policy
    assert "<script" not in response.text
    assert (response.headers["X-Content-Type-Options"], response.headers["Vary"]) == ("nosniff", "Accept")


def test_what_the_client_sends_is_escaped_and_quoted(mock: MockClio) -> None:
    mock.app.worlds.settings.host_policy = type(mock.app.worlds.settings.host_policy)(beyond=True)  # type: ignore[attr-defined]
    for host in ("<script>alert(1)</script>", "a;rm -rf x", "$(id)", "a'b", '"onload="x'):
        response = page(mock, Host=host)
        assert response.status_code == 200
        assert "<script>alert" not in response.text
        (command,) = re.findall(r"<pre><code>(.*?)</code></pre>", response.text, re.DOTALL)
        assert not re.search(r"dev-token' [^' ]*[;$(]", unescape(command))


def test_the_page_shows_no_token_that_is_not_known_to_everybody() -> None:
    with MockClio("empty", token="a-secret-token") as mock:
        text = page(mock).text + mock.http.get("/").text
        assert "a-secret-token" not in text
    assert "dev-token" not in text or "does not know <code>dev-token</code>" in text
    assert "Bearer $TOKEN" in text


def test_only_reading_is_answered(mock: MockClio) -> None:
    head = mock.http.head("/", headers=BROWSER)
    assert (head.status_code, head.content) == (200, b"")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        refused = mock.http.request(method, "/")
        assert (refused.status_code, refused.json()["error"]["type"]) == (404, "NotFoundError")


def test_a_look_at_the_page_is_no_call_of_the_test(mock: MockClio) -> None:
    page(mock)
    assert len(mock.requests) == 0

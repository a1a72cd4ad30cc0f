"""The proxy passes the raw path on, and only what can mean nothing but a path of the API."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from mockclio.testing.recording.proxy import Proxy
from mockclio.testing.recording.scrub import Scrubber
from mockclio.testing.recording.tape import Tape
from mockclio.testing.recording.target import WrongTarget, checked_path


def request_to(target: str) -> Request:
    environ = EnvironBuilder().get_environ()
    path = target.partition("?")[0]
    decoded = httpx.URL(f"http://h{path if path.startswith('/') else '/x'}").path
    return Request({**environ, "REQUEST_URI": target, "PATH_INFO": decoded, "QUERY_STRING": target.partition("?")[2]})


@pytest.mark.parametrize(
    "target",
    [
        *("/api/v4/../../x", "/api/v4/%2e%2e/%2e%2e/x", "/api/v4/..%2f..%2fx", "/api/v4/%2E./x", "/api/v4/./x", "/api/v4/a/.."),
        *("/api/v4/%252e%252e/x", "/api/v4/..%5cx", "/api/v4/..\\x", "/api/v4/a%2Fb", "/api/v4//x", "//api/v4/x", "/api/v4/a%00b"),
        *("/api/v4/%0d%0aX", "/api/v4/%7f", "/api/v4x/y", "/x/api/v4/y", "http://evil.test/x/../api/v4/y", "/api/v4/a%25b"),
    ],
)
def test_a_path_that_servers_read_in_different_ways_is_refused(target: str) -> None:
    with pytest.raises(WrongTarget):
        checked_path(request_to(target))


@pytest.mark.parametrize(
    ("target", "passed"),
    [
        ("/api/v4/contacts.json?limit=2#x", "/api/v4/contacts.json"),
        ("/api/v4/contacts%3Flimit=2", "/api/v4/contacts%3Flimit=2"),
        ("/api/v4/contacts/", "/api/v4/contacts/"),
        ("/api/v4/%63ontacts/a%20b;c=d", "/api/v4/%63ontacts/a%20b;c=d"),
        ("http://127.0.0.1:9/api/v4/contacts", "/api/v4/contacts"),
    ],
)
def test_a_path_of_the_api_is_passed_on_sign_by_sign(target: str, passed: str) -> None:
    assert checked_path(request_to(target)) == passed


def test_the_account_gets_the_raw_path_and_query_and_a_wrong_path_is_a_400(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def account(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path)
        return httpx.Response(200, json={"data": []})

    proxy = Proxy("http://127.0.0.1:9", "t", Tape(tmp_path / "t.jsonl"), Scrubber(1), transport=httpx.MockTransport(account))
    assert proxy.answer(request_to("/api/v4/contacts%3Fa?b=%2F%C3%A9&c")).status_code == 200
    refused = proxy.answer(request_to("/api/v4/a%00b"))
    assert (refused.status_code, b"control character" in refused.get_data()) == (400, True)
    assert seen == [b"/api/v4/contacts%3Fa?b=%2F%C3%A9&c"]

"""HEAD is answered wherever GET is: the same status and headers, and no body."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from mockclio import MockClio
from tests.guard import paths

READS = [path for method, path in paths.ALL if method == "GET"]
VARY = {"X-RateLimit-Remaining", "X-Request-Id", "Date", "Content-Length"}
GROWS = ("/_mockclio/requests", "/_mockclio/coverage", "/_mockclio/worlds", "/_mockclio/events", "/_mockclio/webhooks/sending")
"""Control paths whose answers count the requests that came before, and waiting ones."""


@pytest.mark.parametrize("path", READS)
def test_head_has_the_status_and_the_headers_of_get(mock: MockClio, path: str) -> None:
    got, head = (mock.http.request(method, path) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (got.status_code, b"")
    left_out = VARY - (set() if path.startswith(GROWS) else {"Content-Length"})
    assert {name: value for name, value in head.headers.items() if name.title() not in {one.title() for one in left_out}} == {
        name: value for name, value in got.headers.items() if name.title() not in {one.title() for one in left_out}
    }


@pytest.mark.parametrize("path", ["/api/v4/matters.json", "/_mockclio/health", "/oauth/approval", "/_storage/files/0/x", "/nothing"])
def test_over_a_socket_head_leaves_the_connection_usable(mock: MockClio, path: str) -> None:
    parts = urlsplit(mock.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    headers = {"Authorization": f"Bearer {mock.token}"}
    answers = []
    for method in ("GET", "HEAD", "GET"):
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answers.append((answer.status, len(answer.read()) > 0))
    connection.close()
    status = answers[0][0]
    assert answers == [(status, True), (status, False), (status, True)]

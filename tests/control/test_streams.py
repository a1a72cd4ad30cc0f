"""What happens, while it happens: pushed over sockets without holding a thread of the server."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from mockclio import MockClio
from tests.api import Api
from tests.control.requests import Asking

HEADERS = {"Authorization": "Bearer dev-token"}
PERSON = {"data": {"type": "Person", "first_name": "Ann", "last_name": "Quay"}}


class Follower:
    """A client of the stream, on a socket of its own."""

    def __init__(self, url: str, path: str) -> None:
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=10)
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        self.lines = self.socket.makefile("rb")

    def until(self, start: bytes) -> bytes:
        """The next line that begins so."""
        while True:
            line = self.lines.readline()
            assert line, "the stream ended"
            if line.startswith(start):
                return line.strip()

    def event(self) -> dict[str, Any]:
        return json.loads(self.until(b"data: ")[6:])

    def close(self) -> None:
        self.lines.close()
        self.socket.close()


Follow = Callable[[str], Follower]


@pytest.fixture
def follow(mock: MockClio) -> Iterator[Follow]:
    """Followers of the mock's server, closed at the end."""
    url, opened = mock.url, []

    def begin(path: str) -> Follower:
        opened.append(Follower(url, path))
        return opened[-1]

    yield begin
    for follower in opened:
        follower.close()


def test_a_stream_tells_of_requests_changes_deliveries_and_the_clock(mock: MockClio, control: Asking, follow: Follow) -> None:
    follower = follow("/_mockclio/events/stream")
    assert b"200" in follower.until(b"HTTP/1.1")
    follower.until(b"retry: ")
    hook = {"url": "http://127.0.0.1:9/hook", "model": "contact", "fields": "id,name", "events": ["created"]}
    httpx.post(f"{mock.url}/api/v4/webhooks", json={"data": hook}, headers=HEADERS)
    httpx.post(f"{mock.url}/_mockclio/clock", json={"advance": "1h"})
    seen: dict[str, dict[str, Any]] = {}
    while len(seen) < 4:
        event = follower.event()
        seen.setdefault(event["kind"], event)
    assert seen["change"]["change"]["event"] == "created"
    assert seen["request"]["request"]["operation"] == "Webhook#create"
    assert seen["delivery"]["delivery"]["kind"] == "handshake"
    assert seen["clock"]["clock"]["now"] == control.get("clock")["now"]


def test_a_stream_goes_on_from_where_it_broke_off(mock: MockClio, follow: Follow) -> None:
    for _ in range(3):
        httpx.get(f"{mock.url}/api/v4/contacts", headers=HEADERS)
    follower = follow("/_mockclio/events/stream?after=1&kinds=request")
    assert [follower.event()["sequence"] for _ in range(2)] == [2, 3]


def test_fifty_streams_and_a_show_still_takes_less_than_five_milliseconds(mock: MockClio, api: Api, follow: Follow) -> None:
    id = api.post("/contacts", PERSON["data"])["id"]
    followers = [follow("/_mockclio/events/stream?kinds=request") for _ in range(50)]
    for follower in followers:
        follower.until(b"retry: ")
    with httpx.Client(base_url=mock.url, headers=HEADERS) as client:
        taken = []
        for _ in range(60):
            begun = time.perf_counter()
            assert client.get(f"/api/v4/contacts/{id}").status_code == 200
            taken.append(time.perf_counter() - begun)
    assert sorted(taken)[len(taken) // 2] <= 0.005
    assert all(follower.event()["kind"] == "request" for follower in followers)
    assert len(mock.app.extensions["streams"]) == 50


def test_a_long_poll_waits_for_what_happens_and_holds_no_thread(mock: MockClio, follow: Follow) -> None:
    waiting = [follow("/_mockclio/events?kinds=change&wait=30") for _ in range(30)]
    httpx.post(f"{mock.url}/api/v4/contacts", json=PERSON, headers=HEADERS)
    for follower in waiting:
        assert b"200" in follower.until(b"HTTP/1.1")
        result = json.loads(follower.until(b"{"))
        assert result["events"][0]["kind"] == "change"
        assert result["last"] == result["events"][-1]["sequence"]


def test_a_long_poll_ends_when_its_time_is_over(mock: MockClio) -> None:
    result = httpx.get(f"{mock.url}/_mockclio/events", params={"wait": 0.05}).json()
    assert result["events"] == []
    assert httpx.get(f"{mock.url}/_mockclio/events").json()["events"] == []


def test_a_client_that_goes_is_forgotten(mock: MockClio, follow: Follow) -> None:
    follower = follow("/_mockclio/events/stream")
    follower.until(b"retry: ")
    follower.close()
    probe = follow("/_mockclio/events/stream")
    httpx.get(f"{mock.url}/api/v4/contacts", headers=HEADERS)
    probe.event()
    httpx.get(f"{mock.url}/api/v4/contacts", headers=HEADERS)
    probe.event()
    assert len(mock.app.extensions["streams"]) == 1


def test_in_process_the_answer_is_what_happened_so_far(mock: MockClio, api: Api, control: Asking) -> None:
    api.post("/contacts", PERSON["data"])
    result = control.get("events", after=0)
    assert {event["kind"] for event in result["events"]} == {"change", "request"}
    assert control.get("events", after=result["last"]) == {"events": [], "last": result["last"]}
    stream = control.call("GET", "events/stream", headers={"Last-Event-ID": "0"})
    assert stream.headers["Content-Type"] == "text/event-stream"
    assert stream.text.startswith("retry: 1000\n\nid: 1\nevent: ")
    assert control.get("events", after=0, world="default", kinds="request")["events"][0]["request"]["status"] == 201


@pytest.mark.parametrize("query", [{"kinds": "bad"}, {"after": -1}, {"wait": 61}, {"wait": -1}])
def test_wrong_wishes_are_refused(control: Asking, query: dict[str, Any]) -> None:
    assert control.refused("GET", "events", **query)[0] == 400


def test_sleeping_faults_leave_threads_for_others(mock: MockClio) -> None:
    """More requests that are told to wait than the server has threads: the ones beyond half of them do not wait."""
    waiting = []
    for _ in range(12):
        parts = urlsplit(mock.url)
        reader = socket.create_connection((parts.hostname, parts.port), timeout=10)
        reader.sendall(
            f"GET /api/v4/contacts HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer dev-token\r\n"
            "X-Mockclio-Fault: latency; delay=1\r\n\r\n".encode()
        )
        waiting.append(reader)
    begun = time.perf_counter()
    assert httpx.get(f"{mock.url}/api/v4/users/who_am_i", headers=HEADERS).status_code == 200
    assert time.perf_counter() - begun < 0.8
    for reader in waiting:
        assert reader.recv(12) == b"HTTP/1.1 200"
        reader.close()


def test_a_cut_connection_ends_without_a_byte_and_a_truncated_one_in_the_middle(mock: MockClio) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        httpx.get(f"{mock.url}/api/v4/contacts", headers={**HEADERS, "X-Mockclio-Fault": "cut"})
    with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete|peer closed"):
        httpx.get(f"{mock.url}/api/v4/contacts", headers={**HEADERS, "X-Mockclio-Fault": "truncate"})
    assert httpx.get(f"{mock.url}/api/v4/contacts", headers=HEADERS).status_code == 200

"""The proxy: passes reads on, keeps clients with itself, and says what went wrong."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from mockclio import MockClio
from mockclio.testing.recording.proxy import Proxy, WrongUpstream, checked
from mockclio.testing.recording.scrub import Scrubber
from mockclio.testing.recording.tape import Head, Tape, WrongRecording, read
from tests.testing.recording import tour


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tape.jsonl"


@pytest.fixture
def http(mock: MockClio, file: Path) -> httpx.Client:
    return tour.proxied(mock, Tape(file), Scrubber(1))


def failing(file: Path, error: Exception) -> httpx.Client:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error

    proxy = Proxy(tour.UPSTREAM, "t", Tape(file), Scrubber(1), transport=httpx.MockTransport(fail))
    return httpx.Client(transport=httpx.WSGITransport(app=proxy), base_url="http://proxy.test")


def test_the_caller_needs_no_token_and_an_own_one_is_not_passed_on(http: httpx.Client) -> None:
    assert http.get("/api/v4/users/who_am_i.json", headers={"Authorization": "Bearer nobody"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "query", "sent"),
    [
        ("contacts", "limit=2", "limit=2&order=id(asc)"),
        ("relationships", "", "order=id(asc)"),
        ("contacts", "order=name(asc)", "order=name(asc)"),
        ("contacts", "offset=2", "offset=2"),
        ("communications", "", ""),
        ("report_presets", "", ""),
        ("users/who_am_i", "", ""),
    ],
)
def test_a_list_in_the_order_of_ids_is_asked_for_it(file: Path, path: str, query: str, sent: str) -> None:
    queries: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        queries.append(request.url.query.decode())
        return httpx.Response(200, json={"data": []})

    proxy = Proxy(tour.UPSTREAM, "t", Tape(file), Scrubber(1), transport=httpx.MockTransport(answer))
    with httpx.Client(transport=httpx.WSGITransport(app=proxy), base_url="http://proxy.test") as http:
        http.get(f"/api/v4/{path}.json?{query}")
    assert queries == [sent]


def test_the_next_page_is_asked_for_here(http: httpx.Client) -> None:
    first = http.get("/api/v4/activity_descriptions.json", params={"limit": 2}).json()
    following = first["meta"]["paging"]["next"]
    assert following.startswith("http://proxy.test/api/v4/activity_descriptions")
    second = http.get(following).json()
    assert second["meta"]["paging"]["previous"].startswith("http://proxy.test/")
    assert {row["id"] for row in first["data"]}.isdisjoint(row["id"] for row in second["data"])


def test_headers_that_say_something_come_back_and_others_do_not(http: httpx.Client, mock: MockClio) -> None:
    user = mock.world.owner()
    assert user is not None
    answer = http.get(f"/api/v4/users/{user['id']}.json")
    assert answer.headers["ETag"] == mock.http.get(f"/api/v4/users/{user['id']}.json").headers["ETag"]
    assert "X-RateLimit-Limit" in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert http.get(f"/api/v4/users/{user['id']}.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_write_is_not_passed_on_unless_somebody_allowed_it(http: httpx.Client, mock: MockClio, file: Path) -> None:
    body = {"data": {"type": "Person", "first_name": "A", "last_name": "B"}}
    refused = http.post("/api/v4/contacts.json", json=body)
    assert (refused.status_code, refused.json()["error"]["type"]) == (403, "ReadOnly")
    assert len(mock.world.table("contacts")) == 0
    allowed = tour.proxied(mock, Tape(file), Scrubber(1), writes=True)
    assert allowed.post("/api/v4/contacts.json", json=body).status_code == 201
    assert len(mock.world.table("contacts")) == 1


def test_only_the_api_is_passed_on(http: httpx.Client) -> None:
    assert http.get("/_mockclio/worlds").status_code == 404
    assert http.get("/oauth/token").json()["error"]["type"] == "NotRecorded"


def test_a_refusal_of_the_account_comes_back_as_it_is(http: httpx.Client, mock: MockClio) -> None:
    here, there = (one.get("/api/v4/matters.json", params={"fields": "nonsense"}) for one in (http, mock.http))
    assert (here.status_code, here.json()) == (there.status_code, there.json())


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [(httpx.ReadTimeout("late"), 504, "UpstreamTimeout"), (httpx.ConnectError("off"), 502, "UpstreamUnreachable")],
)
def test_an_account_that_does_not_answer_is_told(file: Path, error: Exception, status: int, kind: str) -> None:
    answer = failing(file, error).get("/api/v4/matters.json")
    assert (answer.status_code, answer.json()["error"]["type"]) == (status, kind)
    assert read(file)[1] == []


@pytest.mark.parametrize(
    "upstream", ["http://app.clio.com", "https://u:p@app.clio.com", "ftp://app.clio.com", "https://app.clio.com/x", ""]
)
def test_a_token_is_only_sent_to_an_origin_over_tls_or_on_this_machine(upstream: str) -> None:
    with pytest.raises(WrongUpstream):
        checked(upstream)


@pytest.mark.parametrize("upstream", ["https://app.clio.com/api/v4", "app.clio.com", "http://127.0.0.1:8428", "http://localhost:1/"])
def test_an_origin_may_be_written_in_some_ways(upstream: str) -> None:
    assert checked(upstream).rstrip("/").count("/") == 2


class TestTheFile:
    def test_a_recording_goes_on_where_it_ended_though_its_last_line_was_cut_off(
        self, http: httpx.Client, mock: MockClio, file: Path
    ) -> None:
        http.get("/api/v4/users.json")
        with file.open("ab") as end:
            end.write(b'{"at": "2026')
        assert len(read(file)[1]) == 1
        tour.proxied(mock, Tape(file), Scrubber(1)).get("/api/v4/groups.json")
        assert [exchange["operation"] for exchange in read(file)[1]] == ["User#index", "Group#index"]

    def test_it_goes_on_only_as_it_was_begun(self, http: httpx.Client, file: Path) -> None:
        with pytest.raises(WrongRecording, match="scale 1"):
            Tape(file, Head(scale=2.0))

    def test_nobody_else_may_read_it(self, http: httpx.Client, file: Path) -> None:
        assert file.stat().st_mode & 0o077 == 0

    @pytest.mark.parametrize("content", [b"", b"{}\n", b"[1]\n", b"nonsense\n", b'{"recording":"mockclio recording","format":9}\n'])
    def test_what_is_no_recording_is_refused(self, file: Path, content: bytes) -> None:
        file.write_bytes(content)
        with pytest.raises(WrongRecording):
            read(file)

"""Faults: what goes wrong when it is told to, and nothing else."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import orjson
import pytest

from mockclio import MockClio
from mockclio.store.faults import Faults, WrongFault, parse
from tests.api import Api
from tests.control.requests import Asking

WHO, MATTERS = "/api/v4/users/who_am_i", "/api/v4/matters"


def ask(mock: MockClio, path: str = WHO, fault: str = "", **options: Any) -> httpx.Response:
    return mock.http.get(path, headers={"X-Mockclio-Fault": fault} if fault else {}, **options)


def statuses(mock: MockClio, times: int, path: str = WHO) -> list[int]:
    return [ask(mock, path).status_code for _ in range(times)]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 412, 422, 429, 500, 502, 503, 504])
def test_any_status_comes_in_the_body_that_clio_has_for_it(mock: MockClio, status: int) -> None:
    response = ask(mock, fault=f"{status}; message=As told")
    assert response.status_code == status
    assert set(response.json()["error"]) == {"type", "message"}
    assert response.json()["error"]["message"] == "As told"
    assert response.headers["X-Mockclio-Fault-Id"] == "header"


def test_a_fault_strikes_where_it_is_told_to(mock: MockClio) -> None:
    mock.faults.add("status", status=503, operation="Matter#*")
    mock.faults.add("status", status=502, tag="Users", method="get")
    mock.faults.add("status", status=500, path="/api/v4/tasks*")
    assert [ask(mock, path).status_code for path in (MATTERS, WHO, "/api/v4/tasks.json", "/api/v4/contacts")] == [503, 502, 500, 200]
    assert [fault.hits for fault in mock.faults] == [1, 1, 1]
    mock.faults.clear()
    assert statuses(mock, 1) == [200]


def test_a_fault_strikes_the_holder_of_a_token_alone(mock: MockClio, control: Asking) -> None:
    other = control.post("tokens", {})["access_token"]
    mock.faults.add("status", status=503, token=other)
    assert ask(mock).status_code == 200
    assert mock.http.get(WHO, headers={"Authorization": f"Bearer {other}"}).status_code == 503
    assert other not in str(control.get("faults")["faults"])


def test_a_count_runs_out(mock: MockClio) -> None:
    mock.faults.add("status", status=500, count=2)
    assert statuses(mock, 4) == [500, 500, 200, 200]


def test_a_stretch_of_the_clock_begins_and_ends(mock: MockClio, control: Asking) -> None:
    control.post("faults", {"kind": "rate-limit", "starts": "10m", "lasts": "60s"})
    result = statuses(mock, 1)
    for moment in ("10m", "59s", "1s"):
        control.post("clock", {"advance": moment})
        result += statuses(mock, 1)
    assert result == [200, 429, 429, 200]


def test_chance_is_seeded_by_the_world(mock: MockClio) -> None:
    def run() -> list[int]:
        with MockClio.of(mock.world.fork("chance")) as other:
            other.faults.add("status", status=503, probability=0.4)
            return statuses(other, 40)

    first = run()
    assert run() == first
    assert 5 < first.count(503) < 30


def test_a_storm_of_429_says_when_to_come_back(mock: MockClio) -> None:
    mock.faults.use("rate-limited")
    response = ask(mock)
    assert (response.status_code, response.headers["Retry-After"], response.json()["error"]["type"]) == (429, "60", "RateLimited")


def test_the_firewall_speaks_html(mock: MockClio) -> None:
    response = ask(mock, fault="firewall")
    assert (response.status_code, response.headers["Content-Type"]) == (403, "text/html")
    assert response.text.startswith("<html>")


def test_the_odd_refusal_is_packed_in_base64_without_retry_after(mock: MockClio) -> None:
    response = ask(mock, fault="base64")
    assert (response.status_code, "Retry-After" in response.headers) == (429, False)
    assert response.json()["metadata"] == {"encodingDecoded": "text/plain"}
    assert orjson.loads(base64.b64decode(response.json()["data"]))["error"]["type"] == "RateLimited"


def test_an_expired_token_stays_expired_and_a_fresh_one_works(mock: MockClio, control: Asking) -> None:
    mock.faults.add("expired-token")
    first = ask(mock)
    assert (first.status_code, first.json()["error"]) == (401, "invalid_token")
    assert 'error="invalid_token"' in first.headers["WWW-Authenticate"]
    fresh = control.post("tokens", {})["access_token"]
    assert mock.http.get(WHO, headers={"Authorization": f"Bearer {fresh}"}).status_code == 200
    assert statuses(mock, 1) == [401]
    mock.faults.clear()
    assert statuses(mock, 1) == [200]


def test_a_token_that_is_not_good_uses_no_expiry_up(mock: MockClio, control: Asking) -> None:
    fault = mock.faults.add("expired-token")
    dead = control.post("tokens", {})["access_token"]
    control.post("tokens/revoke", {"token": dead})
    for header in ("Bearer nobody", f"Bearer {dead}", ""):
        assert mock.http.get(WHO, headers={"Authorization": header}).status_code == 401
    assert mock.http.post("/oauth/token", data={"grant_type": "nonsense"}).status_code in (400, 401)
    assert fault.hits == 0
    assert statuses(mock, 1) == [401]
    assert fault.hits == 1


@pytest.mark.parametrize("kind", ["rate-limit", "base64"])
def test_a_limit_of_the_api_leaves_the_tokens_alone_unless_it_names_their_path(mock: MockClio, control: Asking, kind: str) -> None:
    secrets = {"client_id": "dev-client", "client_secret": "dev-secret"}
    form = {"grant_type": "refresh_token", "refresh_token": control.post("tokens", {})["refresh_token"], **secrets}
    mock.faults.add(kind)
    assert statuses(mock, 1) == [429]
    assert mock.http.post("/oauth/token", data=form).status_code == 200
    mock.faults.add(kind, path="/oauth/*")
    assert mock.http.post("/oauth/token", data=form).status_code == 429


@pytest.mark.rule("trust.gate-answers-nothing")
def test_a_gate_refuses_without_a_word(mock: MockClio) -> None:
    mock.faults.add("empty", operation="TrustRequest#create")
    refused = mock.http.post("/api/v4/trust_requests", json={"data": {}})
    assert (refused.status_code, refused.content, refused.headers["Content-Length"]) == (400, b"", "0")
    assert ask(mock, fault="empty; status=403").status_code == 403


@pytest.mark.parametrize("kind", ["cut", "truncate"])
def test_a_lost_connection_is_an_error_of_httpx_and_the_write_was_done(mock: MockClio, api: Api, kind: str) -> None:
    before = len(mock.world.table("contacts"))
    with pytest.raises(httpx.RemoteProtocolError):
        mock.http.post(
            "/api/v4/contacts", json={"data": {"type": "Person", "first_name": "A", "last_name": "B"}}, headers={"X-Mockclio-Fault": kind}
        )
    assert len(mock.world.table("contacts")) == before + 1


def test_an_answer_that_comes_too_late_is_a_timeout(mock: MockClio) -> None:
    with pytest.raises(httpx.ReadTimeout):
        ask(mock, fault="latency; delay=9", timeout=3)
    assert ask(mock, fault="latency; delay=2", timeout=3).status_code == 200
    assert ask(mock, fault="slow-body; delay=2", timeout=3).status_code == 200
    with pytest.raises(httpx.ReadTimeout):
        ask(mock, fault="slow-body; delay=90", timeout=3)


def test_latency_lets_another_fault_act_too_and_both_are_named(mock: MockClio) -> None:
    mock.faults.add("latency", delay=0.1)
    mock.faults.add("status", status=500)
    response = ask(mock)
    assert (response.status_code, response.headers["X-Mockclio-Fault-Id"]) == (500, "fault-1, fault-2")


@pytest.mark.parametrize("preset", ["flaky", "maintenance", "rate-limited", "slow"])
def test_a_preset_is_some_rules_under_one_name(control: Asking, preset: str) -> None:
    added = control.post("faults", {"preset": preset})["faults"]
    assert {fault["preset"] for fault in added} == {preset}
    assert control.get("faults")["faults"] == added


def test_faults_are_seen_and_taken_away_one_by_one(control: Asking) -> None:
    first, second = (control.post("faults", {"status": status})["faults"][0]["id"] for status in (500, 503))
    assert control.get(f"faults/{second}")["fault"]["status"] == 503
    assert control.delete(f"faults/{first}") == {"removed": 1}
    assert [fault["id"] for fault in control.get("faults")["faults"]] == [second]
    assert control.delete("faults") == {"removed": 1}
    assert control.refused("DELETE", "faults/fault-9") == (404, "There is no fault 'fault-9'; there are none")


def test_a_paused_fault_strikes_nothing_and_keeps_its_counts(mock: MockClio, control: Asking) -> None:
    id = control.post("faults", {"kind": "expired-token", "operation": "User#who_am_i"})["faults"][0]["id"]
    results = [ask(mock).status_code]
    for paused in (True, False):
        shown = control.call("PATCH", f"faults/{id}", json={"paused": paused}).json()["fault"]
        assert (shown.get("paused", False), shown["hits"]) == (paused, 1)
        results.append(ask(mock).status_code)
    assert results == [401, 200, 401]
    assert control.refused("PATCH", "faults/fault-9", {"paused": True})[0] == 404
    assert control.refused("PATCH", f"faults/{id}", {}) == (400, "paused must be sent")


def test_a_fault_begins_and_ends_at_times_of_the_clock(mock: MockClio, control: Asking) -> None:
    (fault,) = control.post("faults", {"status": 503, "begins": "2026-06-01T16:00:00+02:00", "ends": "2026-06-01T15:00:00Z"})["faults"]
    assert (fault["begins"], fault["ends"]) == ("2026-06-01T14:00:00Z", "2026-06-01T15:00:00Z")
    result = statuses(mock, 1)
    for _ in range(2):
        control.post("clock", {"advance": "1h"})
        result += statuses(mock, 1)
    assert result == [200, 503, 200]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"begins": "soon"}, "ISO 8601"),
        ({"kind": "bad"}, "truncate"),
        ({"preset": "bad"}, "maintenance"),
        ({"kind": "cut", "preset": "slow"}, "not both"),
        ({"status": 1000}, "between 200 and 599"),
        ({"probability": 2}, "between 0 and 1"),
        ({"count": 0}, "from 1 up"),
        ({"lasts": "long"}, "72h"),
        ({"distribution": "odd"}, "uniform"),
        ({"color": 1}, "status"),
    ],
)
def test_a_wrong_fault_is_refused_with_what_would_be_right(control: Asking, body: dict[str, Any], word: str) -> None:
    status, message = control.refused("POST", "faults", body)
    assert (status, word in message) == (400, True), message


def test_a_header_that_means_nothing_is_refused(mock: MockClio) -> None:
    assert ask(mock, fault="nonsense").status_code == 400
    with pytest.raises(WrongFault, match="name=value"):
        parse("latency; slow")


def test_distributions_stay_where_they_belong() -> None:
    faults = Faults(7)
    for distribution in ("fixed", "uniform", "normal", "exponential"):
        fault = faults.add("latency", delay=1.0, spread=0.5, distribution=distribution)
        drawn = [faults.seconds(fault) for _ in range(300)]
        assert min(drawn) >= 0
        assert 0.8 < sum(drawn) / 300 < 1.2


def test_a_fork_has_the_faults_of_its_source_and_its_own_counts(mock: MockClio) -> None:
    mock.faults.add("status", status=500, count=1)
    with MockClio.of(mock.world.fork("other")) as other:
        assert statuses(other, 2) == [500, 200]
    assert statuses(mock, 2) == [500, 200]

"""Rate limits on the world's clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio import MockClio

RATES = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


def test_nothing_is_enforced_unless_it_was_asked_for(mock: MockClio) -> None:
    response = mock.http.get("/api/v4/matters")
    now = int(mock.clock.now().timestamp())
    assert [response.headers[name] for name in RATES] == ["100000", "100000", str(now - now % 60 + 60)]


@pytest.mark.rule("limits.windows-of-60-seconds", "limits.refused-is-429")
def test_the_request_beyond_the_limit_is_refused_until_the_window_ends(mock: MockClio) -> None:
    mock.http.post("/_mockclio/rate_limit", json={"limit": 1}).raise_for_status()
    mock.clock.advance(timedelta(seconds=20))
    first, second = (mock.http.get("/api/v4/matters") for _ in range(2))
    assert (first.status_code, first.headers["X-RateLimit-Remaining"]) == (200, "0")
    assert (second.status_code, second.json()["error"]["type"], second.headers["Retry-After"]) == (429, "RateLimited", "40")
    mock.clock.advance(timedelta(seconds=39))
    assert mock.http.get("/api/v4/matters").headers["Retry-After"] == "1"
    mock.clock.advance(timedelta(seconds=1))
    assert mock.http.get("/api/v4/matters").status_code == 200


@pytest.mark.rule("limits.windows-of-60-seconds")
def test_each_token_has_a_count_of_its_own(mock: MockClio) -> None:
    other = mock.http.post("/_mockclio/tokens", json={}).json()["access_token"]
    mock.http.post("/_mockclio/rate_limit", json={"limit": 2}).raise_for_status()
    statuses = [mock.http.get("/api/v4/matters").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert mock.http.get("/api/v4/matters", headers={"Authorization": f"Bearer {other}"}).status_code == 200


def test_the_limit_is_lifted_at_run_time(mock: MockClio) -> None:
    mock.http.post("/_mockclio/rate_limit", json={"limit": 0}).raise_for_status()
    assert mock.http.get("/api/v4/matters").status_code == 429
    mock.http.post("/_mockclio/rate_limit", json={"limit": None}).raise_for_status()
    assert mock.http.get("/api/v4/matters").status_code == 200

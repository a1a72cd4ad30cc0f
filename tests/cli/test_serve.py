"""The verb serve, from outside."""

from __future__ import annotations

import json
import ssl
from pathlib import Path

import httpx
import pytest

from tests.cli.serving import HEADERS, Serving, refused


def who(url: str, **options: object) -> httpx.Response:
    return httpx.get(f"{url}/api/v4/users/who_am_i", headers=HEADERS, **options)  # type: ignore[arg-type]


def test_it_says_when_it_is_ready_and_ends_cleanly_when_told_to() -> None:
    with Serving("--firm", "empty", "--port", "0") as server:
        assert who(server.url).status_code == 200
    assert server.code == 0


def test_localhost_answers_on_both_addresses() -> None:
    with Serving("--firm", "empty", "--port", "0", "--host", "localhost") as server:
        port = httpx.URL(server.url).port
        for host in ("127.0.0.1", "localhost"):
            assert who(f"http://{host}:{port}").status_code == 200
        try:
            assert who(f"http://[::1]:{port}").status_code == 200
        except httpx.ConnectError:
            pytest.skip("this machine has no IPv6 loopback address")


def test_flags_beat_the_environment_and_port_is_honoured() -> None:
    with Serving("--port", "0", MOCKCLIO_FIRM="empty", MOCKCLIO_TOKEN="other", MOCKCLIO_PORT="1") as server:
        assert httpx.get(f"{server.url}/api/v4/matters", headers={"Authorization": "Bearer other"}).status_code == 200
        assert who(server.url).status_code == 401
    with Serving(PORT="0", MOCKCLIO_FIRM="empty") as server:
        assert who(server.url).status_code == 200


def test_https_is_served_with_a_certificate_of_its_own(tmp_path: Path) -> None:
    with Serving("--firm", "empty", "--port", "0", "--tls-ca") as server:
        assert server.process.stderr is not None
        lines = []
        while not lines or "END CERTIFICATE" not in lines[-1]:
            lines.append(server.process.stderr.readline())
        context = ssl.create_default_context(cadata="".join(lines))
        assert server.url.startswith("https://")
        port = httpx.URL(server.url).port
        assert who(f"https://localhost:{port}", verify=context).status_code == 200
        with pytest.raises(httpx.ConnectError):
            who(server.url, verify=ssl.create_default_context())


def test_the_clio_profile_allows_fifty_requests_a_minute() -> None:
    with Serving("--firm", "empty", "--port", "0", "--profile", "clio") as server:
        assert who(server.url).headers["X-RateLimit-Limit"] == "50"
    with Serving("--firm", "empty", "--port", "0", "--profile", "clio", "--rate-limit", "off") as server:
        assert who(server.url).headers["X-RateLimit-Limit"] == "100000"
    with Serving("--firm", "empty", "--port", "0", "--rate-limit", "7") as server:
        assert who(server.url).headers["X-RateLimit-Remaining"] == "6"


def test_time_region_and_approval_are_chosen_at_the_start() -> None:
    with Serving("--firm", "empty", "--port", "0", "--at", "2030-01-01T00:00:00Z", "--region", "eu", "--auto-approve", "1") as server:
        assert httpx.get(f"{server.url}/_mockclio/clock").json()["now"].startswith("2030-01-01T00:0")
        assert httpx.get(f"{server.url}/api/v4/matters", headers={**HEADERS, "Host": "app.clio.com"}).status_code == 401
        params = {"response_type": "code", "client_id": "dev-client", "redirect_uri": "http://localhost/cb"}
        assert httpx.get(f"{server.url}/oauth/authorize", params=params).status_code == 302


def test_a_taken_port_is_named_and_the_way_out_too() -> None:
    with Serving("--firm", "empty", "--port", "0") as server:
        port = str(httpx.URL(server.url).port)
        code, complaint = refused("--firm", "empty", "--port", port)
    assert code == 1
    assert f"127.0.0.1:{port} is taken by a mockclio server" in complaint
    assert "--port N" in complaint


@pytest.mark.parametrize(
    ("options", "right"),
    [
        (["--at", "soon"], "ISO 8601"),
        (["--rate-limit", "many"], "a number of requests a minute, or off"),
        (["--firm", "nowhere.json"], "there is no such file"),
        (["--region", "moon"], "'us', 'eu', 'ca', 'au'"),
    ],
)
def test_wrong_options_say_what_would_be_right(options: list[str], right: str) -> None:
    code, complaint = refused("--port", "0", *options)
    assert code == 2
    assert right in complaint


def test_a_firm_that_is_wrong_is_refused_with_its_place(tmp_path: Path) -> None:
    wrong = tmp_path / "firm.json"
    head = {"format": 1, "as_of": "2026-01-01T00:00:00Z"}
    wrong.write_text(json.dumps({"_default": {"1": head}, "contacts": {"5": {"id": 5, "type": "Robot", "name": "R"}}}))
    code, complaint = refused("--port", "0", "--firm", str(wrong))
    assert code == 2
    assert "contacts/5: type must be one of Company, Person" in complaint

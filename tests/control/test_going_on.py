"""A saved state in place of a firm: its world goes on as it was saved, in process and served, while a firm begins afresh."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from mockclio import MockClio
from mockclio.assembly import open_firm, open_kept
from mockclio.store.state import save
from mockclio.webhooks.receiver import Receiver
from tests.api import Api
from tests.cli.serving import Serving
from tests.control.requests import Asking
from tests.control.test_worlds import PERSON

SAVED = "2026-06-02T13:00:00Z"
LATER = datetime(2027, 1, 1, tzinfo=UTC)


class Saved:
    """A state: its file, and what it held."""

    def __init__(self, control: Asking, api: Api) -> None:
        self.contact = api.post("/contacts", PERSON["data"])["id"]
        self.token = control.post("tokens", {"scopes": {"Contacts": "read"}})["access_token"]
        control.post("clock", {"advance": "1d"})
        control.post("faults", {"status": 503, "operation": "Task#*"})
        control.post("rate_limit", {"limit": 40})
        self.path = str(control.post("states", {"name": "saved"})["path"])


@pytest.fixture
def saved(control: Asking, api: Api) -> Saved:
    return Saved(control, api)


def get(http: httpx.Client, path: str, token: str = "dev-token") -> httpx.Response:
    return http.get(f"/api/v4{path}", headers={"Authorization": f"Bearer {token}"})


def test_a_mock_goes_on_from_a_saved_state(saved: Saved) -> None:
    with MockClio(saved.path) as mock:
        assert (mock.clock.stamp(), mock.clock.frozen) == (SAVED, True)
        assert get(mock.http, f"/contacts/{saved.contact}").headers["X-RateLimit-Limit"] == "40"
        assert [get(mock.http, path, saved.token).status_code for path in ("/contacts", "/matters", "/tasks")] == [200, 403, 503]
        assert Api(mock).post("/contacts", PERSON["data"])["id"] > saved.contact
        mock.reset()
        assert (mock.clock.stamp(), get(mock.http, "/contacts").json()["meta"]["records"]) == (SAVED, 1)


def test_its_clock_stands_or_runs_as_it_did_unless_told_otherwise(saved: Saved, control: Asking) -> None:
    assert open_firm(saved.path).clock.frozen is True
    control.post("clock", {"frozen": False})
    running = str(control.post("states", {"name": "running"})["path"])
    world = open_firm(running)
    assert world.clock.frozen is False
    assert timedelta(0) <= world.clock.now() - datetime.fromisoformat(SAVED) < timedelta(minutes=5)
    assert open_firm(running, frozen=True).clock.frozen is True
    assert open_firm(saved.path, frozen=False).clock.frozen is False


def test_a_time_that_is_named_wins(saved: Saved) -> None:
    world = open_firm(saved.path, at=LATER)
    assert (world.clock.now(), world.clock.frozen) == (LATER, True)
    with MockClio(saved.path, at="2027-01-01T00:00:00Z") as mock:
        assert mock.clock.now() == LATER


def test_a_firm_begins_now(mock: MockClio, tmp_path: Path) -> None:
    save(mock.world, tmp_path / "firm.json")
    for firm in ("empty", str(tmp_path / "firm.json")):
        assert abs(open_firm(firm).clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
        assert open_firm(firm, frozen=True).clock.stamp() == "2026-06-01T13:00:00Z"


def test_what_a_receiver_was_owed_is_sent(control: Asking, mock: MockClio, api: Api) -> None:
    mock.webhooks.mount("https://app.test", Receiver(500))
    api.post("/webhooks", {"url": "https://app.test/hook", "model": "contact", "fields": "id"})
    made = api.post("/contacts", PERSON["data"])["id"]
    path = control.post("states", {"name": "owing"})["path"]
    receiver = Receiver(secrets={row["id"]: row["shared_secret"] for row in mock.world.table("webhooks")})
    with MockClio(path) as again:
        again.webhooks.mount("https://app.test", receiver)
        again.clock.advance(timedelta(minutes=2))
    assert [(post.json["data"]["id"], post.verified) for post in receiver] == [(made, True)]


def test_a_state_that_is_kept_begins_as_saved_and_then_goes_on_from_its_file(saved: Saved, tmp_path: Path) -> None:
    for expected in (SAVED, "2026-06-02T14:00:00Z"):
        worlds, sqlite_store = open_kept(tmp_path / "world.db", saved.path, "dev-token")
        assert worlds.default.clock.stamp() == expected
        assert saved.token in worlds.default.access.tokens
        worlds.default.clock.advance(timedelta(hours=1))
        sqlite_store.close()


def test_a_server_goes_on_from_a_saved_state(saved: Saved) -> None:
    with Serving("--firm", saved.path, "--port", "0") as server, httpx.Client(base_url=server.url, trust_env=False) as http:
        assert http.get("/_mockclio/clock").json()["now"] == SAVED
        assert get(http, f"/contacts/{saved.contact}", saved.token).headers["X-RateLimit-Limit"] == "40"
        assert [get(http, path).status_code for path in ("/contacts", "/tasks")] == [200, 503]


def test_flags_of_a_server_win_over_a_saved_state(saved: Saved) -> None:
    options = ("--firm", saved.path, "--port", "0", "--at", "2027-01-01T00:00:00Z", "--token", "mine", "--profile", "dev")
    with Serving(*options) as server, httpx.Client(base_url=server.url, trust_env=False) as http:
        assert http.get("/_mockclio/clock").json()["now"] == "2027-01-01T00:00:00Z"
        assert get(http, "/contacts", "mine").headers["X-RateLimit-Limit"] == "100000"

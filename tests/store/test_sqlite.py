"""A world in a file: every change is there, and a file that is wrong is refused and left as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from mockclio import MockClio
from mockclio.assembly import create_app, open_kept
from mockclio.handle.transport import InProcess
from mockclio.store.sqlite import SqliteStore
from mockclio.store.state import WrongState
from tests.api import Api
from tests.control.test_worlds import PERSON
from tests.documents import fetch, new_matter, upload
from tests.hashing import digest


class Kept:
    """A server over a file, in process: `client` asks it, `end` lets it go as a kill would."""

    def __init__(self, path: Path) -> None:
        self.worlds, self.sqlite_store = open_kept(path, "empty", "dev-token")
        self.app = create_app(self.worlds)
        self.world = self.worlds.default
        self.mock = self
        self.client = self.http = httpx.Client(
            transport=InProcess(self.app), base_url="http://mockclio.test", headers={"Authorization": "Bearer dev-token"}
        )

    def end(self) -> None:
        """Without another word to the file."""
        self.client.close()
        self.sqlite_store._connection.close()


@contextmanager
def kept(path: Path) -> Iterator[Kept]:
    server = Kept(path)
    try:
        yield server
    finally:
        server.end()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "world.db"


def test_what_was_answered_is_there_after_the_end(file: Path) -> None:
    with kept(file) as first:
        id = first.client.post("/api/v4/contacts", json=PERSON).json()["data"]["id"]
        deleted = first.client.post("/api/v4/contacts", json=PERSON).json()["data"]["id"]
        first.client.delete(f"/api/v4/contacts/{deleted}")
        before = digest(first.world)
    with kept(file) as second:
        assert digest(second.world) == before
        assert second.client.get(f"/api/v4/contacts/{id}").status_code == 200
        assert second.client.post("/api/v4/contacts", json=PERSON).json()["data"]["id"] > deleted


def test_credentials_clock_and_settings_are_there_too(file: Path) -> None:
    with kept(file) as first:
        granted = first.client.post("/_mockclio/tokens", json={}).json()
        form = {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"], "client_id": "dev-client"}
        fresh = first.client.post("/oauth/token", data={**form, "client_secret": "dev-secret"}).json()["access_token"]
        first.client.post("/_mockclio/tokens/revoke", json={"token": granted["access_token"]})
        now = first.client.post("/_mockclio/clock", json={"advance": "1d", "frozen": True}).json()["now"]
        first.client.post("/_mockclio/rate_limit", json={"limit": 30})
        first.client.post("/_mockclio/faults", json={"status": 503, "path": "/api/v4/tasks*"})
    with kept(file) as second:
        assert second.client.get("/_mockclio/clock").json()["now"] == now
        headers = [{"Authorization": f"Bearer {token}"} for token in (fresh, granted["access_token"])]
        assert [second.client.get("/api/v4/contacts", headers=one).status_code for one in headers] == [200, 401]
        assert second.client.get("/api/v4/tasks").status_code == 503
        again = second.client.post("/_mockclio/tokens", json={}).json()["access_token"]
        assert again not in (fresh, granted["access_token"])


def test_bytes_of_files_are_there_too(file: Path) -> None:
    with kept(file) as first:
        api = Api(first)  # type: ignore[arg-type]
        document = upload(api, new_matter(api)["folder"]["id"], content=b"The lease")
    with kept(file) as second:
        assert fetch(Api(second), f"/documents/{document}/download").content == b"The lease"  # type: ignore[arg-type]


def test_a_reset_world_is_kept_as_it_is_then(file: Path) -> None:
    with kept(file) as first:
        before = digest(first.world)
        first.client.post("/api/v4/contacts", json=PERSON)
        first.client.post("/_mockclio/worlds/default/reset", json={})
    with kept(file) as second:
        assert digest(second.world) == before


def test_owed_deliveries_are_there_too(file: Path) -> None:
    hook = {"url": "http://127.0.0.1:9/hook", "model": "contact", "fields": "id,name", "events": ["created"]}
    with kept(file) as first:
        assert first.client.post("/api/v4/webhooks", json={"data": hook}).status_code == 201
        before = [row["state"] for row in first.world.table("_deliveries")]
    with kept(file) as second:
        assert [row["state"] for row in second.world.table("_deliveries")] == before == ["owed"]


@pytest.mark.parametrize("content", [b"garbage, not a database", b"SQLite format 3\x00" + b"\x01" * 200])
def test_a_corrupt_file_is_refused_and_left_as_it_is(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(WrongState, match="no world can be read from it"):
        SqliteStore(file)
    assert file.read_bytes() == content


def test_a_file_that_lost_a_piece_is_refused(file: Path) -> None:
    with kept(file) as first:
        first.client.post("/api/v4/contacts", json=PERSON)
    with sqlite3.connect(file) as opened:
        opened.execute("UPDATE rows SET value = '{\"id\": ' WHERE name = 'contacts'")
    opened.close()
    sqlite_store = SqliteStore(file)
    with pytest.raises(WrongState, match="left as it is"):
        sqlite_store.load()
    sqlite_store._connection.close()


def test_a_database_of_something_else_is_refused(file: Path) -> None:
    with sqlite3.connect(file) as opened:
        opened.execute("CREATE TABLE recipes (name TEXT)")
    opened.close()
    before = file.read_bytes()
    with pytest.raises(WrongState, match="something else"):
        SqliteStore(file)
    assert file.read_bytes() == before


def test_a_newer_format_is_refused(file: Path) -> None:
    with kept(file):
        pass
    with sqlite3.connect(file) as opened:
        opened.execute("PRAGMA user_version = 99")
    opened.close()
    with pytest.raises(WrongState, match="install a newer mockclio"):
        SqliteStore(file)


def test_two_servers_do_not_keep_one_file(file: Path) -> None:
    with kept(file), pytest.raises(WrongState, match="another server"):
        SqliteStore(file)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongState, match="there is no folder"):
        SqliteStore(tmp_path / "nowhere" / "world.db")


def test_a_mock_is_not_kept(mock: MockClio) -> None:
    assert mock.world.kept is False

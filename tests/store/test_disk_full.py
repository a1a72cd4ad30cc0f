"""A disk that is full or read-only: writes are refused and name the file, reads go on, and nothing that was acknowledged is lost."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mockclio.assembly import create_app, open_kept
from mockclio.handle.transport import InProcess

NOTE = "x" * 20_000


class Kept:
    """A kept world. `fill` lets its file grow no more, `free` lets it grow again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.worlds, self.store = open_kept(path, "empty", "dev-token")
        app = create_app(self.worlds)
        self.http = httpx.Client(transport=InProcess(app), base_url="http://mockclio.test", headers={"Authorization": "Bearer dev-token"})

    def fill(self) -> None:
        pages = self.store._connection.execute("PRAGMA page_count").fetchone()[0]
        self.store._connection.execute(f"PRAGMA max_page_count = {pages}")

    def free(self) -> None:
        self.store._connection.execute("PRAGMA max_page_count = 1000000")

    def write(self, name: str) -> httpx.Response:
        body = {"type": "Company", "name": name, "title": None}
        return self.http.post("/api/v4/contacts.json", json={"data": {**body, "name": f"{name} {NOTE}"}})

    def names(self) -> list[str]:
        return [row["name"].split(" ")[0] for row in self.http.get("/api/v4/contacts.json").json()["data"]]

    def in_the_file(self) -> list[str]:
        rows = self.store._connection.execute("SELECT value FROM rows WHERE name = 'contacts' ORDER BY id")
        return [value for (value,) in rows]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path / "world.db")
    yield made
    made.free()
    made.store.close()


def test_a_write_that_is_not_in_the_file_is_a_507_that_names_the_file(kept: Kept) -> None:
    assert kept.write("First").status_code == 201
    kept.fill()
    refused = kept.write("Second")
    assert (refused.status_code, refused.json()["error"]["type"]) == (507, "NotKeptError")
    assert f"{kept.path} cannot be written (database or disk is full)" in refused.json()["error"]["message"]


def test_reads_go_on_and_later_writes_do_nothing(kept: Kept) -> None:
    kept.write("First")
    kept.fill()
    kept.write("Second")
    before = len(kept.worlds.default.table("contacts"))
    for method, path in (("POST", "/api/v4/contacts.json"), ("POST", "/_mockclio/worlds"), ("POST", "/oauth/token")):
        assert kept.http.request(method, path, json={"data": {"type": "Company", "name": "Third"}}).status_code == 507
    assert len(kept.worlds.default.table("contacts")) == before
    assert "First" in kept.names()
    assert kept.http.get("/_mockclio/worlds").status_code == 200


def test_when_there_is_room_again_writes_are_kept_again(kept: Kept) -> None:
    kept.fill()
    assert kept.write("First").status_code == 507
    kept.free()
    assert kept.write("Second").status_code == 201
    assert kept.in_the_file()[-1].count("Second") == 1


def test_the_error_is_no_fault_of_the_mock(kept: Kept, caplog: pytest.LogCaptureFixture) -> None:
    kept.fill()
    with caplog.at_level(logging.DEBUG):
        kept.write("First")
        kept.names()
    assert "a fault of mockclio" not in caplog.text


def test_a_read_only_file_is_named_too(tmp_path: Path) -> None:
    made = Kept(tmp_path / "world.db")
    made.store._connection.execute("PRAGMA query_only = 1")
    refused = made.write("First")
    assert refused.status_code == 507
    assert f"{made.path} cannot be written (attempt to write a readonly database)" in refused.json()["error"]["message"]
    assert made.http.get("/api/v4/contacts.json").status_code == 200
    made.store._connection.execute("PRAGMA query_only = 0")
    made.store.close()


def test_a_state_that_cannot_be_saved_names_its_file_and_leaves_no_draft(kept: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "states"
    kept.worlds.states.folder = folder
    (folder / "full.json" / "in the way").mkdir(parents=True)
    refused = kept.http.post("/_mockclio/states", json={"name": "full"})
    assert refused.status_code == 400
    assert f"{folder / 'full.json'} cannot be written" in refused.json()["error"]["message"]
    assert [path.name for path in folder.iterdir()] == ["full.json"]

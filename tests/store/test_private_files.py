"""Files with secrets are for their user alone, and damaged ones are named by a clear error."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mockclio.assembly import open_firm, open_kept
from mockclio.cli.listen import _append
from mockclio.store.saved_states import SavedStates, snapshot
from mockclio.store.sqlite import SqliteStore
from mockclio.store.state import WrongState, build
from mockclio.store.world import World


def is_private(path: Path) -> bool:
    return path.stat().st_mode & 0o077 == 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "world.db"
    open_kept(path, "empty", "dev-token")[1].close()
    return path


@pytest.fixture
def open_mask() -> Any:
    """The mask under which new files would be for everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_mask")
def test_kept_worlds_states_and_posts_are_for_their_user_alone(tmp_path: Path) -> None:
    kept = tmp_path / "world.db"
    worlds, store = open_kept(kept, "empty", "dev-token")
    assert [path.name for path in tmp_path.glob("world.db*") if not is_private(path)] == []
    state = SavedStates(tmp_path / "states").save(worlds.default, "one")
    store.close()
    _append(tmp_path / "posts.jsonl", "{}")
    assert is_private(state)
    assert is_private(tmp_path / "posts.jsonl")


def test_a_file_that_was_for_everybody_is_so_no_more(file: Path) -> None:
    file.chmod(0o644)
    SqliteStore(file).close()
    assert is_private(file)


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ("DELETE FROM head WHERE key = 'clock'", "its head has no clock"),
        ("DELETE FROM head WHERE key IN ('starts', 'as_of')", "its head has no starts and no as_of"),
        ("UPDATE head SET value = '{' WHERE key = 'clock'", "head/clock is not JSON"),
        ("UPDATE head SET value = '5' WHERE key = 'clock'", "its head has no clock"),
        ("UPDATE head SET value = '{}' WHERE key = 'clock'", "a value has the wrong form"),
        ("UPDATE rows SET value = '{' WHERE name = 'users'", r"users/\d+ is not JSON"),
        ("UPDATE rows SET value = '[1]' WHERE name = 'users'", r"users/\d+ is not a row with that id"),
        ("UPDATE rows SET value = '{}' WHERE name = '_tokens'", r"_tokens/1 is not a row with that id"),
        ("UPDATE rows SET value = '{\"id\":1}' WHERE name = '_tokens'", r"_tokens/1: value, user must be there"),
        ("UPDATE rows SET value = json_set(value, '$.user', 'x') WHERE name = '_tokens'", r"_tokens/1: user has a wrong value"),
        (
            "UPDATE rows SET value = json_set(value, '$.color', 'red') WHERE name = '_applications'",
            r"_applications/1: color has a wrong value",
        ),
    ],
)
def test_a_damaged_file_is_named_with_the_place(file: Path, damage: str, complaint: str) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute(damage)
    store = SqliteStore(file)
    with pytest.raises(WrongState, match=rf"world\.db: no world can be read from it \(.*{complaint}.*\): it was left as it is"):
        store.load()
    store._connection.close()


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [("_tokens", "expires_at", 5), ("_tokens", "permissions", "all"), ("_applications", "redirect_uris", "x"), ("_codes", "used", "no")],
)
def test_a_hostile_state_is_refused_with_its_place(table: str, key: str, value: Any) -> None:
    world: World = open_firm("empty", frozen=True)
    document: Any = json.loads(json.dumps(snapshot(world)))
    document[table] = {"1": {"id": 1, key: value}}
    with pytest.raises(WrongState, match=rf"hostile\.json: .*{table}/1: {key} has a wrong value"):
        build(document, "hostile.json")

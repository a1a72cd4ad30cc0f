"""Requests that end together share one transaction of the kept file, and reads do not wait for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from mockclio.store.sqlite import SqliteStore
from mockclio.store.sqlite_errors import NotKept
from mockclio.store.world import World

WAIT = 10.0


class Slow(SqliteStore):
    """A store whose transactions begin when the test lets them."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.transactions: list[int] = []
        self.begun, self.may_go_on = Event(), Event()
        self.may_go_on.set()
        self.failures = 0

    def _write(self, rows: Any, files: Any, head: Any, *, fresh: bool) -> None:
        self.begun.set()
        assert self.may_go_on.wait(WAIT)
        if self.failures:
            self.failures -= 1
            raise sqlite3.OperationalError("database or disk is full")
        self.transactions.append(len(list(rows)))
        super()._write(rows, files, head, fresh=fresh)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def store(world: World, tmp_path: Path) -> Slow:
    store = Slow(tmp_path / "world.db")
    store.keep(world)
    store.transactions.clear()
    store.begun.clear()
    return store


def write(world: World, name: str) -> None:
    with world.session() as session:
        session.insert("things", {"subject": name})


def in_thread(work: Callable[[], None]) -> Thread:
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread


def kept(store: Slow) -> set[str]:
    rows = sqlite3.Connection.execute(store._connection, "SELECT value FROM rows WHERE name = 'things'")
    return {value.split('"subject":"')[1].split('"')[0] for (value,) in rows}


def test_those_who_wait_share_the_next_transaction(world: World, store: Slow) -> None:
    write(world, "first")
    store.may_go_on.clear()
    leader = in_thread(store.flush)
    assert store.begun.wait(WAIT)
    for name in ("second", "third", "fourth"):
        write(world, name)
    followers = [in_thread(store.flush) for _ in range(3)]
    store.may_go_on.set()
    for thread in (leader, *followers):
        thread.join(WAIT)
    assert store.transactions == [1, 3]
    assert kept(store) == {"first", "second", "third", "fourth"}


def test_a_read_does_not_wait_for_the_file(world: World, store: Slow) -> None:
    write(world, "first")
    store.may_go_on.clear()
    leader = in_thread(store.flush)
    assert store.begun.wait(WAIT)
    write(world, "noted by a read")
    store.flush(wait=False)
    assert leader.is_alive()
    store.may_go_on.set()
    leader.join(WAIT)
    assert kept(store) == {"first"}
    store.flush()
    assert kept(store) == {"first", "noted by a read"}


def test_other_requests_go_on_while_the_file_is_written(world: World, store: Slow) -> None:
    write(world, "first")
    store.may_go_on.clear()
    leader = in_thread(store.flush)
    assert store.begun.wait(WAIT)
    write(world, "second")
    assert len(world.table("things")) == 2
    store.may_go_on.set()
    leader.join(WAIT)


def test_what_could_not_be_written_is_written_later(world: World, store: Slow) -> None:
    write(world, "first")
    store.failures = 1
    with pytest.raises(NotKept):
        store.flush()
    write(world, "second")
    store.flush()
    assert kept(store) == {"first", "second"}


def test_each_who_wrote_is_told_of_the_failure(world: World, store: Slow) -> None:
    write(world, "first")
    store.may_go_on.clear()
    store.failures = 2
    refused: list[str] = []

    def flush() -> None:
        try:
            store.flush()
        except NotKept as error:
            refused.append(str(error))

    leader = in_thread(flush)
    assert store.begun.wait(WAIT)
    write(world, "second")
    follower = in_thread(flush)
    store.may_go_on.set()
    leader.join(WAIT)
    follower.join(WAIT)
    assert len(refused) == 2
    store.flush()
    assert kept(store) == {"first", "second"}

"""A session commits or rolls back whole, and says what it changed."""

from __future__ import annotations

import pytest

from mockclio.store.clock import Clock, parse_time
from mockclio.store.world import World
from tests.hashing import digest

NOW = parse_time("2026-03-01T10:00:00Z")


@pytest.fixture
def world() -> World:
    return World(clock=Clock(NOW, frozen=True))


def test_a_commit_publishes_one_change_a_record(world: World) -> None:
    with world.session() as session:
        row = session.insert("tasks", {"name": "a"})
        session.update("tasks", row["id"], {"name": "b"})
    (change,) = world.outbox.since(0)
    assert (change.event, change.table, change.before, (change.after or {})["name"]) == ("created", "tasks", None, "b")


def test_an_update_counts_the_revision_and_keeps_the_old_row_as_it_was(world: World) -> None:
    with world.session() as session:
        id = session.insert("tasks", {"name": "a"})["id"]
    before = world.table("tasks")[id]
    with world.session() as session:
        session.update("tasks", id, {"name": "b"})
        session.update("tasks", id, {"name": "c"})
    after = world.table("tasks")[id]
    assert (before["name"], after["name"], after["_revision"]) == ("a", "c", 1)


def test_an_update_that_ends_where_it_began_is_no_change(world: World) -> None:
    with world.session() as session:
        id = session.insert("tasks", {"name": "a"})["id"]
    sequence, row = world.outbox.sequence, world.table("tasks")[id]
    with world.session() as session:
        session.update("tasks", id, {"name": "b"})
        session.update("tasks", id, {"name": "a"})
    assert world.outbox.sequence == sequence
    assert world.table("tasks")[id] is row


def test_an_error_rolls_back_everything(world: World) -> None:
    with world.session() as session:
        kept = session.insert("tasks", {"name": "kept"})["id"]
        deleted = session.insert("tasks", {"name": "gone"})["id"]
    before, sequence = digest(world), world.outbox.sequence

    def fail() -> None:
        with world.session() as session:
            session.insert("tasks", {"name": "new"})
            session.update("tasks", kept, {"name": "changed"})
            session.delete("tasks", deleted)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert digest(world) == before
    assert world.outbox.sequence == sequence


def test_a_fork_and_its_origin_do_not_see_each_other(world: World) -> None:
    with world.session() as session:
        id = session.insert("tasks", {"name": "a"})["id"]
    twin = world.fork("twin")
    with twin.session() as session:
        session.update("tasks", id, {"name": "twin"})
        session.insert("tasks", {"name": "more"})
    with world.session() as session:
        session.update("tasks", id, {"name": "origin"})
    assert [row["name"] for row in world.table("tasks")] == ["origin"]
    assert [row["name"] for row in twin.table("tasks")] == ["twin", "more"]


def test_ids_grow_and_are_never_used_twice(world: World) -> None:
    with world.session() as session:
        first = session.insert("tasks", {})["id"]
        session.delete("tasks", first)
    with world.session() as session:
        assert session.insert("tasks", {})["id"] > first > 2**20

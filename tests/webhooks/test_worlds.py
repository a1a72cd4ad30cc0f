"""Deliveries are part of the world: forks, saved worlds and second runs have the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from mockclio import MockClio
from mockclio.assembly import prepare
from mockclio.store.state import load, save
from mockclio.store.world import World
from mockclio.webhooks import attach
from tests.api import Api
from tests.webhooks.conftest import Hooks, task


def history(mock: MockClio) -> list[dict[str, Any]]:
    """What is delivered in a little history with failures, a delay and a doubled delivery."""
    hooks = Hooks(Api(mock))
    hooks.make(fields="id,etag,name,created_at")
    hooks.make("contact", "id,name")
    hooks.receiver.answers = [500, 200, 503, 200]
    hooks.faults.delay("5m", event="updated")
    hooks.faults.duplicate(event="created")
    id = task(hooks.api)
    for number in range(3):
        hooks.api.patch(f"/tasks/{id}", {"name": f"Name {number}"})
        mock.clock.advance(timedelta(minutes=number + 1))
    hooks.api.post("/contacts", {"type": "Company", "name": "Quay"})
    mock.clock.advance(timedelta(days=1))
    return [delivery.row for delivery in hooks.faults.deliveries()]


def test_two_runs_give_the_same_deliveries_to_the_byte(founded: tuple[World, Any]) -> None:
    runs = []
    for _ in range(2):
        with MockClio.of(founded[0].fork("default")) as mock:
            runs.append(history(mock))
    assert runs[0] == runs[1]
    assert len(runs[0]) == 8


def test_a_fork_goes_on_with_what_is_owed_and_neither_hears_of_the_other(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.receiver.answers = [500]
    task(api)
    with MockClio.of(api.mock.world.fork("default")) as twin:
        theirs = Hooks(Api(twin))
        twin.clock.advance(timedelta(minutes=2))
        assert theirs.events == ["created"]
        task(theirs.api, "In the fork")
        assert len(theirs.events) == 2
    assert hooks.events == ["created"]
    api.mock.clock.advance(timedelta(minutes=2))
    assert hooks.events == ["created", "created"]
    assert [data["name"] for data in hooks.sent()] == []


def test_a_saved_world_goes_on_with_what_is_owed(api: Api, hooks: Hooks, tmp_path: Path) -> None:
    hooks.make()
    hooks.faults.automatic = False
    hooks.faults.respond(500)
    waiting = task(api, "Waiting")
    hooks.faults.deliver()
    owed = task(api, "Owed")
    save(api.mock.world, tmp_path / "world.json")
    with MockClio.of(prepare(load(tmp_path / "world.json"), frozen=True)) as again:
        theirs = Hooks(Api(again))
        assert again.webhooks.deliver() == 1
        again.clock.advance(timedelta(minutes=2))
        assert [post.json["data"]["id"] for post in theirs.receiver.events] == [owed, waiting]
        again.http.patch(f"/api/v4/tasks/{owed}.json", json={"data": {"name": "Next"}}).raise_for_status()
        ids = [delivery.id for delivery in again.webhooks.deliveries()]
        assert ids == sorted(set(ids))
        sequences = [entry["sequence"] for entry in again.webhooks.why()]
        assert sequences == sorted(set(sequences))


def test_a_world_that_takes_over_another_ones_rows_owes_what_that_one_owed(api: Api, hooks: Hooks, founded: tuple[World, Any]) -> None:
    hooks.make()
    hooks.receiver.answers = [500]
    task(api)
    with MockClio.of(founded[0].fork("default")) as other:
        theirs = Hooks(Api(other))
        other.world.become(api.mock.world)
        other.clock.advance(timedelta(minutes=2))
        assert theirs.events == ["created"]
    api.mock.world.become(founded[0])
    api.mock.clock.advance(timedelta(minutes=2))
    assert (hooks.events, hooks.faults.deliveries()) == (["created"], [])


def test_a_world_without_webhooks_keeps_no_record_of_changes(api: Api) -> None:
    task(api)
    assert not attach(api.mock.world).queues
    assert not {"_deliveries", "_verdicts", "_first_updates"} & {name for name, table in api.mock.world.tables.items() if len(table)}


def test_webhooks_do_not_change_what_ids_records_get(founded: tuple[World, Any]) -> None:
    ids = []
    for subscribes in (True, False):
        with MockClio.of(founded[0].fork("default")) as mock:
            hooks = Hooks(Api(mock))
            hooks.make(events=["created"] if subscribes else ["deleted"])
            ids.append(task(hooks.api))
    assert ids[0] == ids[1]

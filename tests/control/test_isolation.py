"""Worlds are isolated: no world sees what another does, however many there are and however many threads ask."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from tests.control.requests import Asking
from tests.hashing import digest

WORLDS, THREADS, STEPS = 200, 16, 6


def live(app: Any, token: str, name: str) -> list[str]:
    """Some writes, reads and a deletion in one world; everything that it finds is its own."""
    random, wrong = Random(name), []
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://mockclio.test", headers=headers) as client:
        mine = []
        for step in range(STEPS):
            sent = {"type": "Person", "first_name": name, "last_name": f"Step {step}"}
            made = client.post("/api/v4/contacts?fields=id,first_name", json={"data": sent})
            if made.status_code != 201 or made.json()["data"]["first_name"] != name:
                wrong.append(f"{name}: {made.text}")
            mine.append(made.json()["data"]["id"])
            if random.random() < 0.3:
                client.delete(f"/api/v4/contacts/{mine.pop()}")
            listed = client.get("/api/v4/contacts?fields=id,first_name").json()["data"]
            others = [row for row in listed if row["first_name"] != name]
            if others or [row["id"] for row in listed] != mine:
                wrong.append(f"{name}: {listed} in place of {mine}")
    return wrong


def test_two_hundred_worlds_used_by_sixteen_threads_see_nothing_of_each_other(control: Asking, mock: MockClio) -> None:
    worlds = mock.app.extensions["worlds"]
    before = digest(mock.world)
    tokens = {}
    for number in range(WORLDS):
        name = f"law-{number}"
        tokens[name] = worlds.fork(mock.world, name)
    opened = {name: next(iter(world.access.tokens)) for name, world in tokens.items()}
    with ThreadPoolExecutor(THREADS) as pool:
        wrong = [line for lines in pool.map(lambda name: live(mock.app, opened[name], name), opened) for line in lines]
    assert wrong == []
    assert digest(mock.world) == before
    for name, world in tokens.items():
        assert {entry.world for entry in world.request_log} == {name}
        assert {change.after["first_name"] for change in world.outbox.since(0) if change.table == "contacts" and change.after} == {name}
    assert control.get("health")["worlds"] == WORLDS + 1
    for name in opened:
        control.delete(f"worlds/{name}")
    assert worlds.credentials_of(tokens["law-0"]) == []


def test_a_fork_of_ten_thousand_rows_costs_next_to_nothing(mock: MockClio) -> None:
    """A rough bound by counting what a fork holds itself; `python -m benchmarks.control` measures the process."""
    world = mock.world
    stamp = world.clock.stamp()
    for number in range(10_000):
        world.table("contacts").put({"id": world.ids.next(), "created_at": stamp, "updated_at": stamp, "name": f"Client {number}"})
    world.fork("warm")
    twin = world.fork("twin")
    own = sum(
        sys.getsizeof(table) + sys.getsizeof(table.own) + sys.getsizeof(table.own.rows) + sys.getsizeof(table.own.ids)
        for table in twin.tables.values()
    )
    assert own < 200_000
    assert twin.tables["contacts"].base is world.tables["contacts"].base


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_world_that_is_not_there_is_named(control: Asking, method: str) -> None:
    status, message = control.refused(method.upper(), "clock", {} if method == "post" else None, world="nowhere")
    assert (status, "default" in message) == (404, True)

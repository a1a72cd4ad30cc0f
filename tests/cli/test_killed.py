"""A server ends by kill -9 under a load of writes. Every acknowledged write and every open delivery is there; no write is there in part."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread

import httpx
import pytest

from mockclio.webhooks.receiver import Receiver
from tests.cli.serving import HEADERS, Serving
from tests.webhooks.sockets import listening

HOOK = {"model": "matter", "fields": "id,display_number", "events": ["created"]}


class Writers:
    """Threads that write until the server is gone; `made` maps an acknowledged matter to its client."""

    def __init__(self, url: str, begin: int) -> None:
        self.url, self.made, self.lock, self.enough = url, {}, Lock(), Event()  # type: ignore[var-annotated]
        self.enough_at = begin
        self.threads = [Thread(target=self.write, args=(number,)) for number in range(4)]
        for thread in self.threads:
            thread.start()

    def write(self, number: int) -> None:
        with httpx.Client(base_url=self.url, headers=HEADERS) as client:
            try:
                while True:
                    person = {"type": "Person", "first_name": "Ann", "last_name": f"Writer {number}"}
                    owner = client.post("/api/v4/contacts", json={"data": person}).json()["data"]["id"]
                    matter = {"client": {"id": owner}, "description": "Lease"}
                    answer = client.post("/api/v4/matters", json={"data": matter})
                    assert answer.status_code == 201
                    with self.lock:
                        self.made[answer.json()["data"]["id"]] = owner
                        if len(self.made) >= self.enough_at:
                            self.enough.set()
            except httpx.TransportError:
                return

    def join(self) -> None:
        for thread in self.threads:
            thread.join(timeout=20)


def round_of(file: Path, expected: dict[int, int], writes: int) -> None:
    """One life of the server: what earlier lives acknowledged is there; then it is killed in the middle of writing."""
    with Serving("--firm", "empty", "--port", "0", "--persist", str(file)) as server:
        check(server.url, expected)
        writers = Writers(server.url, writes)
        assert writers.enough.wait(30)
        os.kill(server.process.pid, signal.SIGKILL)
        writers.join()
        expected.update(writers.made)


def check(url: str, expected: dict[int, int]) -> None:
    """Every acknowledged matter with its client and its folder, and nothing that hangs in the air."""
    with httpx.Client(base_url=url, headers=HEADERS) as client:
        results: dict[int, dict] = {}  # type: ignore[type-arg]
        address: str | None = "/api/v4/matters?limit=200&fields=id,client{id,name},folder{id}"
        while address:
            page = client.get(address).json()
            results.update({row["id"]: row for row in page["data"]})
            address = page["meta"]["paging"].get("next")
        assert {id: owner for id, owner in expected.items() if id not in results or results[id]["client"]["id"] != owner} == {}
        assert [id for id, row in results.items() if not row["folder"] or not row["client"]["name"]] == []


def subscribe(url: str, receiver: str) -> None:
    """A webhook whose handshake is done."""
    with httpx.Client(base_url=url, headers=HEADERS) as client:
        made = client.post("/api/v4/webhooks?fields=id", json={"data": {**HOOK, "url": f"{receiver}/hook"}}).json()["data"]["id"]
        for _ in range(50):
            if client.get(f"/api/v4/webhooks/{made}?fields=status").json()["data"]["status"] == "enabled":
                return
            client.get("/_mockclio/events", params={"kinds": "change", "wait": 0.2})
        raise AssertionError("the handshake was not done")


def owes_nothing(url: str, receiver: Receiver, expected: dict[int, int]) -> None:
    """Every acknowledged matter was told of, by this server or an earlier one; a post that a kill cut short does not count."""
    for _ in range(100):
        missing = expected.keys() - {post.json["data"]["id"] for post in receiver.events if post.verified}
        if not missing:
            return
        httpx.get(f"{url}/_mockclio/events", params={"kinds": "delivery", "wait": 0.2})
    raise AssertionError(f"nobody was told of {sorted(missing)}")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("rounds", [5, pytest.param(50, marks=pytest.mark.long)])
def test_nothing_acknowledged_is_lost_and_nothing_owed_forgotten(tmp_path: Path, rounds: int) -> None:
    random, expected = Random(rounds), {}  # type: ignore[var-annotated]
    file, receiver = tmp_path / "world.db", Receiver()
    with listening(receiver) as address:
        with Serving("--firm", "empty", "--port", "0", "--persist", str(file)) as server:
            subscribe(server.url, address)
        for _ in range(rounds):
            round_of(file, expected, random.randint(1, 25))
        with Serving("--firm", "empty", "--port", "0", "--persist", str(file)) as server:
            check(server.url, expected)
            owes_nothing(server.url, receiver, expected)
    assert len(expected) >= rounds

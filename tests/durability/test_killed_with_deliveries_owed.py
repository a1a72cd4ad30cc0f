"""kill -9 while deliveries are owed: every acknowledged write stays, every owed delivery arrives, and no number is given twice.

In half of the rounds the receiver answers nothing before the kill, so that the deliveries of the round are owed for certain. The long
test prints a figure of docs/reliability.md: `make test-long`.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

import httpx
import pytest

from mockclio.webhooks.receiver import Receiver
from tests.cli.serving import HEADERS, Serving
from tests.cli.test_killed import Writers, check, owes_nothing, subscribe
from tests.webhooks.sockets import listening


class Gate(Receiver):
    """Does handshakes at once. Events wait while the gate is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = Event()
        self.opened.set()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if "HTTP_X_HOOK_SECRET" not in environ:
            self.opened.wait(60)
        return super().__call__(environ, start_response)


class Life:
    """The lives of one kept world: `expected` maps each acknowledged matter to its client, `owed` counts what was owed at the kills."""

    def __init__(self, file: Path, seed: int) -> None:
        self.options = ("--firm", "empty", "--port", "0", "--persist", str(file))
        self.random, self.gate = Random(seed), Gate()
        self.expected: dict[int, int] = {}
        self.owed = 0

    def round(self) -> None:
        """Start, check, write, kill. Nothing of it waits for the receiver."""
        writes, closed = self.random.randint(1, 25), self.random.random() < 0.5
        with Serving(*self.options) as server:
            check(server.url, self.expected)
            once(server.url)
            if closed:
                self.gate.opened.clear()
            writers = Writers(server.url, writes)
            assert writers.enough.wait(30)
            os.kill(server.process.pid, signal.SIGKILL)
            writers.join()
            self.expected.update(writers.made)
            self.owed += len(self.expected.keys() - self.arrived())
            self.gate.opened.set()

    def arrived(self) -> set[int]:
        return {post.json["data"]["id"] for post in list(self.gate.events) if post.verified}


def once(url: str) -> None:
    """Every id and every number of a matter stands once."""
    with httpx.Client(base_url=url, headers=HEADERS) as client:
        received: Counter[object] = Counter()
        address: str | None = "/api/v4/matters?limit=200&order=id(asc)&fields=id,display_number"
        while address:
            page = client.get(address).json()
            received.update(row[name] for row in page["data"] for name in ("id", "display_number"))
            address = page["meta"]["paging"].get("next")
    assert [value for value, times in received.items() if times > 1] == []


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("rounds", [2, pytest.param(200, marks=pytest.mark.long)])
def test_what_is_owed_at_a_kill_arrives_and_nothing_is_lost(tmp_path: Path, rounds: int) -> None:
    life = Life(tmp_path / "world.db", seed=rounds)
    with listening(life.gate) as address:
        with Serving(*life.options) as server:
            subscribe(server.url, address)
        for _ in range(rounds):
            life.round()
        with Serving(*life.options) as server:
            check(server.url, life.expected)
            once(server.url)
            owes_nothing(server.url, life.gate, life.expected)
    posts = [post for post in life.gate.events if post.verified]
    print(f"{rounds} kills: {len(life.expected)} records, {life.owed} deliveries owed at a kill, {len(posts)} posts, 0 lost")
    assert life.owed > 0

"""A disk that is full for one process: no file of it grows beyond a limit. Also writes whose loss would show."""

from __future__ import annotations

import resource
from random import Random

import httpx
import pytest

from tests.cli.serving import HEADERS

needs_limits = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="it needs prlimit, which Linux has")
"""The mark of tests that use `fill`."""


def fill(process: int, size: int) -> None:
    """Let no file of the process grow beyond that many bytes."""
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.prlimit(process, resource.RLIMIT_FSIZE)[1]))


def free(process: int) -> None:
    """Give the process its room back."""
    hard = resource.prlimit(process, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(process, resource.RLIMIT_FSIZE, (hard, hard))


class Load:
    """Creates, renames and deletes companies in a drawn order.

    `expected` maps an id to the names that it may have; None says that it is gone. A refused write may or may not be there, so it adds a
    name; an acknowledged write leaves one.
    """

    def __init__(self, random: Random, expected: dict[int, set[str | None]] | None = None) -> None:
        self.random, self.expected = random, expected or {}
        self.writes = 0

    def write(self, client: httpx.Client) -> httpx.Response:
        """One drawn write, and its answer."""
        self.writes += 1
        name = f"Company {self.writes} " + "x" * self.random.choice((10, 1_000, 30_000))
        alive = [id for id, names in self.expected.items() if None not in names]
        kind = self.random.choices(("create", "rename", "delete"), (6, 3, 1))[0] if alive else "create"
        if kind == "create":
            answer = client.post("/api/v4/contacts?fields=id", json={"data": {"type": "Company", "name": name}})
            if answer.status_code == 201:
                self.expected[answer.json()["data"]["id"]] = {name}
            return answer
        id = self.random.choice(alive)
        if kind == "rename":
            answer, after = client.patch(f"/api/v4/contacts/{id}", json={"data": {"name": name}}), name
        else:
            answer, after = client.delete(f"/api/v4/contacts/{id}"), None
        self.expected[id] = {after} if answer.status_code < 300 else self.expected[id] | {after}
        return answer

    def copy(self) -> dict[int, set[str | None]]:
        return {id: set(names) for id, names in self.expected.items()}


def lost(url: str, expected: dict[int, set[str | None]]) -> dict[int, str | None]:
    """What a server shows of each record that is not as expected. The reads must be answered."""
    shown: dict[int, str | None] = {}
    with httpx.Client(base_url=url, headers=HEADERS, timeout=30) as client:
        address: str | None = "/api/v4/contacts?limit=200&order=id(asc)&fields=id,name"
        while address:
            answer = client.get(address)
            assert answer.status_code == 200, answer.text[:500]
            shown.update({row["id"]: row["name"] for row in answer.json()["data"]})
            address = answer.json()["meta"]["paging"].get("next")
    return {id: shown.get(id) for id, names in expected.items() if shown.get(id) not in names}

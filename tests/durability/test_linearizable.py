"""Many clients at once on few records: the recorded history of every record is linearizable.

The long test prints a figure of docs/reliability.md: `make test-long`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from threading import Barrier, Thread
from time import monotonic
from typing import Any

import pytest

from tests.cli.serving import HEADERS, Serving
from tests.durability.linear import Operation, Shown, linearizable

RECORDS = 4
"""Records that the clients share at any time."""
NAMES = ("first_name", "last_name")
SHOWN = "?fields=id,first_name,last_name"


class Client(Thread):
    """One connection. It draws its calls and records them, by the id of the record. Who deletes a record makes the next one."""

    def __init__(self, port: int, number: int, shared: list[int], begin: Barrier, operations: float, seconds: float) -> None:
        super().__init__()
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.number, self.shared, self.begin, self.operations, self.seconds = number, shared, begin, operations, seconds
        self.random = Random(number)
        self.recorded: list[tuple[int, Operation]] = []
        self.etags: dict[int, str] = {}

    def run(self) -> None:
        if self.number < RECORDS:
            self.shared[self.number] = self.create()
        self.begin.wait(60)
        end = monotonic() + self.seconds
        while len(self.recorded) < self.operations and monotonic() < end:
            place = self.random.randrange(RECORDS)
            if self.call(self.shared[place]) == 204:
                self.shared[place] = self.create()

    def create(self) -> int:
        attributes = {"type": "Person", **{name: self.text() for name in NAMES}}
        return self.send(0, "create", "POST", "/api/v4/contacts", attributes)[1]

    def call(self, id: int) -> int:
        """One drawn call to a record, and its status."""
        kind = self.random.choices(("show", "patch", "guarded", "delete"), (45, 31, 23, 1))[0]
        path = f"/api/v4/contacts/{id}"
        if kind == "show":
            return self.send(id, "show", "GET", path)[0]
        if kind == "delete":
            return self.send(id, "delete", "DELETE", path)[0]
        changes = {self.random.choice(NAMES): self.text()}
        return self.send(id, "patch", "PATCH", path, changes, self.etags.get(id, "") if kind == "guarded" else "")[0]

    def text(self) -> str:
        return f"N{self.number}x{len(self.recorded)}{self.random.choice('abc')}"

    def send(
        self, id: int, kind: str, method: str, path: str, attributes: dict[str, str] | None = None, if_match: str = ""
    ) -> tuple[int, int]:
        """Send and record one call; return the status and the id."""
        headers = {**HEADERS, "Content-Type": "application/json", **({"If-Match": if_match} if if_match else {})}
        body = json.dumps({"data": attributes}) if attributes else None
        start = monotonic()
        self.connection.request(method, path + SHOWN, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        end = monotonic()
        record = json.loads(content)["data"] if answer.status in (200, 201) else None
        shown = self.shown(record, answer.headers["ETag"] or "") if record else None
        changes = tuple(attributes.items()) if attributes and kind == "patch" else ()
        id = record["id"] if record else id
        self.recorded.append((id, Operation(start, end, kind, answer.status, shown, changes, if_match)))
        if shown:
            self.etags[id] = shown.etag
        return answer.status, id

    def shown(self, record: dict[str, Any], etag: str) -> Shown:
        return Shown(record["first_name"], record["last_name"], etag)


def histories_of(connections: int, operations: float, seconds: float, *options: str) -> dict[int, list[Operation]]:
    """The histories of the records after a run of all clients."""
    with Serving("--firm", "empty", "--port", "0", *options) as server:
        shared, begin = [0] * RECORDS, Barrier(connections)
        port = int(server.url.rsplit(":", 1)[1])
        clients = [Client(port, number, shared, begin, operations, seconds) for number in range(connections)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
            client.connection.close()
    result = defaultdict(list)
    for client in clients:
        for id, operation in client.recorded:
            result[id].append(operation)
    return result


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("connections", "operations", "seconds"), [(8, 60, 60), pytest.param(64, float("inf"), 60, marks=pytest.mark.long)]
)
@pytest.mark.parametrize("kept", [False, True], ids=["in memory", "kept in a file"])
def test_the_history_of_every_record_is_linearizable(
    tmp_path: Path, connections: int, operations: float, seconds: float, kept: bool
) -> None:
    file = tmp_path / "world.db"
    histories = histories_of(connections, operations, seconds, *(("--persist", str(file)) if kept else ()))
    every = [one for history in histories.values() for one in history]
    before = monotonic()
    assert [id for id, history in histories.items() if not linearizable(history)] == []
    taken, longest = monotonic() - before, max(map(len, histories.values()))
    print(f"{connections} connections: {len(every)} operations on {len(histories)} records, at most {longest} on one, search {taken:.1f} s")
    assert {200, 201, 204, 412} <= {one.status for one in every} <= {200, 201, 204, 404, 412}
    assert all(one.shown.etag for one in every if one.shown)
    assert lost(file, histories) == [] if kept else not file.exists()
    assert spoiled_is_noticed(max(histories.values(), key=len))


def lost(file: Path, histories: dict[int, list[Operation]]) -> list[int]:
    """The records whose state after a new start explains no order: a read is put behind the history of each."""
    with Serving("--persist", str(file), "--port", "0") as server:
        connection = HTTPConnection("127.0.0.1", int(server.url.rsplit(":", 1)[1]), timeout=60)
        wrong = []
        for id, history in histories.items():
            connection.request("GET", f"/api/v4/contacts/{id}{SHOWN}", headers=HEADERS)
            answer = connection.getresponse()
            content, end = answer.read(), max(one.end for one in history)
            record = json.loads(content)["data"] if answer.status == 200 else None
            shown = Shown(record["first_name"], record["last_name"], answer.headers["ETag"] or "") if record else None
            if not linearizable([*history, Operation(end + 1, end + 2, "show", answer.status, shown)]):
                wrong.append(id)
        connection.close()
    return wrong


def spoiled_is_noticed(history: list[Operation]) -> bool:
    """Whether the check can fail: a read at the end of this very history that shows the state of the beginning is noticed."""
    first = min(history, key=lambda one: one.start)
    end = max(one.end for one in history)
    stale = replace(first, kind="show", status=200, start=end + 1, end=end + 2)
    return not linearizable([*history, stale])

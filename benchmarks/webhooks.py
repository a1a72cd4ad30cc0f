"""Webhooks over real sockets: `python -m benchmarks.webhooks [CHANGES]`.

How many deliveries a second five subscriptions get while nobody asks the API, and how long the API takes while they are at it.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.server import Server

SUBSCRIPTIONS = 5
BACKLOG = 2_000
"""Changes whose deliveries are held back and then let go at once, to have something that lasts while the API is timed."""
SHOW = "/api/v4/matters/{}.json?fields=id,display_number,client%7Bname%7D"


@contextmanager
def receiver() -> Iterator[str]:
    """The address of a receiver in a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.receiver"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def send(server: Server, method: str, path: str, body: Any = None) -> Any:
    status, content = server.request(method, path, json.dumps(body).encode() if body is not None else None)
    assert status < 300, (path, status, content[:300])
    return json.loads(content)


def subscribe(server: Server, url: str) -> list[int]:
    """Webhooks on tasks, each enabled by its handshake."""
    made = []
    for number in range(SUBSCRIPTIONS):
        data = {"url": f"{url}/{number}", "model": "task", "fields": "id,etag,name,status,matter{id,display_number}"}
        made.append(send(server, "POST", "/api/v4/webhooks.json", {"data": data})["data"]["id"])
    for id in made:
        while send(server, "GET", f"/api/v4/webhooks/{id}.json?fields=status")["data"]["status"] != "enabled":
            time.sleep(0.01)
    return made


def idle(changes: int) -> float:
    """Deliveries a second with the API idle: all of them wait when the threads are started."""
    from mockclio import MockClio
    from mockclio.webhooks import delivery_queue_of

    with MockClio("small") as mock, receiver() as url:
        for number in range(SUBSCRIPTIONS):
            data = {"url": f"{url}/{number}", "model": "task", "fields": "id,etag,name,status,matter{id,display_number}"}
            mock.http.post("/api/v4/webhooks.json", json={"data": data}).raise_for_status()
        mock.webhooks.deliver()
        task = next(iter(mock.world.tasks))["id"]
        before = len(mock.webhooks.deliveries())
        for number in range(changes):
            with mock.world.session() as session:
                session.update("tasks", task, {"name": f"Call {number}"})
        delivery_queue = delivery_queue_of(mock.world)
        owed = len(list(delivery_queue.deliveries.matching(state="owed")))
        assert owed == changes * SUBSCRIPTIONS, (owed, before)
        started = time.perf_counter()
        delivery_queue.start()
        while delivery_queue.owes:
            time.sleep(0.01)
        taken = time.perf_counter() - started
        delivery_queue.stop()
        return owed / taken


def times_of(server: Server, path: str, times: int) -> list[float]:
    """The times of some GETs, in milliseconds, in ascending order."""
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        server.get(path)
        taken.append((time.perf_counter() - before) * 1000)
    return sorted(taken)


def p99(times: list[float]) -> float:
    return times[len(times) * 99 // 100]


def loaded() -> dict[str, float]:
    """The API's p99 alone and while a backlog goes out."""
    with Server("small") as server, receiver() as url:
        webhooks = subscribe(server, url)
        task = json.loads(server.get("/api/v4/tasks.json?limit=1"))["data"][0]["id"]
        matter = json.loads(server.get("/api/v4/matters.json?limit=1"))["data"][0]["id"]
        path = SHOW.format(matter)
        times_of(server, path, 500)
        alone = times_of(server, path, 3_000)
        for id in webhooks:
            send(server, "POST", "/_mockclio/webhooks/interventions", {"action": "reorder", "times": BACKLOG, "webhook": id})
        for number in range(BACKLOG):
            send(server, "PATCH", f"/api/v4/tasks/{task}.json", {"data": {"name": f"Call {number}"}})
        started, under = time.perf_counter(), []
        while _owed(server):
            under += times_of(server, path, 100)
        taken = time.perf_counter() - started
        under.sort()
        return {
            "show p99, alone (ms)": p99(alone),
            "show p99, while delivering (ms)": p99(under),
            "requests a second, while delivering": len(under) / taken,
            "deliveries a second, while asked": BACKLOG * SUBSCRIPTIONS / taken,
        }


def _owed(server: Server) -> bool:
    return bool(json.loads(server.get("/_mockclio/webhooks/deliveries?state=owed&limit=1"))["deliveries"])


def main() -> None:
    changes = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{'deliveries a second, idle':45} {idle(changes):8.0f}")
    rounds = [loaded() for _ in range(3)]
    for name in rounds[0]:
        print(f"{name:45} {statistics.median(one[name] for one in rounds):8.2f}")


if __name__ == "__main__":
    main()

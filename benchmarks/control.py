"""What worlds weigh, and what a fault rule, a request log and a webhook cost a show: `python -m benchmarks.control`."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.firms import write
from benchmarks.server import Server

ROUNDS = 5
FORKS = 50
ROWS = 9_000
"""Matters of the firm; with a tenth as many clients and what an office has, the world holds 10,000 rows."""


def post(server: Server, path: str, body: dict[str, object], token: str = "dev-token") -> dict[str, object]:
    server.connection.request(
        "POST", path, json.dumps(body).encode(), {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    )
    answer = server.connection.getresponse()
    content = answer.read()
    assert answer.status in (200, 201), content[:300]
    return json.loads(content)


def memory(firm: Path) -> dict[str, float]:
    """Megabytes a fork of 10,000 rows adds, before and after 100 writes in it."""
    with Server(str(firm)) as server:
        post(server, "/_mockclio/worlds/default/fork", {})
        before = server.resident
        worlds = [post(server, "/_mockclio/worlds/default/fork", {})["world"] for _ in range(FORKS)]
        after_fork = server.resident
        for world in worlds:
            for number in range(100):
                person = {"type": "Person", "first_name": "Ann", "last_name": f"Quay {number}"}
                post(server, "/api/v4/contacts.json", {"data": person}, world["token"])  # type: ignore[index]
        written = server.resident
    return {"a fork (MB)": (after_fork - before) / FORKS, "a fork after 100 writes (MB)": (written - before) / FORKS}


def shows(firm: Path) -> dict[str, float]:
    """Milliseconds of a show, bare and with a fault rule, a request log and a webhook at work."""
    with Server(str(firm)) as server:
        last = json.loads(server.get("/api/v4/matters.json?order=id(desc)&limit=1"))["data"][0]["id"]
        path = f"/api/v4/matters/{last}.json"
        server.timed(path, 200)
        bare = server.timed(path, 500)
        post(server, "/_mockclio/faults", {"kind": "status", "status": 503, "operation": "Task#*"})
        hook = {"url": "http://127.0.0.1:9/hook", "model": "matter", "fields": "id", "events": ["created", "updated"]}
        post(server, "/api/v4/webhooks.json", {"data": hook})
        steered = server.timed(path, 500)
    return {"show (ms)": bare, "show with a fault, a request log and a webhook (ms)": steered, "ratio": steered / bare}


def main() -> None:
    rounds = []
    with TemporaryDirectory() as folder:
        firm = write(Path(folder) / "firm.json", ROWS)
        used = memory(firm)
        rounds = [shows(firm) for _ in range(ROUNDS)]
    for name in rounds[0]:
        used[name] = statistics.median(one[name] for one in rounds)
    for name, value in used.items():
        print(f"{name:55} {value:8.3f}")


if __name__ == "__main__":
    main()

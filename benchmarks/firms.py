"""Firm files of a given number of matters, written straight from rows: only size matters here."""

from __future__ import annotations

from pathlib import Path

from mockclio.seeding.office import new_account
from mockclio.store.state import save


def write(path: Path, matters: int) -> Path:
    """A firm of that many matters and a tenth as many clients."""
    world, _ = new_account("benchmark")
    stamp = world.clock.stamp()
    clients = []
    for number in range(max(1, matters // 10)):
        row = {"id": world.ids.next(), "created_at": stamp, "updated_at": stamp, "type": "Person", "name": f"Client {number}"}
        world.table("contacts").put({**row, "first_name": "Client", "last_name": str(number), "is_client": True})
        clients.append(row["id"])
    for number in range(1, matters + 1):
        row = {"id": world.ids.next(), "created_at": stamp, "updated_at": stamp, "number": number, "client": clients[number % len(clients)]}
        shown = {"display_number": f"{number:05}-Client", "description": f"Matter {number}", "status": "Open", "billable": True}
        world.table("matters").put({**row, **shown})
    save(world, path)
    return path

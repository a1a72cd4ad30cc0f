"""What time alone brings about, done before each request is answered: the trash is emptied, work that takes a while moves on.

Modules are imported only when there is something for them to do, so that a server starts without them.
"""

from __future__ import annotations

from importlib import import_module

from mockclio.practice.documents import trash
from mockclio.store.world import World

WORK = (
    ("document_archives", "state", "mockclio.practice.documents.archives"),
    ("document_automations", "state", "mockclio.practice.documents.automations"),
    ("reports", "state", "mockclio.practice.reports.work"),
    ("matter_dockets", "status", "mockclio.practice.court_rules.dockets"),
)
"""Tables of work, the field that says how far a row is, and the module whose `advance` moves it on."""

UNFINISHED = ("not_started", "queued", "in_progress")


def run(world: World) -> None:
    """Bring the world up to its present time."""
    trash.purge(world)
    if len(world.table("report_schedules")):
        from mockclio.practice.reports import timing

        if timing.due(world):
            import_module("mockclio.practice.reports.schedules").run_due(world)
    for table, key, module in WORK:
        if any(world.table(table).find(key, state) for state in UNFINISHED):
            import_module(module).advance(world)

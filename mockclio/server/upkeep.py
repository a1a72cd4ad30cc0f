"""What time alone brings about, done before each request is answered: the trash is emptied, work that takes a while moves on."""

from __future__ import annotations

from mockclio.server import trash
from mockclio.store.world import World


def run(world: World) -> None:
    """Bring the world up to its present time."""
    trash.purge(world)
    if len(world.table("document_archives")):
        from mockclio.server import archives

        archives.advance(world)
    if len(world.table("document_automations")):
        from mockclio.server import automations

        automations.advance(world)
    if len(world.table("report_schedules")):
        from mockclio.server.reports import schedules

        schedules.run_due(world)
    if len(world.table("reports")):
        from mockclio.server.reports import work

        work.advance(world)
    if len(world.table("matter_dockets")):
        from mockclio.server import dockets

        dockets.advance(world)

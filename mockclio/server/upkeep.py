"""The timed work of a world, done before each request: the trash is emptied, and work that takes time goes on."""

from __future__ import annotations

from mockclio.server.hooks import UPKEEP
from mockclio.store.world import World


def run(world: World) -> None:
    """Do all work that is due at the present time of the world."""
    for one in UPKEEP:
        if one.is_due(world):
            one.work(world)

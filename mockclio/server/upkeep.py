"""What time alone brings about, done before each request is answered: the trash is emptied, work that takes a while moves on."""

from __future__ import annotations

from mockclio.server.hooks import UPKEEP
from mockclio.store.world import World


def run(world: World) -> None:
    """Bring the world up to its present time."""
    for one in UPKEEP:
        if one.is_due(world):
            one.work(world)

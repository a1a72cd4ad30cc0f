"""From a firm to a world that can be asked: the firm's rows, derived values, clock and tokens."""

from __future__ import annotations

from datetime import datetime

from mockclio import resources
from mockclio.store.state import load
from mockclio.store.world import World
from mockclio.store.worlds import Worlds


def open_firm(firm: str, name: str = "default", *, at: datetime | None = None, frozen: bool = False) -> World:
    """A world with the firm's rows. A frozen one stands at `at`, else at the firm's own time; another goes on from `at`, or from now."""
    path = resources.firm(firm)
    world = load(path, name, trusted=firm in resources.firms())
    return prepare(world, at=at, frozen=frozen)


def prepare(world: World, *, at: datetime | None = None, frozen: bool = False) -> World:
    """Set a loaded world's time, and let its sessions recompute what follows from other rows."""
    from mockclio.server.derived import derive
    from mockclio.store.clock import Clock
    from mockclio.webhooks import attach

    world.clock = Clock(at or (world.as_of if frozen else None), frozen=frozen)
    world.derive = derive
    attach(world)
    return world


def open_worlds(
    firm: str = "small", token: str = "dev-token", *, at: datetime | None = None, frozen: bool = False, region: str = "us"
) -> Worlds:
    """The worlds of a new server: `default`, opened by `token`."""
    worlds = Worlds()
    worlds.region = region
    world = worlds.add(open_firm(firm, at=at, frozen=frozen))
    worlds.grant(world, token)
    worlds.install_dev_applications(world)
    return worlds

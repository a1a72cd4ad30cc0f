"""From a firm to a world that can be asked: the firm's rows, derived values, clock and tokens."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mockclio import resources
from mockclio.store.state import load
from mockclio.store.world import World
from mockclio.store.worlds import DEV_CLIENT, Worlds

if TYPE_CHECKING:
    from mockclio.store.persistence import Keeper


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
    if world.as_of is not None and world.as_of < world.clock.now() and len(world.table("report_schedules")):
        from mockclio.server.reports.timing import skip_missed

        skip_missed(world)
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


def open_kept(file: Path, firm: str, token: str, *, at: datetime | None = None, region: str = "us") -> tuple[Worlds, Keeper]:
    """The worlds of a server whose world `default` is kept in a file: the one that is there, else one of the firm."""
    from mockclio.server.derived import derive
    from mockclio.store.persistence import Keeper
    from mockclio.webhooks import attach

    keeper = Keeper(file)
    world = keeper.load()
    if world is None:
        worlds = open_worlds(firm, token, at=at, region=region)
    else:
        worlds = Worlds()
        worlds.region = region
        world.derive = derive
        attach(world)
        worlds.adopt_into(world, world)
        worlds.add(world)
        if token not in world.access.tokens:
            worlds.grant(world, token)
        if DEV_CLIENT not in world.access.applications:
            worlds.install_dev_applications(world)
        if at is not None:
            world.clock.set(at)
    keeper.keep(worlds.default)
    worlds.keep = lambda credentials: keeper.flush(rows_only=not credentials)
    return worlds, keeper

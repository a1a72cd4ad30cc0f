"""From a firm to a world that can be asked: the firm's rows, derived values, clock and tokens."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mockclio import resources
from mockclio.store.resuming import goes_on
from mockclio.store.state import build, read
from mockclio.store.world import World
from mockclio.store.worlds import DEV_CLIENT, Worlds

if TYPE_CHECKING:
    from mockclio.store.sqlite import SqliteStore


def open_firm(firm: str, name: str = "default", *, at: datetime | None = None, frozen: bool | None = None) -> World:
    """A world with the firm's rows. A frozen one stands at `at`, else at the firm's own time; another goes on from `at`, or from now.

    The file of a saved state may stand in place of a firm's: its world goes on from `at`, else from the time at which it was saved, and it
    stands still if it did then, unless `frozen` says otherwise.
    """
    path = resources.firm(firm)
    document = read(path)
    world = build(document, str(path), name, trusted=firm in resources.firms())
    return resume(world, at=at, frozen=frozen) if goes_on(document) else prepare(world, at=at, frozen=bool(frozen))


def prepare(world: World, *, at: datetime | None = None, frozen: bool = False) -> World:
    """Set a loaded world's time, and make it ready to be asked."""
    from mockclio.store.clock import Clock

    world.clock = Clock(at or (world.as_of if frozen else None), frozen=frozen)
    return _ready(world, moved=world.as_of is not None and world.as_of < world.clock.now())


def resume(world: World, *, at: datetime | None = None, frozen: bool | None = None) -> World:
    """Let the world of a saved state go on, and make it ready to be asked."""
    if at is not None:
        world.clock.set(at)
    if frozen is not None:
        world.clock.freeze() if frozen else world.clock.run()
    return _ready(world, moved=at is not None)


def _ready(world: World, *, moved: bool) -> World:
    """Let sessions recompute what follows from other rows, and webhooks be told. What fell due while nobody served is skipped."""
    from mockclio.server.derived import derive
    from mockclio.webhooks import attach

    world.derive = derive
    if moved and len(world.table("report_schedules")):
        from mockclio.practice.reports.timing import skip_missed

        skip_missed(world)
    attach(world)
    return world


def open_worlds(
    firm: str = "small", token: str = "dev-token", *, at: datetime | None = None, frozen: bool | None = None, region: str = "us"
) -> Worlds:
    """The worlds of a new server: `default`, opened by `token`."""
    return admit(open_firm(firm, at=at, frozen=frozen), token, region)


def admit(world: World, token: str, region: str = "us") -> Worlds:
    """The worlds of a server that begins with this one. It is opened by `token`, and by whatever opened it when it was saved."""
    worlds = Worlds()
    worlds.region = region
    worlds.adopt_into(world, world)
    worlds.add(world)
    if token not in world.access.tokens:
        worlds.grant(world, token)
    if DEV_CLIENT not in world.access.applications:
        worlds.install_dev_applications(world)
    return worlds


def open_kept(file: Path, firm: str, token: str, *, at: datetime | None = None, region: str = "us") -> tuple[Worlds, SqliteStore]:
    """The worlds of a server whose world `default` is kept in a file: the one that is there, else one of the firm."""
    from mockclio.server.derived import derive
    from mockclio.store.sqlite import SqliteStore
    from mockclio.webhooks import attach

    sqlite_store = SqliteStore(file)
    world = sqlite_store.load()
    if world is None:
        worlds = open_worlds(firm, token, at=at, region=region)
    else:
        world.derive = derive
        attach(world)
        worlds = admit(world, token, region)
        if at is not None:
            world.clock.set(at)
    sqlite_store.keep(worlds.default)
    worlds.keep = lambda credentials: sqlite_store.flush(rows_only=not credentials)
    return worlds, sqlite_store

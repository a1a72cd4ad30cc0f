"""The parts of a server put together: from a firm to worlds that can be asked, and the application that answers for them."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Request, Response, request

from mockclio import practice, webhooks
from mockclio.server import app as server
from mockclio.server.app import app_over
from mockclio.server.call import Answer
from mockclio.server.exchange import Trace, send
from mockclio.server.hooks import OPENED, OPENED_LATE, TimedWork
from mockclio.store import resources
from mockclio.store.clock import Clock
from mockclio.store.resuming import goes_on
from mockclio.store.settings import ServerSettings
from mockclio.store.state import build, read
from mockclio.store.world import World
from mockclio.store.worlds import DEV_CLIENT, Worlds

if TYPE_CHECKING:
    from mockclio.store.sqlite import SqliteStore

__all__ = ["admit", "app_over", "create_app", "new_worlds", "open_firm", "open_kept", "open_worlds", "prepare", "resume"]

practice.register()  # here, because whoever opens a world or serves one comes through this module
webhooks.register()


# --- worlds ------------------------------------------------------------------------------------------------------------------------------


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
    """Do what is due before the first request, and attach the delivery queue. What fell due while nobody served is skipped."""
    if moved:
        _catch_up(world, OPENED, OPENED_LATE)
    webhooks.attach(world)
    return world


def _catch_up(world: World, *lists: list[TimedWork]) -> None:
    for work in (work for works in lists for work in works if work.is_due(world)):
        work.work(world)


def new_worlds(settings: ServerSettings | None = None) -> Worlds:
    """The worlds of a server, none as yet. Each that joins gets its courier."""
    worlds = Worlds(settings, open_firm=open_firm)
    worlds.on_added.add(partial(webhooks.join, worlds))
    worlds.on_deauthorized.add(post_to_callback)
    return worlds


def open_worlds(
    firm: str = "small",
    token: str = "dev-token",
    *,
    at: datetime | None = None,
    frozen: bool | None = None,
    settings: ServerSettings | None = None,
) -> Worlds:
    """The worlds of a new server: `default`, opened by `token`."""
    return admit(open_firm(firm, at=at, frozen=frozen), token, settings)


def admit(world: World, token: str, settings: ServerSettings | None = None) -> Worlds:
    """The worlds of a server that begins with this one. It is opened by `token`, and by whatever opened it when it was saved."""
    worlds = new_worlds(settings)
    worlds.adopt_into(world, world)
    worlds.add(world)
    if token not in world.access.tokens:
        worlds.grant(world, token)
    if DEV_CLIENT not in world.access.applications:
        worlds.install_dev_applications(world)
    return worlds


def open_kept(
    file: Path, firm: str, token: str, *, at: datetime | None = None, settings: ServerSettings | None = None
) -> tuple[Worlds, SqliteStore]:
    """The worlds of a server whose world `default` is kept in a file: the one that is there, else one of the firm."""
    from mockclio.store.sqlite import SqliteStore

    sqlite_store = SqliteStore(file)
    world = sqlite_store.load()
    if world is None:
        worlds = open_worlds(firm, token, at=at, settings=settings)
    else:
        _catch_up(world, OPENED)
        webhooks.attach(world)
        worlds = admit(world, token, settings)
        if at is not None:
            world.clock.set(at)
    sqlite_store.keep(worlds.default)
    worlds.on_answered.add(lambda credentials: sqlite_store.flush(rows_only=not credentials))
    return worlds, sqlite_store


# --- the application ---------------------------------------------------------------------------------------------------------------------


def create_app(worlds: Worlds) -> Flask:
    """The application over some worlds: the API under /api/v4, uploads under /_storage, everything of our own under /_mockclio."""
    return server.application(worlds, ENDPOINTS)


def post_to_callback(url: str, body: dict[str, object]) -> None:
    """Tell an application's callback on this machine that a token ended."""
    from mockclio.oauth.callback import post

    post(url, body)


def _oauth(worlds: Worlds, request: Request, path: str, trace: Trace) -> Answer:
    from mockclio.oauth.routes import respond

    return respond(worlds, request, path)


def _control(path: str = "") -> Response:
    from mockclio.control.routes import respond

    worlds = server.served_worlds()
    answer = respond(worlds, request, path)
    worlds.on_answered(True)
    return send(answer) if isinstance(answer, Answer) else answer


ENDPOINTS = {
    **server.ENDPOINTS,
    "/oauth/<path:path>": server.traced(_oauth),
    "/_mockclio/": _control,
    "/_mockclio/<path:path>": _control,
}
"""What answers under which address. OAuth and control are imported when they are first asked, so that a server starts without them."""

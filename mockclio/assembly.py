"""The assembly of a server: a firm becomes worlds that are ready for requests, and an application serves the worlds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from mockclio import practice, webhooks
from mockclio.server import app as server
from mockclio.server import keeping
from mockclio.server.app import app_over
from mockclio.server.call import Answer
from mockclio.server.exchange import Trace
from mockclio.server.hooks import OPENED, OPENED_LATE, TimedWork
from mockclio.store import resources
from mockclio.store.clock import Clock
from mockclio.store.resuming import goes_on
from mockclio.store.settings import ServerSettings
from mockclio.store.state import HEAD, WrongState, build, located, read
from mockclio.store.world import World
from mockclio.store.worlds import DEV_CLIENT, Worlds

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

    from mockclio.store.sqlite import SqliteStore

__all__ = [
    "Firm",
    "admit",
    "app_over",
    "create_app",
    "firm_document",
    "firm_files",
    "is_spec",
    "new_worlds",
    "open_firm",
    "open_kept",
    "open_worlds",
    "prepare",
    "resume",
]

practice.register()  # here, because all code that opens or serves a world imports this module
webhooks.register()


# --- worlds ------------------------------------------------------------------------------------------------------------------------------


Firm = str | Path | Mapping[str, Any]
"""The name of a firm that ships, the path of a firm, a saved state or a spec, or the mapping of a spec or of a document."""


def open_firm(firm: Firm, name: str = "default", *, at: datetime | None = None, frozen: bool | None = None) -> World:
    """A world with the rows of the firm. A frozen clock is set to `at`, or to the firm's own time. A running clock begins at `at`, or now.

    `firm` may also be the file of a saved state. Then the clock goes on from `at`, or from the time at which the state was saved. It is
    frozen if it was frozen then, unless `frozen` is given. A spec is a mapping or a file, whose records are written first.
    """
    document, place = firm_document(firm, at=at, running=not frozen)
    written_now = is_spec(firm)
    shipped = not isinstance(firm, Mapping) and str(firm) in resources.firms()
    try:
        world = build(document, place, name, trusted=written_now or shipped)
    except WrongState as error:
        raise located(error, Path(place)) from None
    if goes_on(document):
        return resume(world, at=at, frozen=frozen)
    return prepare(world, at=world.as_of if written_now else at, frozen=bool(frozen))


def is_spec(firm: Firm) -> bool:
    """Whether a firm is a spec. A firm that ships is none, and is not looked at."""
    if isinstance(firm, Mapping):
        return HEAD not in firm
    if str(firm) in resources.firms():
        return False
    from mockclio.seeding.spec import source

    return source.is_spec(firm)


def firm_document(firm: Firm, *, at: datetime | None = None, running: bool = False) -> tuple[Any, str]:
    """The document of a firm, and what messages call it. The relative dates of a spec count from `at`.

    Without `at` they count from the time in the spec, or from now if the clock is to run, or from the own time of the base.
    """
    if isinstance(firm, Mapping) and not is_spec(firm):
        return firm, "document"
    if not is_spec(firm):
        path = resources.firm(str(firm))
        return read(path), str(path)
    from mockclio.seeding.spec import build as spec
    from mockclio.seeding.spec.source import read as read_spec

    source = read_spec(firm)
    spec.check(source)
    moment = at or spec.beginning(source) or (Clock().now() if running else None)
    return spec.written(source, _base(spec.base(source), moment)), source.name


def firm_files(firm: str | Path) -> set[Path]:
    """The files whose change changes the firm: the firm, and what a spec names. A folder is one of them."""
    if not is_spec(firm):
        return {resources.firm(str(firm))}
    from mockclio.seeding.spec.source import files_of

    return files_of(firm)


def _base(firm: str, moment: datetime | None) -> World:
    """The world of a base at a time, with the work that was due before. It has no delivery queue, so that nothing is owed to webhooks."""
    world = build(read(resources.firm(firm)), firm, trusted=True)
    moment = moment or world.as_of
    moved = moment is not None and world.as_of is not None and world.as_of < moment
    world.clock = Clock(moment, frozen=True)
    if moved:
        _catch_up(world, OPENED, OPENED_LATE)
    return world


def prepare(world: World, *, at: datetime | None = None, frozen: bool = False) -> World:
    """Set the clock of a loaded world, and make the world ready for requests."""
    world.clock = Clock(at or (world.as_of if frozen else None), frozen=frozen)
    return _ready(world, moved=world.as_of is not None and world.as_of < world.clock.now())


def resume(world: World, *, at: datetime | None = None, frozen: bool | None = None) -> World:
    """Resume the world of a saved state, and make it ready for requests."""
    if at is not None:
        world.clock.set(at)
    if frozen is not None:
        world.clock.freeze() if frozen else world.clock.run()
    return _ready(world, moved=at is not None)


def _ready(world: World, *, moved: bool) -> World:
    """Do the work that is due before the first request, and attach the delivery queue. What fell due while no server ran is skipped."""
    if moved:
        _catch_up(world, OPENED, OPENED_LATE)
    webhooks.attach(world)
    return world


def _catch_up(world: World, *lists: list[TimedWork]) -> None:
    for work in (work for works in lists for work in works if work.is_due(world)):
        work.work(world)


def new_worlds(settings: ServerSettings | None = None) -> Worlds:
    """The worlds of a server, at first none. Each world that is added gets its delivery queue."""
    worlds = Worlds(settings, open_firm=open_firm)
    worlds.on_added.add(partial(webhooks.join, worlds))
    worlds.on_deauthorized.add(post_to_callback)
    return worlds


def open_worlds(
    firm: Firm = "small",
    token: str = "dev-token",
    *,
    at: datetime | None = None,
    frozen: bool | None = None,
    settings: ServerSettings | None = None,
) -> Worlds:
    """The worlds of a new server: only `default`. `token` is a bearer token of it."""
    return admit(open_firm(firm, at=at, frozen=frozen), token, settings)


def admit(world: World, token: str, settings: ServerSettings | None = None) -> Worlds:
    """The worlds of a server that begins with this world. Its credentials are `token` and those that it was saved with."""
    worlds = new_worlds(settings)
    worlds.adopt_into(world, world)
    worlds.add(world)
    if token not in world.access.tokens:
        worlds.grant(world, token)
    if DEV_CLIENT not in world.access.applications:
        worlds.install_dev_applications(world)
    return worlds


def open_kept(
    file: Path,
    firm: Firm,
    token: str,
    *,
    at: datetime | None = None,
    frozen: bool | None = None,
    settings: ServerSettings | None = None,
) -> tuple[Worlds, SqliteStore]:
    """The worlds of a server that keeps its world `default` in a file. A new file begins with a world of the firm."""
    from mockclio.store.sqlite import SqliteStore

    sqlite_store = SqliteStore(file)
    world = sqlite_store.load()
    if world is None:
        worlds = open_worlds(firm, token, at=at, frozen=frozen, settings=settings)
    else:
        _catch_up(world, OPENED)
        webhooks.attach(world)
        worlds = admit(world, token, settings)
        if at is not None:
            world.clock.set(at)
        if frozen:
            world.clock.freeze()
    sqlite_store.keep(worlds.default)
    worlds.on_answered.add(lambda credentials, read: sqlite_store.flush(rows_only=not credentials, wait=not read))
    return worlds, sqlite_store


# --- the application ---------------------------------------------------------------------------------------------------------------------


def create_app(worlds: Worlds) -> Flask:
    """The application over some worlds: the API under /api/v4, the file store under /_storage, the control interface under /_mockclio.

    The OpenAPI document of the API is at /openapi.json.
    """
    return server.application(worlds, ENDPOINTS)


def post_to_callback(url: str, body: dict[str, object]) -> None:
    """Post to the callback of an application on this machine that a token was revoked."""
    from mockclio.oauth.callback import post

    post(url, body)


def _oauth(worlds: Worlds, request: Request, path: str, trace: Trace) -> Answer:
    from mockclio.oauth.routes import respond

    return respond(worlds, request, path)


def _control(path: str = "") -> Response:
    from mockclio.control.routes import respond

    worlds = server.served_worlds()
    answer = keeping.hindrance(worlds, request.method) or respond(worlds, request, path)
    if isinstance(answer, Answer):
        return server.send(keeping.kept(worlds, request.method, answer, credentials=True) or answer)
    return answer


def _home() -> Response:
    from mockclio.server import home

    return server.send(home.respond(server.served_worlds(), request))


def _openapi() -> Response:
    from mockclio.openapi.served import respond

    return server.send(respond(request))


ENDPOINTS = {
    **server.ENDPOINTS,
    "/": _home,
    "/openapi.json": _openapi,
    "/oauth/<path:path>": server.traced(_oauth),
    "/_mockclio/": _control,
    "/_mockclio/<path:path>": _control,
}
"""The function that answers for each address. All but the API are imported at their first request, so that a server starts faster."""

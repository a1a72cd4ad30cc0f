"""A server in a thread of this process, for a verb that needs one while it works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mockclio.store.sqlite import SqliteStore
    from mockclio.store.worlds import Worlds

STRICT = 50
"""Requests a minute that the profile clio allows a token."""


@dataclass(frozen=True)
class Opened:
    """What a server is to begin with, in the words of `serve`."""

    firm: str
    state: str | None
    states: Path
    persist: Path | None
    port: int
    profile: str
    token: str
    at: str | None
    freeze: bool
    region: str
    auto_approve: str


@dataclass(frozen=True)
class Running:
    """The server: its address, and its worlds."""

    url: str
    worlds: Worlds


@contextmanager
def opened(wanted: Opened) -> Iterator[Running]:
    """The server, for as long as the block lasts. It sends webhooks to this machine."""
    from mockclio import webhooks
    from mockclio.assembly import create_app
    from mockclio.cli.serve import close
    from mockclio.server.serve import serve_in_thread
    from mockclio.webhooks.hosts import Hosts

    worlds, sqlite_store = _worlds(wanted)
    worlds.states.folder = wanted.states
    if wanted.profile == "clio":
        worlds.default.settings.rate_limit = STRICT
    webhooks.delivery_queue_of(worlds.default).hosts = Hosts(frozenset(), at_once=True, https_only=wanted.profile == "clio")
    app = create_app(worlds)
    webhooks.start(worlds)
    try:
        running = serve_in_thread(app, port=wanted.port)
        try:
            yield Running(running.url, worlds)
        finally:
            running.stop()
    finally:
        webhooks.stop(worlds)
        if sqlite_store:
            close(sqlite_store)


def _worlds(wanted: Opened) -> tuple[Worlds, SqliteStore | None]:
    from mockclio.assembly import open_kept, open_worlds
    from mockclio.store.clock import parse_time, within
    from mockclio.store.saved_states import SavedStates
    from mockclio.store.settings import ServerSettings
    from mockclio.store.state import WrongState

    settings = ServerSettings(region=wanted.region, auto_approve=wanted.auto_approve)
    try:
        moment = within(parse_time(wanted.at)) if wanted.at else None
        firm = str(SavedStates(wanted.states).path(wanted.state)) if wanted.state else wanted.firm
        if wanted.persist:
            return open_kept(wanted.persist, firm, wanted.token, at=moment, frozen=wanted.freeze or None, settings=settings)
        return open_worlds(firm, wanted.token, at=moment, frozen=wanted.freeze or None, settings=settings), None
    except (WrongState, ValueError) as error:
        raise click.UsageError(str(error)) from None

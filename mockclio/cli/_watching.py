"""`serve --watch`: looks at the files of a firm, and loads the firm again when one has changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

from mockclio.assembly import firm_files, open_firm

if TYPE_CHECKING:
    from mockclio.store.worlds import Worlds

PAUSE = 0.5
"""Seconds between two looks at the files."""
Stamps = dict[Path, tuple[int, int] | None]


class Watch:
    """The files of the firm of a server, whose own token is `token`. `look` loads the firm again if one has changed since the last look."""

    def __init__(self, worlds: Worlds, firm: str, token: str) -> None:
        self._worlds, self._firm, self._token = worlds, firm, token
        self._files = firm_files(firm)
        self._stamps = self._read()
        self._tokens = set(worlds.default.access.tokens) - {token}

    def look(self) -> bool:
        """Return whether a file has changed. A firm that is wrong is named on stderr, and the old one stays."""
        stamps = self._read()
        if stamps == self._stamps:
            return False
        try:
            self._load()
        except (OSError, ValueError) as error:
            click.echo(f"{error}\n{self._firm} is not loaded: the firm stays as it was", err=True)
        self._stamps = self._read()
        return True

    def _load(self) -> None:
        world, clock = self._worlds.default, self._worlds.default.clock
        loaded = open_firm(self._firm, at=clock.now(), frozen=clock.frozen)
        self._files = firm_files(self._firm)
        for value in self._tokens - loaded.access.tokens.keys():
            if value in world.access.tokens:
                world.access.tokens[value].revoked = True
        self._tokens = set(loaded.access.tokens) - {self._token}
        self._worlds.begin_again(world, loaded)
        click.echo(f"{self._firm} is loaded again: {sum(map(len, world.tables.values()))} rows", err=True)

    def _read(self) -> Stamps:
        return {path: _stamp(path) for path in self._files}


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file is written. None for a file that is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@contextmanager
def watching(worlds: Worlds, firm: str, token: str) -> Iterator[None]:
    """Look at the files of the firm in a thread, for as long as the block lasts."""
    watch, stop = Watch(worlds, firm, token), Event()

    def run() -> None:
        while not stop.wait(PAUSE):
            watch.look()

    thread = Thread(target=run, name="mockclio-watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()

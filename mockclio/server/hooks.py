"""Hooks: named lists into which practice and webhooks register functions, so that the server does not import these packages.

A function may be registered by name, with `lazy("package.module:function")`. Its module is then imported at the first call, so that a
server starts without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from mockclio.catalog.records import Record
from mockclio.server.view import View
from mockclio.store.tables import Row
from mockclio.store.world import World


class NothingRegistered(RuntimeError):
    """The server got a request before the behaviour of a firm's records was registered."""

    def __init__(self) -> None:
        super().__init__("nothing is registered with the server: call mockclio.practice.register() first")


def load(target: str) -> Any:
    """The object that `module:name` names."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def lazy(target: str) -> Callable[..., Any]:
    """The function that `module:name` names, imported when it is first called."""
    return lambda *args: load(target)(*args)


FILTERS_BY_KIND: dict[str, Callable[[View, type[Record], Any], Callable[[Row], bool]]] = {}
"""For each kind of query parameter, the function that makes its predicate: `(view, record, value) -> predicate`."""

BEFORE_WRITES: list[Callable[[World, str, str], None]] = []
"""Called before the work of each write of the API with world, method and path, not under the world's lock."""

AFTER_WRITES: list[Callable[[World, str, str], None]] = []
"""Called after the work of each write of the API, before its answer is sent, not under the world's lock."""

PUBLIC_FILES: list[str] = []
"""The tables whose files everybody may read who knows their hash."""

CHECKS_BY_PARAMETER: dict[str, Callable[[View, str, str], None]] = {}
"""For each query parameter of all requests, the function that refuses a wrong value: `(view, value, path) -> None`.

It is called before the work of the request, under the world's lock.
"""


@dataclass(frozen=True, slots=True)
class TimedWork:
    """Work that depends on time alone. `work(world)` is called while a row of one of `tables` has one of `values` under `key`.

    Without a key, it is called while there is any row.
    """

    tables: tuple[str, ...]
    work: Callable[[World], None]
    key: str = ""
    values: tuple[object, ...] = ()

    def is_due(self, world: World) -> bool:
        """Whether there is something to do. Loops in place of `any`, because this runs before each request."""
        for name in self.tables:
            table = world.tables.get(name)
            if not table:  # no such table, or no row in it
                continue
            if not self.key:
                return True
            for value in self.values:
                if table.has(self.key, value):
                    return True
        return False


UPKEEP: list[TimedWork] = []
"""The work to do before each request, in this order."""

OPENED: list[TimedWork] = []
"""The work to do once when a world is opened, before the first request. So the first request does not seem to cause it."""

OPENED_LATE: list[TimedWork] = []
"""The work to do also when a world is opened at a later time than it was saved."""

"""What the server does not know itself: named lists that practice and webhooks register into, so that the server imports none of them.

A function may be registered by name, with `lazy("package.module:function")`; then its module is imported when it is first called, so that a
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
    """The server was asked before anybody said what a firm's records do."""

    def __init__(self) -> None:
        super().__init__("nothing is registered with the server: call mockclio.practice.register() first")


def load(target: str) -> Any:
    """What `module:name` names."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def lazy(target: str) -> Callable[..., Any]:
    """The function that `module:name` names, imported when it is first called."""
    return lambda *args: load(target)(*args)


FILTERS_BY_KIND: dict[str, Callable[[View, type[Record], Any], Callable[[Row], bool]]] = {}
"""By kind of query parameter, the function that makes its predicate: `(view, record, value) -> predicate`."""

CHECKS_BY_PARAMETER: dict[str, Callable[[View, str, str], None]] = {}
"""By name of a query parameter that any request may send, the function that refuses a wrong one: `(view, value, path) -> None`.

It is called before the work of the request, under the world's lock.
"""


@dataclass(frozen=True, slots=True)
class TimedWork:
    """Work that time alone brings about: `work(world)` is called while a row of one of `tables` has one of `values` under `key`.

    Without a key, it is called while there is any row.
    """

    tables: tuple[str, ...]
    work: Callable[[World], None]
    key: str = ""
    values: tuple[object, ...] = ()

    def is_due(self, world: World) -> bool:
        return any(self._is_held_by(world, name) for name in self.tables)

    def _is_held_by(self, world: World, name: str) -> bool:
        table = world.table(name)
        return any(table.find(self.key, value) for value in self.values) if self.key else len(table) > 0


UPKEEP: list[TimedWork] = []
"""What is done before each request is answered, in this order."""

OPENED: list[TimedWork] = []
"""What is done once to a world that is opened, before the first request, so that no request seems to have done it."""

OPENED_LATE: list[TimedWork] = []
"""What is also done to a world that is opened at a later time than the one at which it was saved."""

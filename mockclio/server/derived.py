"""Values that follow from other rows: declared once, recomputed inside the commit, stored, and published like any other change."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from mockclio.store.session import Session
from mockclio.store.tables import Row, index_keys

Compute = Callable[[Session, Row], Any]
MODULES = ("activities", "tasks", "bills", "banking", "documents", "people", "contacts", "matters", "counts")
"""The modules of server/derivations, in the order in which values build on each other."""


@dataclass(frozen=True, slots=True)
class Derived:
    """One stored value of `table` that follows from rows of other tables.

    `sources` maps a table to the key under which its rows name the record whose value they change; `id` stands for the record itself.
    """

    table: str
    field: str
    sources: dict[str, str]
    compute: Compute
    rank: int


REGISTERED: list[Derived] = []
"""In the order in which values build on each other."""


def derived(table: str, field: str, **sources: str) -> Callable[[Compute], Compute]:
    """Declare a value: `@derived("matters", "has_tasks", tasks="matter")`."""

    def register(compute: Compute) -> Compute:
        REGISTERED.append(Derived(table, field, sources, compute, len(REGISTERED)))
        return compute

    return register


@cache
def _by_source() -> dict[str, list[tuple[Derived, str]]]:
    for module in MODULES:
        importlib.import_module(f"mockclio.server.derivations.{module}")
    found: dict[str, list[tuple[Derived, str]]] = {}
    for value in REGISTERED:
        for source, key in value.sources.items():
            found.setdefault(source, []).append((value, key))
    return found


def derive(session: Session) -> None:
    """Recompute what the session's writes touch, each value of each record once a round, until nothing changes any more."""
    by_source = _by_source()
    seen: dict[tuple[str, int], Row | None] = {}
    while True:
        fresh = {place: session.get(*place) for place in session.touched()}
        changed = {place for place, row in fresh.items() if place not in seen or seen[place] is not row}
        seen.update(fresh)
        due: dict[tuple[str, int, str], Derived] = {}
        for table, id in changed:
            for value, key in by_source.get(table, ()):
                for row in (session.touched()[table, id], fresh[table, id]):
                    for parent in index_keys(row.get(key)) if row else ():
                        if parent is not None:
                            due[value.table, parent, value.field] = value
        if not due:
            return
        for (table, parent, field), value in sorted(due.items(), key=lambda item: item[1].rank):
            row = session.get(table, parent)
            if row is not None:
                computed = value.compute(session, row)
                if row.get(field) != computed:
                    session.update(table, parent, {field: computed})

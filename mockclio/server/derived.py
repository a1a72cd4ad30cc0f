"""Derived values follow from other rows. They are declared once, recomputed inside the commit, stored, and published like other changes."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from mockclio.ledger import keep
from mockclio.ledger import rule as note
from mockclio.server.hooks import NothingRegistered
from mockclio.store.session import Session
from mockclio.store.tables import Row, index_keys

Compute = Callable[[Session, Row], Any]
Reaction = Callable[[Session, Row | None, Row | None], None]
Carried = str | Callable[[Row, Row], None]
"""The rule to note when a value changes, or a function that notes the rules of several values: `(row, changes)`."""
MODULES: list[str] = []
"""The modules that declare values, in the order in which the values depend on each other. The first commit imports them."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A stored value of `table` that follows from rows of other tables.

    `field` may name several values, with spaces between them; `compute` then gives a dict. `sources` maps a table to the key with which its
    rows refer to the record whose value they change; `id` means the record itself. `<key` is the other direction: a row of the source
    changes the value of every record that refers to the row with that key.
    """

    table: str
    field: str
    sources: dict[str, str]
    compute: Compute
    rule: Carried | None
    rank: int


REGISTERED: list[Derived] = []
"""The declared values, in the order in which they depend on each other."""
REACTIONS: dict[str, list[Reaction]] = {}
"""By table, the functions that a commit calls for each record that it created, changed or deleted there."""


def derived(table: str, field: str, *, rule: Carried | None = None, **sources: str) -> Callable[[Compute], Compute]:
    """Declare a value: `@derived("matters", "has_tasks", tasks="matter", rule="matters.has-tasks-follows-tasks")`.

    The rule is noted only when the computed value differs from the stored one.
    """

    def register(compute: Compute) -> Compute:
        REGISTERED.append(Derived(table, field, sources, compute, rule, len(REGISTERED)))
        return compute

    return register


def reacts(*tables: str) -> Callable[[Reaction], Reaction]:
    """Register a function `(session, before, after)` that the commit calls once for each record of these tables that it writes."""

    def register(reaction: Reaction) -> Reaction:
        for table in tables:
            REACTIONS.setdefault(table, []).append(reaction)
        return reaction

    return register


@cache
def _by_source() -> dict[str, list[tuple[Derived, str]]]:
    if not MODULES:
        raise NothingRegistered
    for module in MODULES:
        importlib.import_module(module)
    results: dict[str, list[tuple[Derived, str]]] = {}
    for value in REGISTERED:
        for source, key in value.sources.items():
            results.setdefault(source, []).append((value, key))
    return results


def derive(session: Session) -> None:
    """Recompute the values that depend on the session's writes, call the reactions, and recompute the values that depend on those."""
    _settle(session)
    written = [(table, id, before) for (table, id), before in session.written().items() if table in REACTIONS]
    for table, id, before in written:
        after = session.get(table, id)
        if after is not before:
            for reaction in REACTIONS[table]:
                reaction(session, before, after)
    if written:
        _settle(session)
    keep()


def _settle(session: Session) -> None:
    """Recompute derived values until nothing changes any more. Each round computes a value of a record once."""
    by_source = _by_source()
    seen: dict[tuple[str, int], Row | None] = {}
    while True:
        fresh = {place: session.get(*place) for place in session.written()}
        changed = {place for place, row in fresh.items() if place not in seen or seen[place] is not row}
        seen.update(fresh)
        due: dict[tuple[str, int, str], Derived] = {}
        for table, id in changed:
            for value, key in by_source.get(table, ()):
                for parent in _owners(session, value, key, id, (session.written()[table, id], fresh[table, id])):
                    due[value.table, parent, value.field] = value
        if not due:
            return
        for (table, parent, field), value in sorted(due.items(), key=lambda item: (item[1].rank, item[0][1])):
            row = session.get(table, parent)
            if row is not None:
                computed = value.compute(session, row)
                write_derived(session, table, row, computed if " " in field else {field: computed}, value.rule)


def write_derived(session: Session, table: str, row: Row, result: Row, rule: Carried | None) -> Row:
    """Put computed values into their row, and note the rule if one differs.

    An empty value of a new record (false, null, zero) does not follow from other rows. So it notes no rule.
    """
    changes = {key: present for key, present in result.items() if row.get(key) != present}
    telling = {key: present for key, present in changes.items() if present or row.get(key)}
    if telling and rule is not None:
        _note(rule, row, telling)
    return session.update(table, row["id"], changes)


def _note(rule: Carried, row: Row, changes: Row) -> None:
    if isinstance(rule, str):
        note(rule)
    else:
        rule(row, changes)


def _owners(session: Session, value: Derived, key: str, id: int, rows: Iterable[Row | None]) -> set[int]:
    """The records whose value depends on a changed row: those that it refers to, or referred to before, or those that refer to it."""
    if key.startswith("<"):
        return set(session.table(value.table).find(key[1:], id))
    return {owner for row in rows if row for owner in index_keys(row.get(key)) if owner is not None}

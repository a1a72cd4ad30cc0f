"""Breaking what follows from other rows: a value is computed otherwise, and every row of the world is as if it had always been so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mockclio import MockClio
from mockclio.server import derived
from mockclio.server.derived import REGISTERED, Compute, Derived
from mockclio.store.session import Session
from mockclio.store.tables import Row, Table
from mockclio.store.world import World
from tests.mutants.mutant import Apply

Change = Callable[[Any], Any]


def declared() -> list[Derived]:
    """Every derived value, in the order in which they build on each other."""
    derived._by_source()
    return list(REGISTERED)


def restated(world: World) -> None:
    """Compute every derived value that a row has anew."""
    with world.lock:
        session = Session(world, world.owner())
        for value in declared():
            table = world.table(value.table)
            for id in list(table.ids()):
                row = table[id]
                results = {name: one for name, one in _computed(value, session, row).items() if name in row}
                if any(row[name] != one for name, one in results.items()):
                    table.put({**row, **results})
        world.revision += 1


def _computed(value: Derived, session: Session, row: Row) -> Row:
    result = value.compute(session, row)
    return result if " " in value.field else {value.field: result}


def computing(value: Derived, make: Callable[[Compute], Compute]) -> Apply:
    """A mutant that computes one value otherwise."""

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        sound = value.compute
        object.__setattr__(value, "compute", make(sound))
        try:
            restated(mock.world)
            yield
        finally:
            object.__setattr__(value, "compute", sound)

    return apply


def deaf_to(value: Derived, source: str) -> Apply:
    """A mutant that does not recompute a value when one of its sources is written."""

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        key = value.sources.pop(source)
        derived._by_source.cache_clear()
        try:
            yield
        finally:
            value.sources[source] = key
            derived._by_source.cache_clear()

    return apply


def on_field(name: str, change: Change) -> Callable[[Compute], Compute]:
    """Changes the numbers in one of the values that are computed."""

    def make(sound: Compute) -> Compute:
        def compute(session: Session, row: Row) -> Any:
            result = sound(session, row)
            if isinstance(result, dict) and name in result:
                return {**result, name: numbers(result[name], change)}
            return numbers(result, change)

        return compute

    return make


def numbers(value: Any, change: Change) -> Any:
    """A value with every number in it changed, ids excepted."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return change(value)
    if isinstance(value, dict):
        return {key: inner if str(key) == "id" or str(key).endswith("_id") else numbers(inner, change) for key, inner in value.items()}
    if isinstance(value, list) and any(isinstance(member, dict) for member in value):
        return [numbers(member, change) for member in value]
    return value


class Looking:
    """A session that sees other rows than there are under one key of one table."""

    def __init__(self, session: Session, table: str, see: Callable[[Table, str, Any], list[int]]) -> None:
        self._session, self._table, self._see = session, table, see

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def rows(self, table: str, key: str, value: Any) -> list[Row]:
        rows = self._session.table(table)
        return [rows[id] for id in self._see(rows, key, value)] if table == self._table else self._session.rows(table, key, value)

    def table(self, name: str) -> Any:
        rows = self._session.table(name)
        return _Located(rows, self._see) if name == self._table else rows


class _Located:
    def __init__(self, table: Table, see: Callable[[Table, str, Any], list[int]]) -> None:
        self._table, self._see = table, see

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def __getitem__(self, id: int) -> Row:
        return self._table[id]

    def find(self, key: str, value: Any) -> list[int]:
        return self._see(self._table, key, value)


def looking(source: str, see: Callable[[Table, str, Any], list[int]]) -> Callable[[Compute], Compute]:
    """Computes with other rows of one source."""
    return lambda sound: lambda session, row: sound(Looking(session, source, see), row)  # type: ignore[arg-type]


def never_again(sound: Compute) -> Compute:
    """Computes a value once and leaves it."""

    def compute(session: Session, row: Row) -> Any:
        result = sound(session, row)
        if isinstance(result, dict):
            return {key: row.get(key, value) for key, value in result.items()}
        return result

    return compute

"""Tables: the rows of one record, with indexes, and with overlays that make a fork cheap.

A table has a frozen base, which all forks share, and its own overlay: changed rows, tombstones, new ids. Rows are plain dicts that
are never changed in place: a change puts a new dict in their place. An index is built on its first use and kept from then on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import Any

Row = dict[str, Any]


def id_of(row: Row) -> int:
    """The id of a row."""
    id: int = row["id"]
    return id


FOLD_AT = 2_000
"""A fork folds a larger overlay into a new base, because a copy of it takes more than 1 ms."""


def index_keys(value: Any) -> Iterable[Any]:
    """The keys of a stored value in an index: the value, each member of a list, or the id of a reference."""
    if isinstance(value, list):
        return dict.fromkeys(member.get("id") if isinstance(member, dict) else member for member in value) or (None,)
    if isinstance(value, dict):
        return [value.get("id")]
    return [value]


class Layer:
    """Rows by id, their ids in order, and the indexes built so far. A row of None is a tombstone."""

    __slots__ = ("ids", "indexes", "rows")

    def __init__(self) -> None:
        self.rows: dict[int, Row | None] = {}
        self.ids: list[int] = []
        self.indexes: dict[str, dict[Any, list[int]]] = {}

    def index(self, key: str) -> dict[Any, list[int]]:
        if key not in self.indexes:
            built: dict[Any, list[int]] = {}
            for id in sorted(self.rows):
                row = self.rows[id]
                if row is not None:
                    for value in index_keys(row.get(key)):
                        built.setdefault(value, []).append(id)
            self.indexes[key] = built
        return self.indexes[key]

    def put(self, id: int, row: Row | None) -> None:
        before = self.rows.get(id)
        self.rows[id] = row
        for key, index in self.indexes.items():
            old = before.get(key) if before else None
            new = row.get(key) if row else None
            if before is not None and row is not None and old == new:
                continue
            if before is not None:
                for value in index_keys(old):
                    _discard(index.get(value, []), id)
            if row is not None:
                for value in index_keys(new):
                    _insert(index.setdefault(value, []), id)

    def forget(self, id: int) -> None:
        self.put(id, None)
        del self.rows[id]


def _insert(ids: list[int], id: int) -> None:
    if not ids or ids[-1] < id:
        ids.append(id)
    elif ids[bisect_left(ids, id)] != id:
        insort(ids, id)


def _discard(ids: list[int], id: int) -> None:
    place = bisect_left(ids, id)
    if place < len(ids) and ids[place] == id:
        del ids[place]


def _slice(ids: list[int], start: int | None, bisect: Any, step: int) -> Iterable[int]:
    """The ids behind `start`, or before it in descending order. No other id is passed on the way."""
    if step == 1:
        places = range(0 if start is None else bisect(ids, start), len(ids))
    else:
        places = range((len(ids) if start is None else bisect(ids, start)) - 1, -1, -1)
    return map(ids.__getitem__, places)


class Table:
    """The rows of one record in one world."""

    __slots__ = ("base", "deleted", "dirty", "own")

    def __init__(self, base: Layer | None = None) -> None:
        self.base = base or Layer()
        self.own = Layer()
        self.deleted = 0
        self.dirty: set[int] | None = None
        """The ids of rows written since the last flush to a file. None when the world is not kept in a file."""

    def __len__(self) -> int:
        return len(self.base.ids) + len(self.own.ids) - self.deleted

    def __iter__(self) -> Iterator[Row]:
        for id in self.ids():
            yield self[id]

    def __getitem__(self, id: int) -> Row:
        row = self.get(id)
        if row is None:
            raise KeyError(id)
        return row

    def get(self, id: Any) -> Row | None:
        if id in self.own.rows:
            return self.own.rows[id]
        return self.base.rows.get(id)

    def put(self, row: Row) -> None:
        """Insert the row, or replace the row with its id."""
        id = row["id"]
        if self.dirty is not None:
            self.dirty.add(id)
        if id not in self.base.rows:
            _insert(self.own.ids, id)
        elif id in self.own.rows and self.own.rows[id] is None:
            self.deleted -= 1
        self.own.put(id, row)

    def remove(self, id: int) -> None:
        if self.dirty is not None:
            self.dirty.add(id)
        if id in self.base.rows:
            if self.own.rows.get(id, ...) is None:
                return
            self.own.put(id, None)
            self.deleted += 1
        else:
            self.own.forget(id)
            _discard(self.own.ids, id)

    def find(self, key: str, value: Any) -> list[int]:
        """The ids, in order, of the rows whose `key` is `value`, contains it in a list, or refers to it."""
        own = self.own.index(key).get(value, [])
        base: list[int] = self.base.index(key).get(value, []) if self.base.rows else []
        if self.own.rows:
            base = [id for id in base if id not in self.own.rows]
        return sorted(base + own) if base and own else list(base or own)

    def has(self, key: str, value: Any) -> bool:
        """Whether `find` finds any row."""
        if self.own.index(key).get(value):
            return True
        base = self.base.index(key).get(value) if self.base.rows else None
        return bool(base) and any(id not in self.own.rows for id in base or ())

    def rows(self, key: str, value: Any) -> list[Row]:
        """The rows that `find` finds."""
        return self.take(self.find(key, value))

    def take(self, ids: Iterable[int]) -> list[Row]:
        """The rows with these ids, which must be there."""
        own, base = self.own.rows, self.base.rows
        rows = [own[id] if id in own else base[id] for id in ids] if own else map(base.__getitem__, ids)
        return list(rows)  # type: ignore[arg-type]

    def ids(self, after: int | None = None) -> Iterator[int]:
        """Ids in ascending order, from the first one greater than `after`."""
        return self._walk(after, bisect_right, 1)

    def ids_descending(self, before: int | None = None) -> Iterator[int]:
        """Ids in descending order, from the first one less than `before`."""
        return self._walk(before, bisect_left, -1)

    def _walk(self, start: int | None, bisect: Any, step: int) -> Iterator[int]:
        base, own = self.base.ids, self.own.ids
        if not self.own.rows:  # nothing is changed, so the ids of the base are all there is
            yield from _slice(base, start, bisect, step)
            return
        left, right = iter(_slice(base, start, bisect, step)), iter(_slice(own, start, bisect, step))
        rows, end = self.own.rows, object()
        a, b = next(left, end), next(right, end)
        while a is not end or b is not end:
            if b is end or (a is not end and (a < b) == (step == 1)):  # type: ignore[operator]
                if rows.get(a, ...) is not None:  # type: ignore[call-overload]
                    yield a  # type: ignore[misc]
                a = next(left, end)
            else:
                yield b  # type: ignore[misc]
                b = next(right, end)

    def fork(self) -> Table:
        """A table with the same rows. The two tables do not see each other's later writes."""
        if not self.base.rows:
            self.base, self.own = self.own, Layer()
        elif len(self.own.rows) > FOLD_AT:
            self._fold()
        copy = Table(self.base)
        if self.own.rows:
            copy.own.rows = dict(self.own.rows)
            copy.own.ids = list(self.own.ids)
        copy.deleted = self.deleted
        return copy

    def _fold(self) -> None:
        folded = Layer()
        folded.ids = list(self.ids())
        folded.rows = {id: self[id] for id in folded.ids}
        self.base, self.own, self.deleted = folded, Layer(), 0

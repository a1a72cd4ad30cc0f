"""Sessions. A session commits or rolls back as a whole, recomputes derived values, and publishes its changes."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any

from mockclio.store.changes import Change
from mockclio.store.hooks import Hooks
from mockclio.store.tables import Row, Table

if TYPE_CHECKING:
    from mockclio.store.world import World

BOOKKEEPING = ("updated_at", "_revision")

BEFORE_COMMIT: Hooks[[Session]] = Hooks()
"""Called with each session before it commits, in every world. Writes of these functions are part of the commit."""


NOTED_BY_READS: set[str] = set()
"""Tables in which reads note something, such as the recently viewed records. No list of other records depends on their rows."""


def content(row: Row) -> Row:
    """The values whose change counts: all but the bookkeeping."""
    return {key: value for key, value in row.items() if key not in BOOKKEEPING}


def _public(row: Row | None) -> Row | None:
    """The row for readers of changes. A `_hidden` row is None: it counts as created when it appears and as deleted when it is hidden."""
    return None if row is None or row.get("_hidden") else row


class Session:
    """The writes of one user to one world. It reads its own writes at once. Others read them after the commit, under its lock."""

    def __init__(self, world: World, user: Row | None = None) -> None:
        self.world, self.user = world, user
        self.now = world.clock.stamp()
        self._befores: dict[tuple[str, int], Row | None] = {}
        self.removed: list[tuple[str, Row]] = []

    @property
    def today(self) -> str:
        """The date in the user's time zone."""
        return self.world.today(self.user)

    def table(self, name: str) -> Table:
        return self.world.table(name)

    def get(self, table: str, id: Any) -> Row | None:
        return self.world.table(table).get(id)

    def rows(self, table: str, key: str, value: Any) -> list[Row]:
        return self.world.table(table).rows(key, value)

    def insert(self, table: str, row: Row) -> Row:
        """Insert a row. It gets an id and times, unless it has them."""
        row = {"id": row.get("id") or self.world.ids.next(), "created_at": self.now, "updated_at": self.now, **row}
        row["id"] = row["id"] or self.world.ids.next()
        self._note(table, row["id"])
        self.table(table).put(row)
        return row

    def update(self, table: str, id: int, changes: Row) -> Row:
        """Put the changed values into a row. A value of None is stored as null."""
        before = self.table(table)[id]
        after = {**before, **changes}
        if after != before:
            self._note(table, id)
            self.table(table).put(after)
        return after

    def delete(self, table: str, id: int) -> None:
        before = self.table(table)[id]
        self._note(table, id)
        self.table(table).remove(id)
        self.removed.append((table, before))

    def _note(self, table: str, id: int) -> None:
        self._befores.setdefault((table, id), self.table(table).get(id))

    def written(self) -> dict[tuple[str, int], Row | None]:
        """Every written record, with its row before the session."""
        return self._befores

    def commit(self) -> list[Change]:
        BEFORE_COMMIT(self)
        changes: list[Change] = []
        written: set[str] = set()
        user = self.user["id"] if self.user else None
        for (name, id), before in self._befores.items():
            table = self.table(name)
            after = table.get(id)
            if before is not None and after is not None:
                if content(before) == content(after):
                    table.put(before)
                    continue
                after = {**after, "updated_at": self.now, "_revision": before.get("_revision", 0) + 1}
                table.put(after)
            elif before is None and after is None:
                continue
            written.add(name)
            before, after = _public(before), _public(after)
            if before is not None or after is not None:
                event = "created" if before is None else "deleted" if after is None else "updated"
                changes.append(Change(self.world.outbox.sequence + len(changes) + 1, event, name, before, after, user))  # type: ignore[arg-type]
        self._befores = {}
        if written:
            self.world.revision += 1
            self.world.listed_revision += not written <= NOTED_BY_READS
            self.world.outbox.publish(changes)
        return changes

    def rollback(self) -> None:
        for (name, id), before in reversed(self._befores.items()):
            if before is None:
                if self.table(name).get(id) is not None:
                    self.table(name).remove(id)
            else:
                self.table(name).put(before)
        self._befores = {}

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            try:
                self.commit()
            except BaseException:
                self.rollback()
                raise
        else:
            self.rollback()

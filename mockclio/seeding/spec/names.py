"""Finds the rows that the references of a spec mean: by the key of an entry, by name, or by id."""

from __future__ import annotations

from collections.abc import Iterable

from mockclio.seeding.spec.source import near
from mockclio.store.tables import Row
from mockclio.store.world import World

COLUMNS = {
    "users": ("name", "email"),
    "matters": ("display_number", "custom_number", "description"),
    "calendar_entries": ("summary",),
    "utbms_codes": ("code", "name"),
    "currencies": ("code",),
    "practice_areas": ("name", "code"),
    "notes": ("subject",),
    "activities": ("note",),
    "notification_methods": ("type",),
}
"""What names a row of a table, where it is not its name, number or subject."""
USUAL = ("name", "number", "subject", "description", "label")


class UnknownName(ValueError):
    """A reference that means no row, or several. The message completes a sentence about the attribute."""

    def __init__(self, message: str, table: str = "") -> None:
        super().__init__(message)
        self.table = table


class Names:
    """The names of the rows of one world. Entries that were made are learned one by one; other rows are read when they are needed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._keys: dict[tuple[str, str], int] = {}
        self._read: dict[str, dict[str, list[int]]] = {}

    def learn(self, table: str, row: Row, key: str = "") -> None:
        """Remember a row that was made, and the key of its entry. Raises UnknownName if another entry has that key."""
        if key and self._keys.setdefault((table, key), row["id"]) != row["id"]:
            raise UnknownName(f"key {key!r} is that of another entry too: keys are unique in a section")
        if table in self._read:
            _add(self._read[table], table, row)

    def find(self, table: str, value: str | int) -> int:
        """The id of the row that a value means. Raises UnknownName."""
        if isinstance(value, int):
            if self._world.table(table).get(value) is None:
                raise UnknownName(f"there is no record with id {value} in {_words(table)}", table)
            return value
        if (table, value) in self._keys:
            return self._keys[table, value]
        ids = self._ids(table, value)
        if len(ids) > 1:
            listed = ", ".join(map(str, ids[:5]))
            raise UnknownName(
                f"{value!r} names {len(ids)} records of {_words(table)}: give yours a `key:` and write that, or write an id, as in {listed}"
            )
        if ids:
            return ids[0]
        if value.isdecimal() and len(value) < 18 and self._world.table(table).get(int(value)) is not None:
            return int(value)
        raise UnknownName(f"there is no {value!r} in {_words(table)}; {near(value, self._known(table))}", table)

    def find_in(self, tables: Iterable[str], value: str | int) -> tuple[str, int]:
        """The first of several tables that has the row, and its id. Raises UnknownName."""
        listed = list(dict.fromkeys(tables))
        for table in listed:
            try:
                return table, self.find(table, value)
            except UnknownName as unknown:
                if len(self._ids(table, str(value))) > 1:
                    raise unknown from None
        known = [name for table in listed for name in self._known(table)]
        raise UnknownName(f"there is no {value!r} in {', '.join(map(_words, listed))}; {near(str(value), known)}", listed[0])

    def rows(self, table: str, value: str) -> list[Row]:
        """All rows of that name."""
        return [self._world.table(table)[id] for id in self._ids(table, value)]

    def _ids(self, table: str, value: str) -> list[int]:
        """The rows of that name. What the server made beside the entries is read now, if the name is not known yet."""
        known = self._read.get(table, {}).get(value.casefold())
        if not known:
            index: dict[str, list[int]] = {}
            for row in self._world.table(table):
                _add(index, table, row)
            self._read[table] = index
            known = index.get(value.casefold(), [])
        return [id for id in known if self._world.table(table).get(id) is not None]

    def _known(self, table: str) -> list[str]:
        """The keys and names in a table, for a message."""
        return [key for owner, key in self._keys if owner == table] + self._shown(table)

    def _shown(self, table: str) -> list[str]:
        columns = COLUMNS.get(table, USUAL)
        rows = (row for row in self._world.table(table) if not row.get("deleted_at"))
        return [name for row in rows if (name := next((str(row[one]) for one in columns if row.get(one)), ""))]


def _add(index: dict[str, list[int]], table: str, row: Row) -> None:
    if row.get("deleted_at"):
        return
    for name in {str(row[column]).casefold() for column in COLUMNS.get(table, USUAL) if row.get(column)}:
        index.setdefault(name, []).append(row["id"])


def _words(table: str) -> str:
    return table.replace("_", " ")

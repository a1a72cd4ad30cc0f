"""A world that is kept in a SQLite file: every change is in the file before its request is answered.

The file is in WAL mode with synchronous NORMAL. An answered write survives the end of the process at any moment, but not a power cut. The
tables note which rows are written. At the end of a request these rows go to the file in one transaction, so no request is written in part.
Rows are collected under the world's lock and written without it, so that other requests go on. A read does not wait for the file: what it
noted, such as a recently viewed record, may be written together with the next request.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import orjson

from mockclio.store import resuming
from mockclio.store.clock import stamp
from mockclio.store.sqlite_errors import NotKept
from mockclio.store.state import FORMAT, HEAD, WrongState, build
from mockclio.store.tables import Table
from mockclio.store.upgrades import UPGRADES
from mockclio.store.world import World

APPLICATION = 0x4D434C4F
"""The application id that marks a SQLite file of mockclio ("MCLO")."""
SCHEMA = """
CREATE TABLE head (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE rows (name TEXT NOT NULL, id INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, id)) WITHOUT ROWID;
CREATE TABLE files (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL);
"""


@dataclass(slots=True)
class Batch:
    """The changes that one transaction writes. `noted` are the tables that it came from, with the ids that each had noted."""

    generation: int
    fresh: bool
    rows: list[tuple[str, int, bytes | None]]
    files: list[tuple[str, bytes]]
    loose: dict[tuple[str, int], bytes]
    head: dict[str, Any]
    noted: list[tuple[Table, set[int]]]


class SqliteStore:
    """Writes one world to a file. `load` gives the world of the file, or None when the file is new."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = _opened(path)
        self._writing = Lock()
        self._world: World | None = None
        self._generation = -1
        self._files: set[str] = set()
        self._head: dict[str, Any] = {}
        self._loose: dict[tuple[str, int], bytes] = {}
        self._starts = 0

    def load(self, name: str = "default") -> World | None:
        """The world of the file. Its clock is frozen at the saved time, or it runs on."""
        try:
            head = self._read_head()
            if not head:
                return None
            place, self._starts = head.pop("clock"), head.pop("starts") + 1
            world = build({HEAD: {"1": head}, **self._read_rows()}, str(self.path), name, trusted=True)
            world.files.update(self._connection.execute("SELECT sha256, content FROM files"))
            world.clock.put(place)
        except (WrongState, sqlite3.Error) as error:
            raise WrongState(_refused(self.path, str(error).removeprefix(f"{self.path}: "))) from None
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise WrongState(_refused(self.path, f"a value has the wrong form: {type(error).__name__} {error}")) from None
        world.random.seed(f"{world.seed}/{world.ids.last}/{self._starts}")  # values that were drawn before must not repeat
        return world

    def _read_head(self) -> dict[str, Any]:
        head = {key: _parsed(f"head/{key}", value) for key, value in self._connection.execute("SELECT key, value FROM head")}
        wrong = [name for name, kind in (("clock", dict), ("starts", int), ("as_of", str)) if not isinstance(head.get(name), kind)]
        if head and wrong:
            raise WrongState(f"its head has no {' and no '.join(wrong)}")
        return head

    def _read_rows(self) -> dict[str, dict[str, Any]]:
        result: dict[str, dict[str, Any]] = {}
        for table, id, value in self._connection.execute("SELECT name, id, value FROM rows ORDER BY name, id"):
            row = _parsed(f"{table}/{id}", value)
            if not isinstance(row, dict) or row.get("id") != id:
                raise WrongState(f"{table}/{id} is not a row with that id")
            result.setdefault(table, {})[str(id)] = row
        return result

    def keep(self, world: World) -> None:
        """Keep this world from now on. The first write is the whole world."""
        self._world = world
        with world.lock:
            world.kept = True
            for table in world.tables.values():
                table.dirty = set()
        self.flush()

    def flush(self, *, rows_only: bool = False, wait: bool = True) -> None:
        """Write the changes since the last flush, in one transaction. `rows_only` says that no credential changed.

        Requests that end while another one is written share the next transaction: the first of them writes what all of them changed.
        With `wait=False` nothing is done while another request is written, whose next one writes these changes, too.
        """
        if self._world is None or not self._writing.acquire(blocking=wait):
            return
        try:
            with self._world.lock:
                batch = self._collected(self._world, rows_only=rows_only)
            if batch is not None:
                self._write_batch(batch, self._world)
        finally:
            self._writing.release()

    def _collected(self, world: World, *, rows_only: bool) -> Batch | None:
        """What changed since the last flush, in the form of the file. The tables note later changes anew. None when nothing changed."""
        fresh = self._generation != world.generation
        rows = list(_everything(world) if fresh else _changed(world))
        loose = self._loose if rows_only and not fresh else _loose(world)
        head = self._head_of(world)
        if not rows and head == self._head and (loose is self._loose or loose == self._loose) and not fresh:
            return None
        files = world.files.keys() - self._files if len(world.files) != len(self._files) else set()
        noted = [(table, table.dirty) for table in world.tables.values() if table.dirty]
        for table, _ in noted:
            table.dirty = set()
        contents = [(key, world.files[key]) for key in files]
        return Batch(world.generation, fresh, [*rows, *self._changed_loose(loose, fresh)], contents, loose, head, noted)

    def _write_batch(self, batch: Batch, world: World) -> None:
        """Write the batch. If that fails, its changes count as not written again, and the error is NotKept."""
        changed = [(key, orjson.dumps(value).decode()) for key, value in batch.head.items() if self._head.get(key, self) != value]
        try:
            self._write(batch.rows, batch.files, changed, fresh=batch.fresh)
        except sqlite3.Error as error:
            with world.lock:
                for table, ids in batch.noted:
                    table.dirty = ids | (table.dirty or set())
            raise NotKept(self.path, str(error)) from None
        self._generation, self._loose, self._head = batch.generation, batch.loose, batch.head
        self._files.update(key for key, _ in batch.files)

    def _changed_loose(self, loose: dict[tuple[str, int], bytes], fresh: bool) -> list[tuple[str, int, bytes | None]]:
        changed = [(*place, value) for place, value in loose.items() if fresh or self._loose.get(place) != value]
        return [*changed, *((*place, None) for place in self._loose.keys() - loose.keys() if not fresh)]

    def _write(
        self, rows: list[tuple[str, int, bytes | None]], files: list[tuple[str, bytes]], head: list[tuple[str, str]], *, fresh: bool
    ) -> None:
        """Write all of it in one transaction, or nothing."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            if fresh:
                self._connection.execute("DELETE FROM rows")
            self._put(rows)
            self._connection.executemany("INSERT OR IGNORE INTO files VALUES (?, ?)", files)
            self._connection.executemany("INSERT OR REPLACE INTO head VALUES (?, ?)", head)

    def close(self) -> None:
        """Write the remaining changes and close the file."""
        try:
            self.flush()
        finally:
            self._world = None
            self._connection.close()

    def _put(self, rows: Iterable[tuple[str, int, bytes | None]]) -> None:
        cached, removed = [], []
        for name, id, value in rows:
            if value is None:
                removed.append((name, id))
            else:
                cached.append((name, id, value.decode()))
        self._connection.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", cached)
        self._connection.executemany("DELETE FROM rows WHERE name = ? AND id = ?", removed)

    def _head_of(self, world: World) -> dict[str, Any]:
        head = {"format": FORMAT, "name": world.name, "last_id": world.ids.last, "seed": world.seed, **resuming.head_of(world)}
        head["upgrades"] = sorted(UPGRADES)
        head["as_of"] = stamp(world.as_of) if world.as_of else world.clock.stamp() if not self._head else self._head["as_of"]
        return head | {"clock": world.clock.place, "starts": self._starts}


def _parsed(place: str, value: str) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise WrongState(f"{place} is not JSON: {error}") from None


def _everything(world: World) -> Iterator[tuple[str, int, bytes]]:
    return ((name, row["id"], orjson.dumps(row)) for name, table in world.tables.items() for row in table)


def _changed(world: World) -> Iterator[tuple[str, int, bytes | None]]:
    for name, table in world.tables.items():
        for id in table.dirty or ():
            row = table.get(id)
            yield name, id, None if row is None else orjson.dumps(row)


def _loose(world: World) -> dict[tuple[str, int], bytes]:
    """Credentials and faults, which are not rows of the world."""
    tables = {**resuming.access_of(world), **resuming.faults_of(world)}
    return {(name, row["id"]): orjson.dumps(row) for name, rows in tables.items() for row in rows.values()}


def _opened(path: Path) -> sqlite3.Connection:
    """Open the file, and check it before the first write. A missing file is made."""
    if not path.parent.is_dir():
        raise WrongState(f"{path}: there is no folder {path.parent}")
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))  # its tokens and bodies are for this user alone
        path.chmod(path.stat().st_mode & 0o700)  # an older version made it for everybody
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.2)
        try:
            _check(path, connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
    except OSError as error:
        raise WrongState(f"{path}: {error.strerror}") from None
    except sqlite3.OperationalError as error:
        reason = "another server keeps its world there" if "locked" in str(error) else str(error)
        raise WrongState(f"{path}: {reason}") from None
    except sqlite3.DatabaseError as error:
        raise WrongState(_refused(path, str(error))) from None
    return connection


def _check(path: Path, connection: sqlite3.Connection) -> None:
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    marked = connection.execute("PRAGMA application_id").fetchone()[0]
    if empty and marked == 0:
        marks = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"
        connection.executescript(f"BEGIN IMMEDIATE; {marks} {SCHEMA} COMMIT;")
        return
    if marked != APPLICATION:
        raise sqlite3.DatabaseError("it is a database of something else")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > FORMAT:
        raise WrongState(f"{path}: format {version} is newer than this mockclio reads ({FORMAT}): install a newer mockclio")
    text = connection.execute("PRAGMA quick_check").fetchone()[0]
    if text != "ok":
        raise sqlite3.DatabaseError(text)


def _refused(path: Path, reason: str) -> str:
    return f"{path}: no world can be read from it ({reason}): it was left as it is; move it away, or name another file"

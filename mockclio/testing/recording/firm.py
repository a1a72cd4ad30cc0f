"""A firm of a recording: what was read stands in the place of what an empty firm has; what nobody read stays as in an empty one.

A table that was read as a list is the recording's alone. A table of which records were only named keeps the empty firm's rows beside them.
A row of the empty firm that refers to something that is gone goes, too, except that the recording's owner stands for the empty firm's.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields
from mockclio.store import resources
from mockclio.store.check import check_document, tables
from mockclio.store.state import FILES, FORMAT, HEAD, WrongState, read
from mockclio.store.types import POLYMORPHIC
from mockclio.testing.recording.rows import Row, Rows, Tables, utc
from mockclio.testing.recording.tape import WrongRecording, exchanges

Document = dict[str, Any]
UNFILTERED = frozenset(("fields", "limit", "order", "offset"))
"""Parameters that leave no row out."""
SINGLES = ("accounts", "billing_settings")
"""Tables of one row."""
BESIDE = {"user": "users", "_user": "users", "contact": "contacts", "_contact": "contacts"}
"""Keys of rows that refer to others and are no fields."""


def firm(path: Path) -> Document:
    """The document of the firm that a recording shows, checked against the catalogue."""
    message = list(exchanges(path))
    try:
        return _firm(path, message)
    except (WrongRecording, WrongState):
        raise
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise WrongRecording(f"{path} shows something that no account answers with: {type(error).__name__}: {error}") from None


def _firm(path: Path, message: list[Row]) -> Document:
    if not any("data" in exchange for exchange in message):
        raise WrongRecording(f"{path} has no answer with records: read something through `mockclio record` first")
    as_of = max((str(exchange["at"]) for exchange in message if exchange.get("at")), default="") or _latest(message)
    rows, listed = Rows(as_of), dict[str, set[int]]()
    for number, exchange in enumerate(message, 2):
        try:
            _replay(rows, listed, exchange)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
            raise WrongRecording(f"{path}, line {number}: no exchange of an account: {type(error).__name__}: {error}") from None
    rows.unlisted({table: listed[table] for table in filter(None, map(_ended, message)) if table in listed})
    singles = _join_singles(rows)
    rows.complete()
    owner = _owner(rows, message)
    _hang_folders(rows)
    for conversation in rows.tables.get("conversations", {}).values():
        conversation["_members"] = [owner] if owner is not None else []
    base = _base(rows.tables, {*listed, *(name for name, _ in singles)}, owner, singles)
    document: Document = {HEAD: {"1": {"format": FORMAT, "name": "default", "as_of": as_of, "seed": 0}}}
    for name in sorted({*base, *rows.tables}):
        merged = {**base.get(name, {}), **rows.tables.get(name, {})}
        document[name] = {str(id): merged[id] for id in sorted(merged)}
    _drop_dangling(document)
    check_document(document, str(path))
    return document


def _latest(exchanges: list[Row]) -> str:
    """The last change that the recording shows."""
    shown = [row for exchange in exchanges for row in _list(exchange.get("data"))]
    changes = [utc(str(row["updated_at"])) for row in shown if isinstance(row, dict) and row.get("updated_at")]
    return max(changes, default="2026-01-01T00:00:00Z")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _replay(rows: Rows, listed: dict[str, set[int]], exchange: Row) -> None:
    """What one exchange tells of the firm."""
    operation = operations().get(str(exchange.get("operation")))
    if operation is None or not 200 <= int(exchange.get("status", 0)) < 300:
        return
    if operation.kind == "destroy":
        removed = str(exchange["path"]).rsplit("/", 1)[-1]
        rows.forget(operation.collection.record.table, int(removed) if removed.isdigit() else 0)
        return
    shown = exchange.get("data")
    if operation.record is None or operation.ids_only or shown is None:
        return
    if operation.kind == "index" and operation.record.table in tables():
        listed.setdefault(operation.record.table, set()).update(each["id"] for each in _list(shown) if isinstance(each.get("id"), int))
    for each in _list(shown):
        rows.add(operation.record, each)


def _ended(exchange: Row) -> str:
    """The table of which this was the last page of all rows; a filter hides rows, and so does a page that nobody asked for."""
    operation = operations().get(str(exchange.get("operation")))
    filtered = {name for name, _ in exchange.get("query", ())} - UNFILTERED
    ended = not filtered and not (exchange.get("meta") or {"next": True})["next"]
    return operation.record.table if operation is not None and operation.kind == "index" and operation.record is not None and ended else ""


def _join_singles(rows: Rows) -> dict[tuple[str, int], int]:
    """What a firm has one of is the recording's, and as in an empty firm where the recording says nothing; by which id it was replaced."""
    empty = read(resources.firm("empty"))
    replaced = {}
    for name in SINGLES:
        for id, row in list(rows.tables.get(name, {}).items())[:1]:
            before = next(iter(empty[name].values()))
            known = fields(tables()[name])
            cached = {key: value for key, value in before.items() if key not in known or known[key].record is None}
            rows.tables[name] = {id: {**cached, **row}}
            replaced[name, before["id"]] = id
    return replaced


def _hang_folders(rows: Rows) -> None:
    """The folders of matters and contacts show no parent; they hang below the root."""
    folders = rows.tables.get("folders", {})
    root = next((id for id, row in sorted(folders.items()) if row.get("root")), None)
    for id, row in folders.items():
        if id != root and row.get("parent") is None:
            row["parent"] = root


def _owner(rows: Rows, exchanges: list[Row]) -> int | None:
    """The user who owns the account: the one marked so, else whose token was used, else the first."""
    users = rows.tables.get("users", {})
    if not users:
        return None
    marked = [id for id, user in sorted(users.items()) if user.get("account_owner")]
    callers = [one["data"]["id"] for one in exchanges if one.get("operation") == "User#who_am_i" and isinstance(one.get("data"), dict)]
    owner = next(iter([*marked, *callers, *sorted(users)]))
    users[owner].update(account_owner=True, enabled=True)
    return int(owner)


def _base(recorded: Tables, listed: Collection[str], owner: int | None, singles: dict[tuple[str, int], int]) -> Tables:
    """The rows of the empty firm that stay, under ids that the recording does not use."""
    empty = read(resources.firm("empty"))
    removed = {*listed, *({"users"} if owner is not None else ())}
    cached = {name: {row["id"]: row for row in rows.values()} for name, rows in empty.items() if name not in (HEAD, FILES, *removed)}
    taken = {id for rows in recorded.values() for id in rows}
    free = max([*taken, *(id for rows in cached.values() for id in rows)], default=0)
    moved = dict(singles)
    for name, rows in cached.items():
        for id in rows:
            if id in taken:
                free += 1
                moved[name, id] = free
    stays = Staying(moved, owner, {int(id) for id in empty.get("users", {})})
    return {name: {moved.get((name, id), id): stays.row(name, row) for id, row in rows.items()} for name, rows in cached.items()}


class Staying:
    """Rewrites the references of rows of the empty firm."""

    def __init__(self, moved: dict[tuple[str, int], int], owner: int | None, users: set[int]) -> None:
        """Use the new ids of moved rows, and the ids of the users of the empty firm."""
        self.moved, self.owner, self.users = moved, owner, users

    def row(self, table: str, row: Row) -> Row:
        """Return a row with its references rewritten."""
        known = fields(tables()[table]) if table in tables() else {}
        made = {name: self._value(known.get(name), name, value) for name, value in row.items()}
        return {**made, "id": self.moved.get((table, row["id"]), row["id"])}

    def _value(self, field: Attribute | None, name: str, value: Any) -> Any:
        target = field.record.table if field is not None and field.record is not None else BESIDE.get(name, "")
        if isinstance(value, list):
            return [self._one(target, member) for member in value]
        return self._one(target, value)

    def _one(self, table: str, value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"id", "type"}:
            return {**value, "id": self._one(POLYMORPHIC.get(value["type"], ""), value["id"])}
        if not table or not isinstance(value, int) or isinstance(value, bool):
            return value
        if table == "users" and self.owner is not None and value in self.users:
            return self.owner
        return self.moved.get((table, value), value)


def _drop_dangling(document: Document) -> None:
    """Leave out what leads nowhere: a member of a list, a reference that may be empty, else the row; until nothing changes."""
    known = tables()
    again = True
    while again:
        again = False
        for name, rows in document.items():
            record = known.get(name)
            for key in list(rows) if record is not None else ():
                decision = _mend(record, rows[key], document)
                if not decision:
                    del rows[key]
                    again = True


def _mend(record: type[Record] | None, row: Row, document: Document) -> bool:
    """Whether the row may stay, its dangling references taken out."""
    for name, field in fields(record).items() if record is not None else ():
        value = row.get(name)
        table = field.record.table if field.record is not None else ""
        if not table or value is None:
            continue
        if isinstance(value, list):
            row[name] = [member for member in value if not isinstance(member, int) or str(member) in document.get(table, {})]
        elif isinstance(value, int) and str(value) not in document.get(table, {}):
            if not field.nullable:
                return False
            row[name] = None
    beside = ((name, row[name]) for name in BESIDE if isinstance(row.get(name), int))
    return all(str(value) in document.get(BESIDE[name], {}) for name, value in beside)

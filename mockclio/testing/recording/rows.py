"""Shown records back to stored rows: associations become ids, nested records rows of their own tables, lists the other side of a field.

A row is merged from every answer that showed something of it; a later answer has the last word. What an answer shows that this mock
computes is not stored. Of a record that was only named, the row holds what was shown, and what such a row must have.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mockclio import practice
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields
from mockclio.server.behavior import behavior, nested
from mockclio.server.values import is_stored, stored_key
from mockclio.store.check import row_keys, tables
from mockclio.store.types import POLYMORPHIC

Row = dict[str, Any]
Tables = dict[str, dict[int, Row]]
EMPTY: dict[str, Any] = {"str": "", "int": 0, "float": 0.0, "bool": False}


class Rows:
    """The rows of a recording, by table and id."""

    def __init__(self, as_of: str) -> None:
        """Begin without rows. `as_of` is the time of the recording."""
        practice.register()
        self.tables: Tables = {}
        self.as_of = as_of

    def add(self, record: type[Record], shown: Any) -> Any:
        """What a shown record is stored as: its id, if it is a row of its own; itself, if it lives inside another."""
        if not isinstance(shown, dict):
            return None
        if not record.table:
            return self._inside(record, shown)
        id = _number(shown.get("id"))
        if id is None:
            return None
        if record.table in VIEWS:
            looked_at = VIEWS[record.table] or POLYMORPHIC.get(str(shown.get("type")), "")
            return self.add(tables()[looked_at], _common(record, tables()[looked_at], shown)) if looked_at in tables() else None
        row = self.row(record.table, id)
        row.update({name: _joined(row.get(name), value) for name, value in self._values(record, shown, id).items()})
        return id

    def row(self, table: str, id: int) -> Row:
        """Return the row of an id, a new one if there is none."""
        return self.tables.setdefault(table, {}).setdefault(id, {"id": id})

    def unlisted(self, listed: Mapping[str, set[int]]) -> None:
        """Mark what a whole list left out, and another answer named."""
        for table, mark in MARKS.items():
            for id in self.tables.get(table, {}).keys() - listed[table] if table in listed else ():
                self.tables[table][id].update(mark)

    def forget(self, table: str, id: int) -> None:
        """Remove a row."""
        self.tables.get(table, {}).pop(id, None)

    def _inside(self, record: type[Record], shown: Row) -> Any:
        """A nested record, or the reference that it is looked up by."""
        if nested("resolves", record.__name__) is None:
            return self._values(record, shown, None)
        table, id = POLYMORPHIC.get(str(shown.get("type"))), _number(shown.get("id"))
        if table is None or id is None:
            return None
        named = tables().get(table)
        if named is not None:
            known = fields(named)
            self.row(table, id).update(
                {name: value for name, value in shown.items() if name in known and known[name].kind == "str" and value}
            )
            if table == "contacts" and shown["type"] in known["type"].choices:
                self.row(table, id)["type"] = shown["type"]
        return {"type": shown["type"], "id": id}

    def _values(self, record: type[Record], shown: Row, id: int | None) -> Row:
        known = fields(record)
        made: Row = {}
        for name, value in shown.items():
            field = known.get(name)
            if field is None or name == "etag" or (value is None and name in ("created_at", "updated_at")):
                continue
            if name == "id":
                made["id"] = id if id is not None else value
            elif field.inverse and field.record is not None:
                self._other_side(record, field, value or [], id)
            elif stored_key(record, name) == name:
                made[name] = self._value(field, value)
        for member in made.get("kyc_field_values") or ():
            member["_owner"] = record.__name__  # the same question may be asked of matters and of contacts
        return made

    def _value(self, field: Attribute, value: Any) -> Any:
        if field.record is not None and isinstance(value, list):
            return [
                member for member in (self.add(field.record, each) for each in value) if member is not None and _whole(field.record, member)
            ]
        if value is None:
            return [] if field.many and field.record is not None else None
        if field.record is not None:
            return self.add(field.record, value)
        return utc(value) if field.kind == "datetime" and isinstance(value, str) else value

    def _other_side(self, record: type[Record], field: Attribute, members: list[Row], id: int | None) -> None:
        """The members of a list that is the other side of a field: each holds the record, under the field that is named like it."""
        target = field.record
        name = field.inverse[0] if len(field.inverse) == 1 else record.__name__.lower()
        for member in [self.add(target, shown) for shown in members] if target is not None and name in field.inverse else ():
            if not isinstance(member, int) or id is None or target is None:
                continue
            row = self.row(target.table, member)
            if name in fields(target) and fields(target)[name].many:
                row[name] = [*row.get(name, []), *({id} - set(row.get(name, [])))]
            elif not isinstance(row.get(name), dict):
                row[name] = id

    def complete(self) -> None:
        """Give every row what it must have: what its kind begins with, times, and of every field that is never null something."""
        for table in LEFT_OUT:
            self.tables.pop(table, None)
        known = tables()
        for table, rows in self.tables.items():
            record = known.get(table)
            least = _least(record, self.as_of) if record is not None else {}
            for id, row in rows.items():
                times = {"created_at": row.get("created_at") or self.as_of, "updated_at": row.get("updated_at") or self.as_of}
                rows[id] = {**least, **behavior(table).defaults, **HIDDEN.get(table, {}), **row, **times}
                for name, value in least.items():
                    if rows[id].get(name) is None:
                        rows[id][name] = value
                if record is not None:  # a reference shows keys, such as its type, that its row does not hold
                    rows[id] = {name: value for name, value in rows[id].items() if name[0] == "_" or name in row_keys(table)}
        for calendar in self.tables.get("calendars", {}).values():
            if calendar["type"] == "UserCalendar" and calendar.get("creator"):
                calendar.setdefault("user", calendar["creator"])


VIEWS = {
    "billable_clients": "contacts",
    "billable_matters": "matters",
    "clients": "contacts",
    "event_metrics": "",
    "items": "",
    "matter_contacts": "contacts",
    "related_contacts": "contacts",
}
"""Lists without rows of their own, and the table that they look at; empty where each row says what it is."""


def _common(view: type[Record], record: type[Record], shown: Row) -> Row:
    """What a row of such a list shows of the row that it looks at."""
    seen, known = fields(view), fields(record)
    same = {name for name in seen if name in known and (seen[name].kind, seen[name].record) == (known[name].kind, known[name].record)}
    return {name: value for name, value in shown.items() if name in same}


LEFT_OUT = ("avatars", "comments", "my_events")
"""Tables of which no answer shows enough to build a row: whose it is, or what it belongs to."""
MARKS: Mapping[str, Row] = {"custom_fields": {"deleted": True}, "users": {"_co_counsel": True}}
"""What makes a record one that its list leaves out."""
NEEDED = {"CustomFieldSetAssociation": ("custom_field_set",)}
"""Associations that a nested record may show as null, and yet cannot be stored without."""
HIDDEN: Mapping[str, Row] = {
    "activities": {"_utbms": {}},
    "conversations": {"_members": []},
    "documents": {"_uploaded": True, "_hidden": False},
    "folders": {"_hidden": False},
}
"""What rows hold beside their fields, and no answer shows."""


def _least(record: type[Record], as_of: str) -> Row:
    """The smallest values of fields that are stored and never null; times are those of the recording, associations lead nowhere."""
    results: Row = {}
    nothing: Row = {
        name: [] if field.many else None for name, field in fields(record).items() if field.record is not None and not field.inverse
    }
    empty = {**EMPTY, "datetime": as_of, "date": as_of[:10]}
    for name, field in fields(record).items():
        if field.nullable or field.record is not None or name in ("id", "etag", "created_at", "updated_at"):
            continue
        if is_stored(record, name) and stored_key(record, name) == name:
            results[name] = [] if field.many else field.choices[0] if field.choices else empty.get(field.kind)
    stored = {name: value for name, value in nothing.items() if is_stored(record, name)}
    return {**stored, **{name: value for name, value in results.items() if value is not None}}


def _whole(record: type[Record], member: Any) -> bool:
    """Whether a nested record has the associations that it cannot be without."""
    if not isinstance(member, dict) or set(member) == {"id", "type"}:
        return True
    if member.get("id", 0) is None:
        return False  # shown for the sake of a set or a default, and stored nowhere
    needed = [name for name, field in fields(record).items() if field.record is not None and field.record.table and not field.nullable]
    needed = [name for name in needed if not fields(record)[name].many and is_stored(record, name)]
    return all(member.get(name) is not None for name in [*needed, *NEEDED.get(record.__name__, ())])


def _joined(before: Any, now: Any) -> Any:
    """A value with what an earlier answer showed of the same nested records."""
    if isinstance(before, dict) and isinstance(now, dict) and before.get("id") == now.get("id"):
        return {**before, **{name: _joined(before.get(name), value) for name, value in now.items()}}
    if isinstance(before, list) and isinstance(now, list):
        known = {member["id"]: member for member in before if isinstance(member, dict) and "id" in member}
        return [_joined(known.get(member.get("id")), member) if isinstance(member, dict) else member for member in now]
    return now


def _number(id: Any) -> int | None:
    if isinstance(id, bool):
        return None
    if isinstance(id, int):
        return id
    return int(id) if isinstance(id, str) and id.isascii() and id.isdigit() else None


def utc(time_text: str) -> str:
    """A time as rows hold it."""
    try:
        return datetime.fromisoformat(time_text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return time_text

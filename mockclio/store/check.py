"""Validation of saved worlds against the catalogue. A row that no write could have made is refused with its place and the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from mockclio.catalog import collections
from mockclio.catalog.memo import remember
from mockclio.catalog.records import REGISTRY, Record
from mockclio.catalog.schema import Attribute, accepted, fields
from mockclio.errors import shortened
from mockclio.store.head import wrong
from mockclio.store.state import FILES, HEAD, WrongState

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
Check = Callable[[Any], bool]

SCALARS: dict[str, tuple[Check, str]] = {
    "int": (lambda value: isinstance(value, int) and not isinstance(value, bool), "an integer"),
    "float": (lambda value: isinstance(value, int | float) and not isinstance(value, bool), "a number"),
    "str": (lambda value: isinstance(value, str | int), "a string"),
    "bool": (lambda value: isinstance(value, bool), "true or false"),
    "date": (lambda value: isinstance(value, str) and DAY.fullmatch(value) is not None, "a date, YYYY-MM-DD"),
    "datetime": (lambda value: isinstance(value, str) and STAMP.fullmatch(value) is not None, "a time, YYYY-MM-DDTHH:MM:SSZ"),
}
STORED: dict[str, tuple[str, ...]] = {
    "accounts": ("time_zone",),
    "avatars": ("filename",),
    "calendar_visibilities": ("user",),
    "calendars": ("user",),
    "client_portals": ("user",),
    "document_archives": ("filename",),
    "matters": ("grants",),
    "medical_bills": ("medical_records_request",),
    "medical_records": ("medical_records_request",),
    "my_events": (
        *("description", "description_url", "icon", "message", "mobile_icon", "occurred_at", "primary_detail", "primary_detail_url"),
        *("read", "secondary_detail", "secondary_detail_url", "subject_id", "subject_type", "title", "title_url", "user"),
    ),
    "notification_methods": ("contact", "user"),
    "reports": ("content_type", "filename"),
    "text_message_conversations": ("unread_count", "user"),
    "timers": ("user",),
    "users": ("type",),  # in firms that earlier versions made of recordings
}
"""What rows hold beside the fields of their record and the attributes of its bodies."""
ALWAYS = frozenset(("id", "created_at", "updated_at"))
Loaded = dict[str, dict[str, Any]]


def tables() -> dict[str, type[Record]]:
    """The record class of each table."""
    listed = collections()
    results: dict[str, type[Record]] = {record.table: record for record in REGISTRY.values() if record.table}
    results.update(
        {name: collection.record for name, collection in listed.items() if collection.record and collection.record.table == name}
    )
    return results


def check_document(document: dict[str, Any], place: str) -> None:
    """Refuse the document at its first error: an unknown table, a row without its id, a wrong type, a reference to a missing row.

    Tables that the API does not list begin with an underscore. Of their rows only the ids are checked.
    """
    known = tables()
    complaint = wrong(document[HEAD]["1"])
    if complaint:
        raise WrongState(f"{place}: {HEAD}/1: {complaint}")
    ids: dict[int, str] = {}
    for name, rows in document.items():
        if name in (HEAD, FILES):
            continue
        if name not in known and not name.startswith("_"):
            raise WrongState(f"{place}: {name}: there is no such table; tables are {', '.join(sorted(known))}")
        if not isinstance(rows, dict):
            raise WrongState(f"{place}: {name}: a table is an object of rows by id")
        for key, row in rows.items():
            where = f"{place}: {name}/{key}"
            if not isinstance(row, dict) or not isinstance(row.get("id"), int) or str(row["id"]) != key:
                raise WrongState(f"{where}: a row is an object whose id is its key, {key}")
            if row["id"] in ids and name in known:
                raise WrongState(f"{where}: the id {row['id']} is also used in {ids[row['id']]}")
            ids.update({row["id"]: name} if name in known else {})
    for name, rows in document.items():
        if name in known:
            for key, row in rows.items():
                _check_keys(name, row, f"{place}: {name}/{key}")
                _check_row(known[name], row, f"{place}: {name}/{key}", document)
    _check_login(document, place)


@remember(500)
def row_keys(table: str) -> frozenset[str]:
    """The keys that a row of a table may have. A key that begins with an underscore is internal."""
    record = tables()[table]
    operations = [one for collection in collections().values() for one in collection.operations.values()]
    bodies = [one.body for one in operations if one.body is not None and one.record is not None and one.record.table == table]
    attributes = {name for body in bodies for name in accepted(body)}
    return frozenset(fields(record).keys() | record.retired.keys() | attributes | ALWAYS | set(STORED.get(table, ())))


def _check_keys(table: str, row: dict[str, Any], where: str) -> None:
    """Refuse a key that no row of the table has, so that a slip does not pass for a value that was left out."""
    known = row_keys(table)
    for name in row:
        if name not in known and not name.startswith("_"):
            close = get_close_matches(name, known, 2)
            hint = f"did you mean {' or '.join(map(repr, close))}?" if close else f"a row has {', '.join(sorted(known)[:30])}"
            raise WrongState(f"{where}: {name}: unknown; {hint}")


def _check_login(document: Loaded, place: str) -> None:
    """Refuse a firm that answers 401 to every call, because no token can belong to anybody."""
    if not document.get("accounts"):
        raise WrongState(f"{place}: accounts: there is none, so nobody can log in: a firm has one account, and a user who is enabled")
    if not any(row.get("enabled", True) for row in document.get("users", {}).values()):
        reason = "none is enabled" if document.get("users") else "there is none"
        raise WrongState(f"{place}: users: {reason}, so nobody can log in: a firm has a user with enabled: true")


@remember(500)
def _checks(record: type[Record]) -> dict[str, Attribute]:
    return fields(record)


def _check_row(record: type[Record], row: dict[str, Any], where: str, document: Loaded) -> None:
    known = _checks(record)
    for stamp in ("created_at", "updated_at"):
        if stamp in known and stamp in row and not STAMP.fullmatch(str(row[stamp])):
            raise WrongState(f"{where}: {stamp} must be a time, YYYY-MM-DDTHH:MM:SSZ, not {shortened(repr(row[stamp]))}")
    for name, value in row.items():
        attribute = known.get(name)
        if attribute is not None and value is not None:
            members = value if attribute.many else [value]
            if not isinstance(members, list):
                raise WrongState(f"{where}: {name} must be a list")
            for member in members:
                _check_value(attribute, member, f"{where}: {name}", document)


def _check_value(attribute: Attribute, value: Any, where: str, document: Loaded) -> None:
    if attribute.record is not None:
        _check_association(attribute.record, value, where, document)
    elif attribute.kind == "enum":
        if str(value).lower() not in (choice.lower() for choice in attribute.choices):  # an earlier version stored another case
            listed = ", ".join(attribute.choices[:20])
            raise WrongState(f"{where} must be one of {listed}, not {shortened(repr(value))}")
    elif attribute.kind in SCALARS and attribute.name != "id":
        check, right = SCALARS[attribute.kind]
        if not check(value):
            raise WrongState(f"{where} must be {right}, not {shortened(repr(value))}")


def _check_association(record: type[Record], value: Any, where: str, document: Loaded) -> None:
    if isinstance(value, int):
        if record.table and str(value) not in document.get(record.table, {}) and not _is_deleted(value, document):
            raise WrongState(f"{where}: there is no row {value} in {record.table}")
    elif isinstance(value, dict):
        if "type" not in value or set(value) != {"id", "type"}:
            _check_row(record, value, where, document)
    else:
        raise WrongState(f"{where} must be the id of a row or an object, not {shortened(repr(value))}")


def _is_deleted(id: int, document: Loaded) -> bool:
    """Whether the reference may name a deleted record. Some records keep references to records that are gone."""
    head = document[HEAD]["1"]
    return "frozen" in head and id <= head.get("last_id", 0) and not any(str(id) in rows for rows in document.values())

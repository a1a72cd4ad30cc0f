"""What each order key sorts by, as answers show it: the path that the catalogue declares, and a table for the keys that mean more."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from mockclio.testing.outcomes import MissingEntry
from mockclio.verify.checks.reading.calls import Row
from mockclio.verify.checks.reading.listing import Lists
from mockclio.verify.checks.reading.references import at

Place = tuple[Any, ...]
Key = Callable[[Row, Lists], Place]
RANKS = {"low": 1, "normal": 2, "high": 3}
DAYS = {"CalendarDays": 1.0, "BusinessDays": 1.4, "CalendarWeeks": 7.0, "CalendarMonths": 30.4, "CalendarYears": 365.25}


def placed(value: Any) -> Place:
    """Nothing comes first; texts are compared whatever their case."""
    if value is None:
        return (0,)
    return (1, value.casefold() if isinstance(value, str) else value)


def keys_of(operation: AnyOperation) -> dict[str, str]:
    """The order keys of a list, each with the path that the catalogue declares."""
    terms = (term.partition(":") for term in operation.order.split())
    return {name: path or name for name, _, path in terms}


def along(path: str) -> Key:
    """The first value at the end of a path through the shown row."""

    def key(row: Row, lists: Lists) -> Place:
        value = next(iter(at(row, path)), None)
        association = isinstance(row.get(path), dict)
        return placed(int(value) if association and value else value)

    return key


def stored(table: str, name: str) -> Key:
    return lambda row, lists: placed(lists.stored(table, row["id"]).get(name))


def in_digits(row: Row, lists: Lists) -> Place:
    """9 comes before 10."""
    return placed(re.sub(r"\d+", lambda digits: digits[0].zfill(20), row["number"]))


def names_of_grants(row: Row, lists: Lists) -> Place:
    known = lists.by_id("/grants")
    names = sorted(known[str(id)]["name"] for id in lists.stored("matters", row["id"]).get("grants") or [])
    return placed(", ".join(names) or None)


def first_shared(row: Row, lists: Lists) -> Place:
    conversations = [item["created_at"] for item in lists.answers("/conversations") if str(row["id"]) in at(item, "memberships.member")]
    return placed(min(conversations, default=None))


def due_dates_first(row: Row, lists: Lists) -> Place:
    return (row["due_at"] is None, row["due_at"] or "")


def received(row: Row, lists: Lists) -> Place:
    return placed(lists.by_id("/documents")[str(row["id"])]["received_at"] if row["type"] == "Document" else None)


def offset(row: Row, lists: Lists) -> Place:
    """How many days before or after the assignment a task is due, about; answers do not show it."""
    cached = lists.stored("task_templates", row["id"])
    if not cached.get("cascading"):
        return (0,)
    days = (cached.get("cascading_offset") or 0) * DAYS[cached.get("cascading_offset_type") or "CalendarDays"]
    return (1, -days if cached.get("cascading_offset_polarity") == "Before" else days)


def last_modified(row: Row, lists: Lists) -> Place:
    """Making a report dates a preset anew and does not modify it."""
    return placed(lists.stored("report_presets", row["id"]).get("_modified_at") or lists.stored("report_presets", row["id"])["updated_at"])


SPECIAL: dict[tuple[str, str], Key] = {
    ("Bill#index", "number"): in_digits,
    ("Contact#index", "shared_at"): first_shared,
    ("Folder#list", "document_number"): lambda row, lists: placed(row["id"] if row["type"] == "Document" else None),
    ("Folder#list", "received_at"): received,
    ("Matter#index", "clients"): along("client.name"),
    ("Matter#index", "grants"): names_of_grants,
    ("RelatedContacts#index", "contact.name"): along("name"),
    ("RelatedContacts#index", "id"): along("relationship"),
    ("Task#index", "due_at"): due_dates_first,
    ("Task#index", "due_at_strict"): along("due_at"),
    ("Task#index", "priority"): lambda row, lists: placed(RANKS[row["priority"].lower()]),
    ("ReportPreset#index", "last_modified_at"): last_modified,
    ("TaskTemplate#index", "days_from_assignment"): offset,
    ("TaskTemplate#index", "permission"): lambda row, lists: placed("private" if row["private"] else "public"),
    ("TaskTemplate#index", "priority"): lambda row, lists: placed(RANKS[row["priority"].lower()]),
}


def key_of(operation: AnyOperation, name: str) -> Key:
    """What a key sorts by: as the table says, or along the declared path."""
    path = keys_of(operation)[name]
    message = SPECIAL.get((operation.operation_id, name))
    if message is None and path.partition(".")[0] not in fields(operation.record):
        line = f'add to SPECIAL: ("{operation.operation_id}", "{name}"): along("...")'
        raise MissingEntry(__name__, line, f"{operation.record.__name__} has no field {path.partition('.')[0]}")
    return message or along(path)

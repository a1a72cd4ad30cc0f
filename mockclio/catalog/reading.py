"""Reads fields of a record: converts the JSON of an answer, and explains why a field is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields

SCALARS: dict[str, Callable[[str], Any]] = {"date": date.fromisoformat, "datetime": datetime.fromisoformat}


def read(record: type[Record], name: str, value: Any, within: str) -> Any:
    """Return the value of one field. Unknown fields and values in an unknown form are returned as they are."""
    if value is None:
        return None
    attribute = fields(record).get(name)
    if attribute is None or (attribute.record is None and attribute.kind not in SCALARS):
        return value
    place = f"{within}.{name}" if within else name
    if attribute.many and isinstance(value, list):
        return [_one(attribute, member, place) for member in value]
    return _one(attribute, value, place)


def _one(attribute: Attribute, value: Any, place: str) -> Any:
    if attribute.record is not None:
        return attribute.record(value, place) if isinstance(value, dict) else value
    if not isinstance(value, str):
        return value
    try:
        return SCALARS[attribute.kind](value)
    except ValueError:
        return value


def missing(record: type[Record], name: str, within: str) -> str:
    """Return why the record has no such field, and how to get it."""
    known = fields(record)
    if name not in known:
        near = get_close_matches(name, known, 1)
        return f"{record.__name__} has no field {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    steps = within.split(".") if within else []
    if len(steps) > 1:
        return (
            f"{record.__name__}.{name} was not selected, and cannot be here: a selection reaches one level deep, and this record stands at "
            f"{within}. Fetch it by its id"
        )
    inner = f"{{{name}}}" if known[name].record is None else f"{{{name},...}}"
    wanted = f"{steps[0]}{inner}" if steps else name
    return f"{record.__name__}.{name} was not selected: ask for it with .select({wanted!r})"

"""Which custom fields a contact or matter displays, and the value, null yet, that it has for each of them from the beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mockclio.store.tables import Row

Get = Callable[[Any], Row | None]
"""A row by its id."""


def displayed_fields(fields: Iterable[Row], parent: str) -> list[Row]:
    """Those that every new record of the kind displays, in their order."""
    return _in_order(field for field in fields if field.get("parent_type") == parent and field.get("displayed"))


def fields_of_sets(associations: list[Row], set_of: Get, field_of: Get) -> list[Row]:
    """The fields of the sets that a record is associated with."""
    sets = (set_of(association["custom_field_set"]) or {} for association in associations)
    ids = dict.fromkeys(id for result in sets for id in result.get("custom_fields") or [])
    return _in_order(field for id in ids if (field := field_of(id)))


def empty_value(field: Row, number: int, moment: str) -> Row:
    """A value that was never set. Its id is composed of the field's type and a number."""
    return {
        "id": f"{field.get('field_type')}-{number}",
        "custom_field": field["id"],
        "value": None,
        "created_at": moment,
        "updated_at": moment,
        "_revision": 0,
    }


def without_value(row: Row, fields: Iterable[Row]) -> list[Row]:
    """Those of the fields that a record has no value of, not even a null one."""
    known = {value["custom_field"] for value in row.get("custom_field_values") or []}
    return [field for field in {field["id"]: field for field in fields}.values() if field["id"] not in known]


def _in_order(fields: Iterable[Row]) -> list[Row]:
    return sorted((field for field in fields if not field.get("deleted")), key=lambda field: (field.get("display_order") or 0, field["id"]))

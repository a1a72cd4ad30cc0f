"""What a record shows below the reach of any selection, read through the server's own getters."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields
from mockclio.catalog.valid import field_of
from mockclio.server.values import getter, resolve
from mockclio.server.view import View
from mockclio.store.tables import Row
from mockclio.testing.sample_data.values import ELSEWHERE

__all__ = ["field_of", "tree"]


def tree(view: View, record: type[Record], row: Row, keys: dict[str, Attribute]) -> dict[str, Any]:
    """What a record shows below one level, where no selection reaches: each field that the keys name, through the server's own getters."""
    results: dict[str, Any] = {"id": row.get("id")}
    for name, attribute in keys.items():
        key = field_of(record, name) or ELSEWHERE.get(name, ("", None))[0]
        if key not in fields(record):
            continue
        field, value = fields(record)[key], getter(record, key)(view, row)
        if field.record is None:
            results[key] = view.local(value) if field.kind == "datetime" and value else value
        elif field.many:
            members = [resolve(view, field.record, member) for member in value or ()]
            results[key] = [{**member, **tree(view, field.record, member, attribute.keys)} for member in members if member]
        else:
            inner = resolve(view, field.record, value)
            results[key] = tree(view, field.record, inner, attribute.keys) if inner else None
    return results

"""Stored values: the value of a field in a row, and the values at the end of a dotted path through associations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockclio.catalog.memo import remember
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields
from mockclio.server.behavior import behavior, nested
from mockclio.server.view import View
from mockclio.store.tables import Row

Getter = Callable[[View, Row], Any]


def is_stored(record: type[Record], name: str) -> bool:
    """Whether the row itself has the field, so that an index can find it."""
    attribute = fields(record).get(name)
    return _computed(record, name) is None and not (attribute and attribute.inverse)


def _computed(record: type[Record], name: str) -> Getter | None:
    own = behavior(record.table) if record.table else None
    for place in (f"{record.__name__}.{name}", name):
        method = own.marked("computes", place) if own else None
        if method and ("." in place or _is_main(record)):
            return method
    return nested("computes", f"{record.__name__}.{name}")


def _is_main(record: type[Record]) -> bool:
    from mockclio.catalog import collections

    collection = collections().get(record.table)
    return collection is None or collection.record is record


def stored_key(record: type[Record], name: str) -> str:
    """The key of the row that a field is read from: `client_id` is read from the association `client`."""
    known = fields(record)
    if name.endswith("_id") and known.get(name[:-3], Attribute("")).kind == "record":
        return name[:-3]
    return name


def plain_key(record: type[Record], name: str) -> str | None:
    """The key of the row whose value is the field as it is stored. None for a field that is worked out."""
    attribute = fields(record).get(name)
    if _computed(record, name) or (attribute and attribute.inverse) or stored_key(record, name) != name:
        return None
    return name


@remember(4_000)
def getter(record: type[Record], name: str) -> Getter:
    """The function that gives the stored form of a field from a row."""
    method = _computed(record, name)
    if method:
        return method
    attribute = fields(record).get(name)
    if attribute and attribute.inverse:
        return _inverse_getter(attribute)
    key = stored_key(record, name)
    if key != name:
        return lambda view, row: _id(row.get(name) if row.get(name) is not None else row.get(key))
    return lambda view, row: row.get(name)


def _id(value: Any) -> Any:
    return value.get("id") if isinstance(value, dict) else value


def _inverse_getter(attribute: Attribute) -> Getter:
    table = attribute.record.table if attribute.record else ""

    def inverse(view: View, row: Row) -> list[int]:
        result = view.world.table(table)
        ids = [id for key in attribute.inverse for id in result.find(key, row["id"])]
        return sorted(set(ids)) if len(attribute.inverse) > 1 else ids

    return inverse


def resolve(view: View, record: type[Record], value: Any) -> Row | None:
    """The row that a stored association refers to. None when there is no such row."""
    return resolver(record)(view, value)


@remember(1_000)
def resolver(record: type[Record]) -> Callable[[View, Any], Row | None]:
    """The function that gives the row to which a stored association with that record refers."""
    method: Callable[[View, Any], Row | None] | None = nested("resolves", record.__name__)
    table = record.table

    def by_method(view: View, value: Any) -> Row | None:
        return None if value is None else method(view, value)  # type: ignore[misc]

    def of_table(view: View, value: Any) -> Row | None:
        if value is None:
            return None
        if isinstance(value, dict):
            if "type" not in value or not table:
                return value
            value = value.get("id")
        return view.world.table(table).get(value)

    return by_method if method else of_table


@remember(1_000)
def path_values(record: type[Record], path: str) -> Callable[[View, Row], list[Any]]:
    """Every stored value at the end of a dotted path. Each member of a list on the path is followed."""
    step, _, rest = path.partition(".")
    get = getter(record, step)
    attribute = fields(record).get(step)
    target = attribute.record if attribute else None
    if not rest or target is None:

        def last(view: View, row: Row) -> list[Any]:
            value = get(view, row)
            return [_id(member) for member in value] if isinstance(value, list) else [_id(value)]

        return last
    onward = path_values(target, rest)

    def through(view: View, row: Row) -> list[Any]:
        value = get(view, row)
        results = []
        for member in value if isinstance(value, list) else [value]:
            reached = resolve(view, target, member)
            if reached is not None:
                results.extend(onward(view, reached))
        return results

    return through

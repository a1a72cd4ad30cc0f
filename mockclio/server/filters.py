"""The filters of lists: each argument becomes a lookup in an index or a predicate on rows."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mockclio.catalog.arguments import Special, Where
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields, parameters
from mockclio.server.behavior import Behavior, Predicate, behavior, leaving_out
from mockclio.server.hooks import FILTERS_BY_KIND
from mockclio.server.values import is_stored, path_values, stored_key
from mockclio.server.view import View
from mockclio.store.clock import stamp
from mockclio.store.tables import Row

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operators.eq,
    ">": operators.gt,
    ">=": operators.ge,
    "<": operators.lt,
    "<=": operators.le,
}
PAGING = frozenset(("limit", "page_token", "offset", "order", "fields"))


@dataclass(frozen=True, slots=True)
class Lookup:
    """Rows whose stored `key` is one of `values`."""

    key: str
    values: tuple[Any, ...]


VISIBLE = "(what this user may see)"


def conditions(view: View, operation: AnyOperation, arguments: dict[str, Any]) -> list[Lookup | Predicate]:
    """The conditions that every row of the answer must meet."""
    return [condition for _, condition in named_conditions(view, operation, arguments)]


def named_conditions(view: View, operation: AnyOperation, arguments: dict[str, Any]) -> list[tuple[str, Lookup | Predicate]]:
    """The conditions that every row must meet, each with its parameter."""
    record, own = operation.record, behavior(operation.collection.name)
    results: list[tuple[str, Lookup | Predicate]] = []
    for name, attribute in parameters(operation).items():
        if name in arguments and name not in PAGING:
            condition = _condition(view, record, own, attribute, arguments[name], arguments)
            if condition is not None:
                results.append((attribute.wire, condition))
    if view.world.settings.search_lag and "query" in arguments:
        results.append(("query", _searchable(view)))
    visible = own.visible(view, arguments)
    if visible:
        results.append((VISIBLE, visible))
    return results


def _searchable(view: View) -> Predicate:
    """Rows that are old enough for a search that lags."""
    latest = stamp(view.world.clock.now() - timedelta(seconds=view.world.settings.search_lag))
    return leaving_out(lambda row: (row.get("created_at") or "") <= latest, rule="lists.search-may-lag")


def _condition(
    view: View, record: type[Record], own: Behavior, attribute: Attribute, value: Any, arguments: dict[str, Any]
) -> Lookup | Predicate | None:
    special = own.marked("filters", attribute.name)
    if special:
        return special(view, value, arguments)
    if isinstance(attribute.meaning, Special):
        return None  # a behaviour reads it; tests/contract checks that every special parameter has a reader
    if isinstance(attribute.meaning, Where):
        return _compare(view, record, attribute.meaning.path, attribute.meaning.operator, value)
    if attribute.kind == "date_condition":
        return _all(_compare(view, record, attribute.name, sign, day) for sign, day in value)
    if attribute.kind in FILTERS_BY_KIND:
        return FILTERS_BY_KIND[attribute.kind](view, record, value)
    if attribute.name in BY_NAME:
        return BY_NAME[attribute.name](view, record, value)
    return _compare(view, record, _path(record, attribute.name), "=", value)


def _path(record: type[Record], name: str) -> str:
    known = fields(record)
    return name if name in known and not (name.endswith("_id") and name[:-3] in known) else name.removesuffix("_id")


def _compare(view: View, record: type[Record], path: str, operator: str, value: Any) -> Lookup | Predicate:
    attribute = fields(record).get(path.partition(".")[0])
    values = tuple(_as_stored(attribute, member) for member in value) if isinstance(value, list) else (_as_stored(attribute, value),)
    if operator == "=" and "." not in path and is_stored(record, path):
        return Lookup(stored_key(record, path), (False, None) if value is False else values)
    reach = path_values(record, path)
    if operator == "present":
        return lambda row: any(member is not None for member in reach(view, row)) == value
    if operator == "=":
        if value is None:
            return lambda row: all(member is None for member in reach(view, row))
        if isinstance(value, bool):
            return lambda row: any(bool(member) == value for member in reach(view, row))
        return lambda row: any(member in values for member in reach(view, row))
    compare, least = COMPARE[operator], values[0]
    date_only = isinstance(least, str) and len(least) == 10

    def matches(row: Row) -> bool:
        return any(member is not None and compare(member[:10] if date_only else member, least) for member in reach(view, row))

    return matches


def _as_stored(attribute: Attribute | None, value: Any) -> Any:
    """The stored case of an enumeration value. Some lists take it in lower case."""
    if attribute and attribute.kind == "enum" and isinstance(value, str):
        return next((choice for choice in attribute.choices if choice.lower() == value.lower()), value)
    return value


def _all(members: Iterable[Lookup | Predicate]) -> Predicate:
    predicates = [as_predicate(member) for member in members]
    return lambda row: all(predicate(row) for predicate in predicates)


def as_predicate(condition: Lookup | Predicate) -> Predicate:
    """A lookup as a predicate on one row."""
    if not isinstance(condition, Lookup):
        return condition
    from mockclio.store.tables import index_keys

    return lambda row: any(key in condition.values for key in index_keys(row.get(condition.key)))


def _since(key: str) -> Callable[[View, type[Record], str], Predicate]:
    return lambda view, record, moment: lambda row: (row.get(key) or "") >= moment


def search(view: View, record: type[Record], text: Any) -> Predicate:
    """The predicate of the wildcard parameter: every word is in one of the searched places. Case does not matter."""
    words = str(text).casefold().split()
    places = [path_values(record, path) for path in record.search.split()]

    def matches(row: Row) -> bool:
        result = " ".join(str(value) for place in places for value in place(view, row) if value is not None).casefold()
        return all(word in result for word in words)

    return matches


BY_NAME: dict[str, Callable[[View, type[Record], Any], Lookup | Predicate]] = {
    "created_since": _since("created_at"),
    "updated_since": _since("updated_at"),
    "ids": lambda view, record, ids: Lookup("id", tuple(ids)),
    "exclude_ids": lambda view, record, ids: lambda row: row["id"] not in ids,
    "query": search,
}

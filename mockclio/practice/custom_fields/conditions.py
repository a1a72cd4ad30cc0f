"""`custom_field_values[<id>]=`: conditions on the value of a custom field of a record."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from typing import Any

from mockclio.catalog.records import Record
from mockclio.errors import InvalidArgument, InvalidQuery
from mockclio.server.behavior import Predicate
from mockclio.server.coerce import Refused, boolean, clock_time, day, integer, number
from mockclio.server.view import View
from mockclio.store.tables import Row

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operators.eq,
    ">": operators.gt,
    ">=": operators.ge,
    "<": operators.lt,
    "<=": operators.le,
}
ORDERED = ("currency", "date", "numeric", "time")
VERBATIM = ("email", "text_area", "text_line", "url")


def custom_field_predicate(view: View, record: type[Record], conditions: dict[int, list[tuple[str, str]]]) -> Predicate:
    """The rows that meet all conditions. Numbers, dates and times take all five operators, the other types only equality."""
    tests = [_test(view, id, operator, text) for id, pairs in conditions.items() for operator, text in pairs]
    holder = _holders(view, record)
    return lambda row: all(any(test(owner) for owner in holder(row)) for test in tests)


def _holders(view: View, record: type[Record]) -> Callable[[Row], list[Row]]:
    """The rows with the values: the record itself, the matters of a bill, or the matters of a billable row."""
    if record.__name__ == "Bill":
        return lambda row: [matter for id in row.get("matters") or [] if (matter := view.get("matters", id))]
    if record.__name__ == "BillableMatter":
        return lambda row: [matter] if (matter := view.get("matters", row["id"])) else []
    if record.__name__ == "BillableClient":
        return lambda row: [matter for one in row["billable_matters"] if (matter := view.get("matters", one["id"]))]
    return lambda row: [row]


def _test(view: View, id: int, operator: str, text: str) -> Predicate:
    field = view.get("custom_fields", id)
    if field is None:
        raise InvalidArgument(f"custom_field_values[{id}] names no custom field", rule="wire.invalid-query-is-422")
    kind = field["field_type"]
    if kind in VERBATIM and operator != "=":
        operator, text = "=", operator + text
    if operator != "=" and kind not in ORDERED:
        raise InvalidQuery(
            f"custom_field_values[{id}] is a {kind} field: only = may be used, not {operator}", rule="custom_fields.wrong-operator-is-400"
        )
    try:
        wanted = _value(kind, text, view)
    except (Refused, ValueError) as refused:
        raise InvalidArgument(f"custom_field_values[{id}] {refused}", rule="wire.invalid-query-is-422") from None
    compare = COMPARE[operator]

    def test(row: Row) -> bool:
        for value in row.get("custom_field_values") or []:
            if value["custom_field"] == id and value.get("value") is not None:
                return compare(value["value"], wanted)
        return kind == "checkbox" and wanted is False

    return test


def _value(kind: str, text: str, view: View) -> Any:
    if kind in ("currency", "numeric"):
        return number(text, view.zone)
    if kind == "date":
        return day(text, view.zone)
    if kind == "time":
        return clock_time(text)
    if kind == "checkbox":
        return boolean(text, view.zone)
    if kind in ("contact", "matter", "picklist"):
        return integer(text, view.zone)
    return text

"""What each filter means, judged on shown answers. Most meanings follow from the parameter's name; special.py holds the others."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mockclio.catalog.arguments import Where
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, fields
from mockclio.verify.checks.reading.calls import Row
from mockclio.verify.checks.reading.listing import Lists, Parameters

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operators.eq,
    ">": operators.gt,
    ">=": operators.ge,
    "<": operators.lt,
    "<=": operators.le,
}


@dataclass(frozen=True)
class Call:
    """One call of a list: its parameters, and all other lists of the same firm."""

    lists: Lists
    parameters: Parameters


Test = Callable[[Row, str, Call], bool]
Values = Callable[[list[Row], Lists], list[str]]
Beside = Callable[[list[Row], str], Parameters]
Among = Callable[[Lists], list[Parameters]]


def _alone(rows: list[Row], value: str) -> Parameters:
    return {}


def _shown(lists: Lists) -> list[Parameters]:
    return [{}]


ALONE, SHOWN = _alone, _shown
"""A filter that needs no parameter beside it, and one that chooses from what the list shows."""


@dataclass(frozen=True)
class Reference:
    """The meaning of one filter.

    `values` are what it may be asked with, `beside` the parameters that must go with a value, `among` the calls whose rows together are
    those that it chooses from, and `ask` how a value is written.
    """

    test: Test
    values: Values | None = None
    beside: Beside = _alone
    among: Among = _shown
    ask: Callable[[str], Parameters] | None = None


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def at(row: Any, path: str) -> list[Any]:
    """What stands at the end of a path through a shown row; of an association, its id."""
    reached = [row]
    for step in path.split("."):
        members = [one.get(step) for one in reached if isinstance(one, dict)]
        reached = [inner for member in members for inner in (member if isinstance(member, list) else [member])]
    return [str(one["id"]) if isinstance(one, dict) and "id" in one else one for one in reached if one is not None]


def equal(shown: Any, value: str) -> bool:
    if isinstance(shown, bool):
        return shown == (value == "true")
    if isinstance(shown, int | float):
        return float(shown) == number(value)
    return str(shown).lower() == value.lower()


def number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def by_path(path: str, operator: str = "=", kind: str = "") -> Test:
    """What stands at the path compares with the value as the operator says; null finds rows where nothing stands."""

    def test(row: Row, value: str, call: Call) -> bool:
        shown = at(row, path)
        if operator == "present":
            return bool(shown) == (value == "true")
        if value == "null":
            return not shown
        if operator == "=" and kind == "bool":
            return (True in shown) == (value == "true")
        if operator == "=":
            return any(equal(one, member) for one in shown for member in value.split(","))
        return any(COMPARE[operator](*_comparable(one, value)) for one in shown)

    return test


def _comparable(shown: Any, value: str) -> tuple[Any, Any]:
    if isinstance(shown, int | float):
        return float(shown), float(value)
    if "T" in shown and "T" in value:
        return moment(shown), moment(value)
    return shown[:10], value[:10]


def on_day(name: str) -> Test:
    """The date under that name fulfils `>=2026-01-31`, or is that of a bare date."""

    def test(row: Row, value: str, call: Call) -> bool:
        sign, day = value.rstrip("0123456789-"), value.lstrip("<>=")
        return row[name] is not None and COMPARE[sign or "="](row[name], day)

    return test


def words(*paths: str) -> Test:
    """Every word of the value is found somewhere in the places, whatever its case."""

    def test(row: Row, value: str, call: Call) -> bool:
        text = " ".join(str(one) for path in paths for one in at(row, path)).casefold()
        return all(word in text for word in value.casefold().split())

    return test


def custom_values(owners: Callable[[Row, Lists], list[Row]]) -> Test:
    """A value is written `<id of the field>=<operator><value>`; some owner of custom field values holds one that fulfils it."""

    def test(row: Row, value: str, call: Call) -> bool:
        id, _, condition = value.partition("=")
        sign = next((sign for sign in (">=", "<=", ">", "<", "=") if condition.startswith(sign)), "")
        wanted, kind = condition.removeprefix(sign), _kind(call.lists, id)
        for owner in owners(row, call.lists):
            stored = [
                one["value"] for one in owner["custom_field_values"] if str(one["custom_field"]["id"]) == id and one["value"] is not None
            ]
            if kind == "checkbox" and wanted == "false" and not stored:
                return True
            if any(COMPARE[sign or "="](*_typed(kind, one, wanted)) for one in stored):
                return True
        return False

    return test


def _kind(lists: Lists, id: str) -> str:
    defined = [*lists.answers("/custom_fields"), *lists.answers("/custom_fields", deleted="true")]
    return str(next(row["field_type"] for row in defined if str(row["id"]) == id))


def _typed(kind: str, shown: Any, wanted: str) -> tuple[Any, Any]:
    if kind in ("numeric", "currency"):
        return float(shown), float(wanted)
    if kind == "checkbox":
        return shown, wanted == "true"
    return str(shown), wanted


def by_name(operation: AnyOperation, attribute: Attribute) -> Reference:
    """The meaning that follows from the parameter's name, or from the path that the catalogue declares."""
    name, record = attribute.name, operation.record
    if name in ("created_since", "updated_since"):
        return of_path(name.replace("_since", "_at"), ">=")
    if name == "ids":
        return of_path("id")
    if name == "exclude_ids":
        return Reference(lambda row, value, call: str(row["id"]) not in value.split(","), lambda rows, lists: values_at(rows, "id"))
    if name == "query":
        places = record.search.split()
        return Reference(words(*places), lambda rows, lists: all_words([text for place in places for text in values_at(rows, place)]))
    if attribute.kind == "date_condition":
        return Reference(
            on_day(name), lambda rows, lists: [f"{sign}{day}" for day in values_at(rows, name) for sign in (">", ">=", "=", "<=", "<", "")]
        )
    if isinstance(attribute.meaning, Where):
        return of_path(
            attribute.meaning.path, attribute.meaning.operator, kind=attribute.kind, choices=attribute.choices, null=attribute.nullable
        )
    addressed = fields(record).get(name.removesuffix("_id"))
    path = name.removesuffix("_id") if addressed is not None and addressed.record is not None else name
    return of_path(path, kind=attribute.kind, choices=attribute.choices, null=attribute.nullable)


def all_words(texts: list[str]) -> list[str]:
    """The words of the texts, every other one in capitals, and the texts whole."""
    parts = dict.fromkeys(part for text in texts for part in text.split())
    return [part.upper() if place % 2 else part for place, part in enumerate(parts)] + texts


def of_path(path: str, operator: str = "=", *, kind: str = "", choices: tuple[str, ...] = (), null: bool = False) -> Reference:
    """Compare with what stands at the path; the values to ask with are what the rows show there."""

    def values(rows: list[Row], lists: Lists) -> list[str]:
        if kind == "bool":
            return ["true", "false"]
        if choices:
            return [*choices, ",".join(choices[:2])]
        return [text[:10] if kind == "date" else text for text in values_at(rows, path)] + ["null"] * null

    return Reference(by_path(path, operator, kind), values)


def values_at(rows: list[Row], path: str) -> list[str]:
    """What the rows show at the end of a path, in their order, each once."""
    return list(dict.fromkeys(str(one) for row in rows for one in at(row, path)))

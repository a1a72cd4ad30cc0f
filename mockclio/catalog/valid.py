"""Valid values of attributes from their declarations: by kind, choices, range and length, and by the record they refer to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockclio.catalog import collections
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.places import place_of
from mockclio.catalog.records import REGISTRY, Record
from mockclio.catalog.schema import Attribute, accepted, fields

MARKS = ("_destroy", "_deleted")
Pair = tuple[Any, Any]
Two = Callable[[str], tuple[int, int]]
"""The ids of two records of a table. If there is only one record, its id twice."""
Say = Callable[[str], str]
"""Makes text from words that no other record has."""
SCALARS: dict[str, Pair] = {
    "bool": (True, False),
    "int": (3, 5),
    "float": (12.5, 80),
    "str": ("First value", "Second value"),
    "date": ("2026-07-01", "2026-07-15"),
    "datetime": ("2026-07-01T14:30:00Z", "2026-07-02T09:15:00-04:00"),
    "json": ({}, {}),
}
TEXTS: dict[str, Pair] = {
    **dict.fromkeys(("email", "address", "email_address"), ("first@mail.test", "second@mail.test")),
    "url": ("https://first.test/", "https://second.test/"),
}
"""Texts with a fixed form, by the last words of the attribute's name."""
TABLES = {"assignee_id": "users", "client_id": "contacts", "holder_id": "contacts"}
"""The tables of ids whose names differ from the table and have no field."""


class Unreferred(KeyError):
    """No declaration says which table an attribute refers to. The message contains the line to add."""

    def __str__(self) -> str:
        return str(self.args[0])


def field_of(record: type[Record] | None, name: str, shown_by: dict[str, str] | None = None) -> str | None:
    """The field that shows an attribute: with its name, with its name without `_id`, or the declared one, which may be a path."""
    if shown_by and name in shown_by:
        return shown_by[name]
    known = fields(record) if record else {}
    if name.endswith("_id") and name[:-3] in known and known[name[:-3]].kind == "record":
        return name[:-3]
    return name if name in known else None


def reached(record: type[Record], path: str) -> Attribute:
    """The field at the end of a path."""
    first, _, rest = path.partition(".")
    field = fields(record)[first]
    return reached(field.record, rest) if rest and field.record else field


def table_of(record: type[Record] | None, attribute: Attribute, path: str, declared: str = "") -> str:
    """The table that an attribute refers to: the declared one, that of its field, or the one in its name."""
    field = reached(record, path) if record and path else None
    shown = field.record.table if field and field.record else ""
    refers = attribute.kind in ("ref", "object") or attribute.name.endswith("_id")
    named = collections().get(f"{attribute.name.removesuffix('_id')}s") if refers else None
    return declared or shown or TABLES.get(attribute.name, "") or (named.record.table if named else "")


def pair(two: Two, record: type[Record] | None, attribute: Attribute, path: str, declared: str = "") -> Pair:
    """Two different valid values."""
    table = table_of(record, attribute, path, declared)
    one: Any
    other: Any
    if types_of(attribute):
        one, other = _typed(two, types_of(attribute))
    elif attribute.kind == "object" and not (table and _refers(attribute)):
        one, other = _objects(two, reached(record, path).record if record and path else None, attribute)
    elif attribute.kind == "ref" and not table:
        raise Unreferred(attribute.name)
    elif attribute.kind in ("ref", "object") or (attribute.kind == "json" and table):
        one, other = ({"id": id} for id in two(table))
    elif attribute.kind in ("int", "str") and attribute.name.endswith("_id") and table:
        one, other = two(table)
    else:
        one, other = scalars(attribute)
    return ([one], [other]) if attribute.many else (one, other)


def types_of(attribute: Attribute) -> tuple[str, ...]:
    """The declared types of a reference with a type. Empty for an attribute that refers to one table."""
    named = attribute.keys["type"].choices if attribute.kind == "object" and {"id", "type"} <= attribute.keys.keys() else ()
    return tuple(name for name in named if name in REGISTRY and REGISTRY[name].table)


def _typed(two: Two, types: tuple[str, ...]) -> Pair:
    """A reference to a record of the first type, and one to a record of the last type."""
    (one, _), (_, other) = two(REGISTRY[types[0]].table), two(REGISTRY[types[-1]].table)
    return {"id": one, "type": types[0]}, {"id": other, "type": types[-1]}


def _refers(attribute: Attribute) -> bool:
    """Whether an object names a record of another table by its id. In a list, the id of a step is the id of a member."""
    if attribute.many:
        return set(attribute.keys) <= {"id", *MARKS}
    return "id" in attribute.keys and "type" not in attribute.keys


def scalars(attribute: Attribute) -> Pair:
    """Two values of an attribute that is not a reference."""
    if attribute.choices:
        return attribute.choices[0], attribute.choices[-1]
    one, two = (_form(attribute) if attribute.kind == "str" else None) or SCALARS[attribute.kind]
    if attribute.kind == "str" and attribute.max_length:
        return one[: attribute.max_length], two[: attribute.max_length]
    if attribute.range and not all(attribute.range[0] <= value <= attribute.range[1] for value in (one, two)):
        least, greatest = attribute.range
        return (int(least), int(greatest)) if attribute.kind == "int" else (least, greatest)
    return one, two


def _objects(two: Two, target: type[Record] | None, attribute: Attribute) -> tuple[dict[str, Any], dict[str, Any]]:
    one, other = {}, {}
    for name, inner in attribute.keys.items():
        if name in MARKS or (name == "id" and "type" not in attribute.keys):
            continue
        one[name], other[name] = pair(two, target, inner, field_of(target, name) or "")
    return one, other


def values_of(operation: AnyOperation, attribute: Attribute, two: Two) -> Pair:
    """Two valid values of an attribute of an operation's body."""
    body = operation.body
    path = field_of(operation.record, attribute.name, body.shown_by) or ""
    try:
        return pair(two, operation.record, attribute, path, body.references.get(attribute.name, ""))
    except Unreferred as name:
        line = f'add to class {body.__name__}: references = {{"{name}": "<the table>"}}'
        raise Unreferred(f"{place_of(body)}: {line}  (no field and no name says what it refers to)") from None


def value_of(operation: AnyOperation, attribute: Attribute, two: Two, say: Say) -> Any:
    """One valid value. `say` makes free text from the name of the attribute, so that texts differ."""
    if not is_free_text(attribute):
        return values_of(operation, attribute, two)[0]
    text = say(attribute.name.replace("_", " ").capitalize())
    return text[-attribute.max_length :].strip() if attribute.max_length else text


def is_free_text(attribute: Attribute) -> bool:
    """Whether any text is valid."""
    plain = attribute.kind == "str" and not attribute.many and not attribute.choices and not attribute.name.endswith("_id")
    return plain and _form(attribute) is None


def _form(attribute: Attribute) -> Pair | None:
    return next((texts for end, texts in TEXTS.items() if f"_{attribute.name}".endswith(f"_{end}")), None)


def referred(operation: AnyOperation) -> set[str]:
    """The tables that the attributes of an operation's body refer to."""
    if operation.body is None:
        return set()
    shown, declared = operation.body.shown_by, operation.body.references
    known = accepted(operation.body).items()
    paths = {name: field_of(operation.record, name, shown) or "" for name, _ in known}
    plain = {table_of(operation.record, one, paths[name], declared.get(name, "")) for name, one in known}
    return (plain | {REGISTRY[type].table for _, one in known for type in types_of(one)}) - {""}

"""Schemas of the exported document: what a field, a parameter or a body attribute of the catalogue accepts and returns."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.arguments import Linked, NullableRef, Ref
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, attributes, fields
from mockclio.catalog.undocumented import ASSUMED, FIELDS, INCOMPLETE, MARK
from mockclio.openapi import wording
from mockclio.openapi.naming import identity, reference

Schema = dict[str, Any]

ANY_OBJECT: Schema = {"type": "object", "additionalProperties": True}
"""An object with any members. Without the second keyword TypeScript reads an object that has none."""
SCALARS: dict[str, Schema] = {
    "int": {"type": "integer", "format": "int64"},
    "float": {"type": "number", "format": "double"},
    "str": {"type": "string"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "date_condition": {"type": "string"},
    "custom_field_conditions": {"type": "string"},
    "enum": {"type": "string"},
    "json": ANY_OBJECT,
}
WHOLE = {"Document.latest_document_version"}
"""Associations to a table whose own associations are shown too: an upload reads the parts of a version from its document."""
IN_BASE = {
    *(f"{record}.currency" for record in ("Activity", "ActivityDescription", "Contact", "ExpenseCategory", "Matter")),
    *(f"{record}.tax_settings" for record in ("Activity", "BillingSetting", "ExpenseCategory", "LineItem")),
}
"""Associations that are also shown, as some object or a list of such, where their record is nested."""


TITLES = {
    (Ref, True): "Reference",
    (Ref, False): "OptionalReference",
    (NullableRef, True): "NullableReference",
    (NullableRef, False): "NullableReference",
    (Linked, False): "Link",
}
"""The names of the bodies that refer to a record, by class and by whether they are required."""


def scalar(attribute: Attribute) -> Schema:
    """The schema of one value that is no object."""
    if attribute.kind == "json" and attribute.name == "value":
        return {}  # of the type that the custom field has
    schema = dict(SCALARS[attribute.kind])
    if attribute.choices and _are_distinct(attribute.choices):
        schema["enum"] = list(attribute.choices)
    elif attribute.choices:
        schema["description"] = f"One of {len(attribute.choices)} values, such as `{attribute.choices[0]}`."
    if attribute.max_length:
        schema["maxLength"] = attribute.max_length
    if attribute.range:
        schema["minimum"], schema["maximum"] = attribute.range
    return schema


def _are_distinct(choices: tuple[str, ...]) -> bool:
    """Whether a generator can name each member. It drops case and signs: `Etc/GMT+1` and `Etc/GMT-1` become one name, and it stops."""
    return len({identity(choice) for choice in choices}) == len(choices)


def nullable(schema: Schema) -> Schema:
    """The same schema, or null."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if "type" not in schema:
        return schema
    enum = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **enum}


def parameter(attribute: Attribute) -> Schema:
    """The schema of a query parameter; the word null among numbers is told in its description."""
    if attribute.kind == "date_condition" or attribute.many:
        return {"type": "array", "items": scalar(attribute)}
    if attribute.several:
        return {**scalar(attribute), "examples": [",".join(attribute.choices[:2])]}
    return scalar(attribute)


def body_attribute(attribute: Attribute) -> Schema:
    """The schema of a body attribute, nested bodies written out."""
    if attribute.kind in ("ref", "object"):
        bare = attribute.body in (Ref, Linked) and not attribute.required
        title = TITLES.get((attribute.body, attribute.required), attribute.body.__name__)
        schema = {"title": title, **_object(attribute.keys, marks=not bare)}  # a reference that may be left out may also be {}
    else:
        schema = scalar(attribute)
    if attribute.many:
        return {"type": "array", "items": schema}
    return nullable(schema) if attribute.nullable else schema


def body(cls: type) -> Schema:
    """The attributes of a body, as they stand under `data`."""
    schema = _object(attributes(cls))
    described = wording.docstring(cls)
    return {"description": described, **schema} if described else schema


def _object(members: dict[str, Attribute], *, marks: bool = True) -> Schema:
    required = [name for name, attribute in members.items() if attribute.required and marks]
    schema: Schema = {"type": "object", "properties": {name: body_attribute(attribute) for name, attribute in members.items()}}
    return {**schema, "required": required} if required else schema


def is_whole(record: type[Record], name: str, attribute: Attribute) -> bool:
    """Whether an association is shown with its own associations: a record that lives inside its owner's row can be read nowhere else."""
    return attribute.record is not None and (not attribute.record.table or f"{record.__name__}.{name}" in WHOLE)


def base_name(record: type[Record]) -> str:
    return f"{record.__name__}_base"


def records(*roots: type[Record]) -> dict[str, Schema]:
    """The schemas of these records and of all that they lead to: `Matter` is `Matter_base` with its associations."""
    results: dict[str, Schema] = {}
    waiting: list[tuple[type[Record], bool]] = [(record, True) for record in roots]
    while waiting:
        record, whole = waiting.pop()
        results.setdefault(base_name(record), _base(record))
        if whole and record.__name__ not in results:
            results[record.__name__] = _whole(record)
            waiting += [
                (attribute.record, is_whole(record, name, attribute)) for name, attribute in fields(record).items() if attribute.record
            ]
    return dict(sorted(results.items()))


def _base(record: type[Record]) -> Schema:
    own = {
        name: {**_field(attribute), **_mark(record, name)} if attribute.record is None else _some_object(attribute)
        for name, attribute in fields(record).items()
        if attribute.record is None or f"{record.__name__}.{name}" in IN_BASE
    }
    assumed = {ASSUMED: INCOMPLETE[record.__name__]} if record.__name__ in INCOMPLETE else {}
    return {"type": "object", "description": wording.docstring(record), **assumed, "properties": own}


def _mark(record: type[Record], name: str) -> Schema:
    """What is known of a field that no official document has."""
    place = f"{record.__name__}.{name}"
    return {MARK: FIELDS[place]} if place in FIELDS else {}


def _some_object(attribute: Attribute) -> Schema:
    return {"type": "array", "items": ANY_OBJECT} if attribute.many else nullable(ANY_OBJECT)


def _field(attribute: Attribute) -> Schema:
    schema = {"type": "array", "items": scalar(attribute)} if attribute.many else scalar(attribute)
    shown = nullable(schema) if attribute.nullable else schema
    described = wording.field(attribute)
    return {**shown, "description": described} if described else shown


def _whole(record: type[Record]) -> Schema:
    associations = {}
    for name, attribute in fields(record).items():
        if attribute.record is not None:
            inner = reference(attribute.record.__name__ if is_whole(record, name, attribute) else base_name(attribute.record))
            shown = {"type": "array", "items": inner} if attribute.many else inner
            associations[name] = nullable(shown) if attribute.nullable else shown
    properties = [{"type": "object", "properties": associations}] if associations else []
    return {"description": wording.docstring(record), "allOf": [reference(base_name(record)), *properties]}


ERROR: Schema = {
    "type": "object",
    "description": "A refusal: what kind it is, and in words what was wrong.",
    "required": ["error"],
    "properties": {
        "error": {
            "title": "ErrorDetail",
            "type": "object",
            "required": ["type", "message"],
            "properties": {
                "type": {"type": "string", "description": "The kind of refusal, such as `ArgumentError`."},
                "message": {"type": "string", "description": "What was wrong."},
            },
        }
    },
}
TOKEN_ERROR: Schema = {
    "type": "object",
    "description": "A bearer token that opens nothing, in the shape of OAuth.",
    "required": ["error", "error_description"],
    "properties": {"error": {"type": "string", "enum": ["invalid_token"]}, "error_description": {"type": "string"}},
}
UNAUTHORIZED: Schema = {"description": "A refusal of the token, in either shape.", "anyOf": [reference("Error"), reference("TokenError")]}
META: Schema = {
    "type": "object",
    "description": "Where the neighbouring pages are, and how many rows the whole list has.",
    "required": ["paging", "records"],
    "properties": {
        "paging": {
            "title": "Paging",
            "type": "object",
            "properties": {
                "previous": {"type": "string", "format": "uri", "description": "Address of the page before; absent on the first."},
                "next": {"type": "string", "format": "uri", "description": "Address of the page after; absent on the last."},
            },
        },
        "records": {"type": "integer", "description": "Rows of the whole list."},
    },
}

"""Examples of the exported document, made from types alone: the same catalogue gives the same examples."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, attributes, fields

FIRST_ID = 1_048_577
ETAG = '"1000016a1d80906a68f6d0d2c3633492"'
VALUES: dict[str, Any] = {
    "int": 1,
    "float": 125.5,
    "bool": True,
    "date": "2026-01-31",
    "datetime": "2026-01-31T09:30:00-05:00",
    "json": {},
}
TEXTS = {
    "email": "margaret@hartwell-osei.test",
    "address": "margaret@hartwell-osei.test",
    "display_number": "00001-Okafor",
    "etag": ETAG,
    "fields": "id,etag",
    "initials": "MH",
    "options": "{}",
    "time_zone": "America/New_York",
    "url": "https://app.test/hooks",
}


def scalar(name: str, attribute: Attribute) -> Any:
    """A value that the attribute accepts."""
    if attribute.choices:
        return attribute.choices[0]
    if name == "id" or name.endswith(("_id", "ids")):
        return FIRST_ID if attribute.kind == "int" else str(FIRST_ID)
    if attribute.kind == "str":
        text = TEXTS.get(name, name.replace("_", " ").strip().capitalize())
        return text[: attribute.max_length] if attribute.max_length else text
    value = VALUES[attribute.kind]
    return max(attribute.range[0], min(value, attribute.range[1])) if attribute.range else value


def body(operation: AnyOperation) -> dict[str, Any]:
    """What must be sent, or, where nothing must, the first attribute."""
    known = attributes(operation.body)
    required = {name: attribute for name, attribute in known.items() if attribute.required}
    return {"data": _members(required or dict(list(known.items())[:1]))}


def _members(known: dict[str, Attribute]) -> dict[str, Any]:
    return {name: _sent(name, attribute) for name, attribute in known.items()}


def _sent(name: str, attribute: Attribute) -> Any:
    if attribute.kind in ("ref", "object"):
        keys = attribute.keys
        value: Any = _members({key: inner for key, inner in keys.items() if inner.required} or dict(list(keys.items())[:1]))
    else:
        value = scalar(name, attribute)
    return [value] if attribute.many else value


def row(record: type[Record], depth: int = 2) -> dict[str, Any]:
    """A record with the fields that it shows by itself."""
    return _row(record, tuple(record.default_fields.split()), depth)


def _row(record: type[Record], names: tuple[str, ...], depth: int) -> dict[str, Any]:
    known = fields(record)
    return {name: _shown(name, known[name], depth) for name in names if name in known}


def _shown(name: str, attribute: Attribute, depth: int) -> Any:
    if attribute.record is not None:
        value: Any = _row(attribute.record, attribute.defaults, depth - 1) if depth else {}
    else:
        value = scalar(name, attribute)
    return [value] if attribute.many else value

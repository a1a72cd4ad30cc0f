"""The JSON Schema of a spec, for editors. It is made of the catalogue."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.schema import Attribute
from mockclio.seeding.spec.sections import MAIN_KEY, UNUSED, Section, account_attributes, sections
from mockclio.store import resources

Schema = dict[str, Any]
TEXT: Schema = {"type": ["string", "number", "boolean"]}
SCALARS: dict[str, Schema] = {
    "int": {"type": ["integer", "string"]},
    "float": {"type": ["number", "string"]},
    "str": TEXT,
    "bool": {"type": "boolean"},
    "date": {"type": "string", "description": "2026-07-01, today, -3d, +2w"},
    "datetime": {"type": "string", "description": "2026-07-01 09:30, 2026-07-01T13:30:00Z, now, -3d, +2w 09:30"},
    "json": {},
}


def schema() -> Schema:
    """The schema of a whole spec."""
    head: Schema = {
        "base": {"enum": resources.firms(), "description": "The firm that this one is added to. The default is empty."},
        "at": {"type": "string", "description": "The time of the firm, ISO 8601."},
        "account": _mapping({name: _attribute(one) for name, one in account_attributes().items()}),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A firm for mockclio",
        "type": "object",
        "properties": {**head, **{section.name: _section(section) for section in sections().values()}},
        "additionalProperties": False,
    }


def _section(section: Section) -> Schema:
    properties = {name: _attribute(one, section.name) for name, one in section.attributes.items()}
    entry: Schema = _mapping({"key": {"type": "string", "description": "What other entries call this one."}, **properties})
    entries = {"type": "array", "items": {"anyOf": [{"type": "string"}, entry]} if section.main_key else entry}
    described = f"POST {section.path}" if section.path else (section.body.__doc__ or "")
    return {"description": described, "anyOf": [entries, {"type": "string", "pattern": r"\.[cC][sS][vV]$"}]}


def _attribute(attribute: Attribute, section: str = "") -> Schema:
    one = _one(attribute, section)
    return {"anyOf": [{"type": "array", "items": one}, {"type": "string"}]} if attribute.many else one


def _one(attribute: Attribute, section: str) -> Schema:
    if attribute.name == "custom":
        return {"type": "object", "description": "Custom field values by the names of their fields."}
    if attribute.kind == "enum":
        return _choice(attribute)
    if attribute.kind == "ref":
        return {"anyOf": [{"type": ["string", "integer"]}, _mapping({"id": {"type": ["integer", "string"]}, "name": TEXT})]}
    if attribute.kind == "object":
        return _object(attribute, section)
    return SCALARS[attribute.kind]


def _choice(attribute: Attribute) -> Schema:
    """Editors complete the choices. Those that are taken in any case are no error in another."""
    listed: Schema = {"enum": list(attribute.choices)}
    return {"anyOf": [listed, {"type": "string"}]} if attribute.spellings else listed


def _object(attribute: Attribute, section: str) -> Schema:
    named: Schema = {"name": TEXT} if "id" in attribute.keys else {}
    inner = {name: _attribute(one, section) for name, one in attribute.keys.items() if name == "id" or name not in UNUSED}
    if "id" in inner:
        inner["id"] = {"type": ["integer", "string"]}
    mapping = _mapping({**named, **inner})
    short = attribute.name in MAIN_KEY or "id" in attribute.keys
    return {"anyOf": [{"type": ["string", "integer"]}, mapping]} if short else mapping


def _mapping(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}

"""The head of a saved world: its JSON Schema, and its validation."""

from __future__ import annotations

from typing import Any

from mockclio.store.settings import KINDS

TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["format", "as_of"],
    "properties": {
        "format": {"type": "integer", "minimum": 1},
        "name": {"type": "string"},
        "as_of": TIME,
        "began": TIME,
        "last_id": {"type": "integer", "minimum": 0},
        "seed": {"type": "integer"},
        "frozen": {"type": "boolean"},
        "sequence": {"type": "integer", "minimum": 0},
        **{name: kind.schema for name, kind in KINDS.items()},
        "upgrades": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": False,
}


def wrong(head: dict[str, Any]) -> str:
    """The error in a head. Empty when there is none."""
    from jsonschema import Draft202012Validator

    errors = sorted(Draft202012Validator(SCHEMA).iter_errors(head), key=lambda error: list(map(str, error.path)))
    return "; ".join(f"{'.'.join(map(str, error.path)) or 'the head'}: {error.message}" for error in errors[:5])

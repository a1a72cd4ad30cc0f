"""The exported document in OpenAPI 3.0, for generators that do not read 3.1. It says the same in the keywords of 3.0."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
NULL = {"type": "null"}
HOLDS_NAMES = ("properties", "schemas", "example", "examples", "responses", "headers", "links", "parameters")
"""Keywords whose members are names, not keywords."""


def document(newer: Json) -> Json:
    """A document of 3.1 as one of 3.0."""
    summary = newer["info"]["summary"]
    info = {name: value for name, value in newer["info"].items() if name != "summary"}
    info["description"] = f"{summary}. {info['description']}"
    return {**_converted(newer), "openapi": "3.0.3", "info": info}


def _converted(node: Any) -> Any:
    if isinstance(node, list):
        return [_converted(item) for item in node]
    if not isinstance(node, dict):
        return node
    results = {}
    for name, value in node.items():
        if name == "example":
            results[name] = value
        elif name in HOLDS_NAMES and isinstance(value, dict):
            results[name] = {key: _converted(inner) for key, inner in value.items()}
        else:
            results[name] = _converted(value)
    return _schema(results)


def _schema(node: Json) -> Json:
    """The node itself with null, examples and references as 3.0 has them. What is no schema stays as it is."""
    if isinstance(node.get("examples"), list):
        examples = node.pop("examples")
        node["example"] = examples[0]
    if isinstance(node.get("type"), list):
        (name,) = (name for name in node["type"] if name != "null")
        node = {**node, "type": name, "nullable": True}
    if NULL in node.get("anyOf", ()):
        (branch,) = (branch for branch in node["anyOf"] if branch != NULL)
        rest = {name: value for name, value in node.items() if name != "anyOf"}
        return {**rest, "allOf": [branch], "nullable": True}
    if "$ref" in node and len(node) > 1:
        return {"allOf": [{"$ref": node["$ref"]}], **{name: value for name, value in node.items() if name != "$ref"}}
    return node

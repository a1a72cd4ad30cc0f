"""Reads OpenAPI 3.0 and 3.1 documents, and removes differences of notation: $ref, allOf, nullability, `.json`, media types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any
from urllib.parse import unquote

from mockclio.catalog.undocumented import MARK

Document = Mapping[str, Any]
Schema = Mapping[str, Any]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class NotOpenAPI(ValueError):
    """A document that cannot be read as OpenAPI 3.0 or 3.1; the message says where and what is wanted."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One schema: a type name, its values if they are enumerated, and what lies inside.

    The type is `any` when nothing is said and `a|b` when either will do.
    """

    type: str
    enum: tuple[str, ...] | None
    required: frozenset[str]
    properties: Mapping[str, Schema]
    items: Schema | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. A repeated one (`ids[]`, or an array) has the shape of a single value."""

    place: str
    name: str
    required: bool
    repeated: bool
    shape: Shape


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method on one path. `body` is what is sent, `answer` what a success returns; None where there is no JSON.

    `undocumented` says that our document marks it as something which no official one has.
    """

    id: str
    method: str
    path: str
    parameters: Mapping[tuple[str, str], Parameter]
    body: Schema | None
    statuses: frozenset[str]
    answer: Schema | None
    undocumented: bool = False

    @property
    def route(self) -> str:
        """Method and path with nameless placeholders: the same in documents that call a placeholder by different names."""
        return f"{self.method} {re.sub(r'{[^}]*}', '{}', self.path)}"


def endpoints(document: Document) -> list[Endpoint]:
    """Every operation of a document, in its order."""
    items = [(path, follow(document, item)) for path, item in document["paths"].items()]
    return [_endpoint(document, path, method, item) for path, item in items for method in item if method in METHODS]


def shape(document: Document, schema: Schema) -> Shape:
    """Read a schema: follow its references, join the parts of allOf, forget null."""
    return reduce(_intersection, _shapes(document, schema, frozenset()))


def follow(document: Document, node: Mapping[str, Any]) -> Mapping[str, Any]:
    """The thing itself, when a node may be a $ref to it."""
    seen: set[str] = set()
    while isinstance(reference := node.get("$ref"), str) and reference not in seen:
        seen.add(reference)
        node = _resolve(document, reference)
    return node


def _endpoint(document: Document, path: str, method: str, item: Mapping[str, Any]) -> Endpoint:
    try:
        return _read_endpoint(document, path, method, item)
    except (AttributeError, KeyError, TypeError) as error:
        raise NotOpenAPI(f"{method.upper()} {path} is not written as OpenAPI wants it: {type(error).__name__} {error}") from error


def _read_endpoint(document: Document, path: str, method: str, item: Mapping[str, Any]) -> Endpoint:
    operation = item[method]
    declared = [_parameter(document, follow(document, node)) for node in (*item.get("parameters", ()), *operation.get("parameters", ()))]
    responses = {str(status): follow(document, response) for status, response in operation.get("responses", {}).items()}
    successes = [_json_schema(responses[status]) for status in sorted(responses) if status.startswith("2")]
    return Endpoint(
        id=operation.get("operationId") or f"{method.upper()} {path}",
        method=method.upper(),
        path=path.removesuffix(".json"),
        parameters={(one.place, _key(one)): one for one in declared},
        body=_json_schema(follow(document, operation.get("requestBody", {}))),
        statuses=frozenset(responses),
        answer=next((schema for schema in successes if schema is not None), None),
        undocumented=MARK in operation,
    )


def _parameter(document: Document, node: Mapping[str, Any]) -> Parameter:
    whole = shape(document, node.get("schema", {}))
    single = shape(document, whole.items) if whole.type == "array" and whole.items is not None else whole
    repeated = whole.type == "array" or node["name"].endswith("[]")
    return Parameter(node["in"], node["name"], bool(node.get("required", False)), repeated, single)


def _key(parameter: Parameter) -> str:
    return parameter.name.lower() if parameter.place == "header" else parameter.name


def _json_schema(node: Mapping[str, Any]) -> Schema | None:
    schemas = [media.get("schema", {}) for kind, media in node.get("content", {}).items() if "json" in kind]
    return schemas[0] if schemas else None


def _resolve(document: Document, reference: str) -> Mapping[str, Any]:
    if not reference.startswith("#/"):
        raise NotOpenAPI(f"the reference {reference!r} leaves the document: only references that start with '#/' are followed")
    node: Any = document
    for step in reference[2:].split("/"):
        node = node.get(unquote(step).replace("~1", "/").replace("~0", "~")) if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping):
        raise NotOpenAPI(f"the reference {reference!r} leads nowhere: the document has no such component")
    return node


def _shapes(document: Document, schema: Schema, seen: frozenset[str]) -> Iterator[Shape]:
    """The shapes that hold at once; a schema that refers to itself on the way adds nothing more."""
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        yield from _shapes(document, _resolve(document, reference), seen | {reference})
    for part in schema.get("allOf", ()):
        yield from _shapes(document, part, seen)
    for key in ("oneOf", "anyOf"):
        branches = [branch for branch in schema.get(key, ()) if not _is_null(branch)]
        if branches:
            yield reduce(_either, (reduce(_intersection, _shapes(document, branch, seen)) for branch in branches))
    yield _own(schema)


def _own(schema: Schema) -> Shape:
    """What the schema itself says, without what it refers to."""
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    return Shape(
        type=_type(schema),
        enum=None if values is None else _sorted(value for value in values if value is not None),
        required=frozenset(schema.get("required", ())),
        properties=schema.get("properties", {}),
        items=schema.get("items"),
    )


def _type(schema: Schema) -> str:
    type_names = schema.get("type", [])
    names = {name for name in ([type_names] if isinstance(type_names, str) else type_names) if name != "null"}
    return "|".join(sorted(names)) or ("object" if "properties" in schema else "array" if "items" in schema else "any")


def _is_null(schema: Schema) -> bool:
    return schema.get("type") in ("null", ["null"]) or schema.get("enum") == [None]


def _intersection(one: Shape, other: Shape) -> Shape:
    """Return a shape for values of both shapes. If both have an attribute, the later one is used."""
    return Shape(
        type=other.type if one.type == "any" else one.type if other.type in ("any", one.type) else _join(one.type, other.type),
        enum=one.enum if other.enum is None else other.enum,
        required=one.required | other.required,
        properties={**one.properties, **other.properties},
        items=one.items if other.items is None else other.items,
    )


def _either(one: Shape, other: Shape) -> Shape:
    """A value of one shape or the other."""
    return Shape(
        type=one.type if one.type == other.type else _join(one.type, other.type),
        enum=None if one.enum is None or other.enum is None else _sorted((*one.enum, *other.enum)),
        required=one.required & other.required,
        properties={**one.properties, **other.properties},
        items=one.items if other.items is None else other.items,
    )


def _join(one: str, other: str) -> str:
    return "|".join(sorted({*one.split("|"), *other.split("|")}))


def _sorted(values: Iterator[Any] | Sequence[Any]) -> tuple[str, ...]:
    return tuple(sorted({value if isinstance(value, str) else str(value) for value in values}))

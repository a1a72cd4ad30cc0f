"""The official document, edition by edition, read from the plain lines in the folders beside this file (`clio-2026-07-30`).

Every function takes the edition that is meant, `NOW` if none is named; tests/upstream/make_edition.py wrote the lines.

`operations.txt` holds, for each tag (`== Tasks`), its operations and one indented line an item:

    Task#create POST /tasks.json
      query limit integer:int32 1..200 =200
      body data.assignee.type! string {User|Contact}
      answers 201:Task_Show 403:Error

An item is its place, its name (`!` means required, `[]` the items of an array), a type with its format or the name of a schema, and marks:
`1..200` the range, `=200` the default, `null` or `no-null` whether the word null is a value, `->User` what an id refers to,
`search:name` where a wildcard looks, single words, and the values of an enumeration in braces (`{@time_zones}`: those of that section of
`enums.txt`). `schemas.txt` holds the schemas in the same form; `Task = Task_base` has all of Task_base too. `scopes.txt` holds the tags
that each scope opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

NOW, BEFORE = "2026-07-30", "2026-04-08"
"""The edition that the catalogue follows, and the one before it."""
FOLDER = Path(__file__).parent
FLAGS = {"comma-separated": "x-comma-separated", "rich-text": "x-rich-text", "read-only": "x-read-only-mentioned"}
JSON = "application/json; charset=utf-8"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One line: a parameter or an attribute. `place` is `query`, `header`, `path` or `body`, and empty in a schema."""

    place: str
    name: str
    required: bool
    type: str
    marks: tuple[str, ...]
    values: tuple[str, ...]

    def mark(self, start: str) -> str | None:
        """What stands behind the mark that starts so."""
        return next((mark.removeprefix(start) for mark in self.marks if mark.startswith(start)), None)

    @property
    def range(self) -> tuple[int, int] | None:
        bounds = next((mark.split("..") for mark in self.marks if re.fullmatch(r"\d+\.\.\d+", mark)), None)
        return (int(bounds[0]), int(bounds[1])) if bounds else None

    @property
    def default(self) -> str | int | bool | None:
        """The default, as the type of the item has it."""
        text = self.mark("=")
        kind = self.type.partition(":")[0]
        return text if text is None or kind == "string" else text == "true" if kind == "boolean" else int(text)

    @property
    def nullable(self) -> bool | None:
        """Whether the word null is a value; None where the document does not say."""
        return True if "null" in self.marks else False if "no-null" in self.marks else None

    @property
    def references(self) -> tuple[str, ...]:
        return tuple((self.mark("->") or "").split(",")) if self.mark("->") else ()


@dataclass(slots=True)
class Operation:
    """One method on one path, with its items in the document's order; `answers` gives each status its schema."""

    id: str
    method: str
    path: str
    tag: str
    parameters: list[Item] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    def parameter(self, name: str) -> Item | None:
        return next((item for item in self.parameters if item.name == name), None)


@cache
def operations(edition: str = NOW) -> tuple[Operation, ...]:
    """All operations, tag by tag."""
    results: list[Operation] = []
    tag = ""
    for line in _lines(edition, "operations.txt"):
        if line.startswith("== "):
            tag = line[3:]
        elif not line.startswith(" "):
            identity, method, path = line.split()
            results.append(Operation(identity, method, path, tag))
        elif line.startswith("  answers"):
            results[-1].answers = dict(answer.partition(":")[::2] for answer in line.split()[1:])
        else:
            place, _, rest = line.strip().partition(" ")
            (results[-1].body if place == "body" else results[-1].parameters).append(_item(edition, place, rest))
    return tuple(results)


@cache
def scopes(edition: str = NOW) -> dict[str, tuple[str, ...]]:
    """The tags that each scope opens; a tag may stand under two."""
    return {scope: tuple(tags.split(", ")) for scope, _, tags in (line.partition(": ") for line in _lines(edition, "scopes.txt"))}


@cache
def document(edition: str = NOW) -> Json:
    """The witness as an OpenAPI document: ranges are minimum and maximum, null, references and the like are marks such as `x-null`."""
    paths: dict[str, Json] = {}
    for operation in operations(edition):
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.0.3",
        "info": {"title": f"Clio Manage API, as the edition of {edition} states it", "version": "v4"},
        "paths": paths,
        "components": {"schemas": _schemas(edition)},
        "x-tagGroups": [{"name": scope, "tags": list(tags)} for scope, tags in scopes(edition).items()],
    }


def _lines(edition: str, name: str) -> Iterator[str]:
    text = (FOLDER / f"clio-{edition}" / name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("# "))


@cache
def _enumerations(edition: str) -> dict[str, tuple[str, ...]]:
    sections = "\n".join(_lines(edition, "enums.txt")).split("== ")[1:]
    return {name: tuple(values.splitlines()) for name, _, values in (section.partition("\n") for section in sections)}


def _item(edition: str, place: str, line: str) -> Item:
    line, _, braces = line.partition(" {")
    name, kind, *marks = line.split(" ")
    listed = braces.removesuffix("}")
    values = _enumerations(edition)[listed[1:]] if listed.startswith("@") else tuple(listed.split("|")) if listed else ()
    return Item(place, name.rstrip("!"), name.endswith("!"), kind, tuple(marks), values)


def _operation(operation: Operation) -> Json:
    body = {"requestBody": {"content": {"application/json": {"schema": _object(operation.body)}}}} if operation.body else {}
    return {
        "operationId": operation.id,
        "tags": [operation.tag],
        "parameters": [_parameter(item) for item in operation.parameters],
        **body,
        "responses": {status: _answer(status, schema) for status, schema in operation.answers.items()},
    }


def _parameter(item: Item) -> Json:
    return {"name": item.name, "in": item.place, "required": item.required or item.place == "path", "schema": _schema(item)}


def _answer(status: str, schema: str) -> Json:
    content = {"content": {JSON: {"schema": _reference(schema)}}} if schema else {}
    return {"description": status, **content}


def _schemas(edition: str) -> dict[str, Json]:
    """Every schema by its name, from lines of which an unindented one opens a schema."""
    heads: list[tuple[str, str]] = []
    items: list[list[Item]] = []
    for line in _lines(edition, "schemas.txt"):
        if line.startswith(" "):
            items[-1].append(_item(edition, "", line.strip()))
        else:
            name, _, base = line.partition(" = ")
            heads.append((name, base))
            items.append([])
    return {
        name: {"allOf": [_reference(base), _object(own)]} if base else _object(own) for (name, base), own in zip(heads, items, strict=True)
    }


def _object(items: list[Item]) -> Json:
    """Hang attributes such as `data.items[].id` into each other."""
    root: Json = {"type": "object", "properties": {}}
    nodes = {"": root}
    for item in items:
        nodes[item.name] = _schema(item)
        if item.name.endswith("[]"):
            nodes[item.name.removesuffix("[]")]["items"] = nodes[item.name]
            continue
        parent, _, name = item.name.rpartition(".")
        nodes[parent].setdefault("properties", {})[name] = nodes[item.name]
        if item.required:
            nodes[parent].setdefault("required", []).append(name)
    return root


def _schema(item: Item) -> Json:
    if item.type[0].isupper():
        return _reference(item.type)
    kind, _, form = item.type.partition(":")
    low, high = item.range or (None, None)
    declared = {
        "type": kind,
        "format": form,
        "enum": list(item.values),
        "minimum": low,
        "maximum": high,
        "default": item.default,
        "x-null": item.nullable,
        "x-references": list(item.references),
        "x-search": (item.mark("search:") or "").split(",") if item.mark("search:") else None,
        **{mark: word in item.marks or None for word, mark in FLAGS.items()},
    }
    return {key: value for key, value in declared.items() if value not in (None, "", [])}


def _reference(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}

"""Write an edition of the official document in the plain lines that witness.py reads.

    python -m tests.upstream.make_edition DOCUMENT FOLDER

DOCUMENT is an OpenAPI document in JSON. Ranges, defaults, references and the rest are read from the words that OpenAPI has for them.
Where the official document says them only in prose, they are read from the marks `x-range`, `x-default`, `x-null`, `x-references`,
`x-search`, `x-comma-separated`, `x-rich-text` and `x-read-only-mentioned`. Scopes are read from `x-tagGroups`.
FOLDER is named after the edition: clio-2026-07-30.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Json = Mapping[str, Any]

HEADER = (
    "# The official document of the Clio Manage API v4, edition {edition}, without prose. tests/upstream/witness.py says how to read it.\n"
)
PREFIX = "clio-"
BASE = "_base"
LONG_ENUMERATIONS = 40
"""Longer ones stand once in enums.txt."""
FLAGS = {"x-comma-separated": "comma-separated", "x-rich-text": "rich-text", "x-read-only-mentioned": "read-only"}
METHODS = ("get", "post", "patch", "put", "delete")


class Lines:
    """The lines of one edition; long enumerations are gathered on the way."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self.enumerations: dict[str, tuple[str, ...]] = {}

    def operations(self) -> Iterator[str]:
        """Operations tag by tag, in a tag in the order of the document."""
        results: dict[str, list[tuple[str, str, Json]]] = {}
        for path, item in self.document["paths"].items():
            for method in (method for method in item if method in METHODS):
                results.setdefault(item[method]["tags"][0], []).append((path, method, item[method]))
        for tag in sorted(results):
            yield f"\n== {tag}"
            for path, method, operation in results[tag]:
                yield f"{operation['operationId']} {method.upper()} {path}"
                yield from self._operation(operation)

    def _operation(self, operation: Json) -> Iterator[str]:
        for parameter in operation["parameters"]:
            required = "!" if parameter["required"] and parameter["in"] != "path" else ""
            yield f"  {parameter['in']} {parameter['name']}{required} {self._value(parameter['schema'], parameter['name'])}"
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body:
            yield from (f"  body {line}" for line in self._attributes(body["schema"]))
        answers = [status + _schema_of(response) for status, response in sorted(operation["responses"].items())]
        yield "  answers " + " ".join(answers)

    def schemas(self) -> Iterator[str]:
        yield ""
        for name, schema in sorted(self.document["components"]["schemas"].items()):
            parts = schema.get("allOf", [schema])
            base = next((_name(part) for part in parts if "$ref" in part), None)
            yield f"{name} = {base}" if base else name
            for part in (part for part in parts if "$ref" not in part):
                yield from (f"  {line}" for line in self._attributes(part))

    def scopes(self) -> Iterator[str]:
        yield ""
        yield from (f"{group['name']}: {', '.join(group['tags'])}" for group in self.document["x-tagGroups"])

    def enums(self) -> Iterator[str]:
        for name, values in sorted(self.enumerations.items()):
            yield from ("", f"== {name}", *values)

    def _attributes(self, schema: Json, prefix: str = "") -> Iterator[str]:
        """One line an attribute, those of an inner object right behind it."""
        for name, inner in schema.get("properties", {}).items():
            yield from self._attribute(prefix + name, name in schema.get("required", ()), inner)

    def _attribute(self, name: str, required: bool, schema: Json) -> Iterator[str]:
        yield f"{name}{'!' if required else ''} {self._value(schema, name)}"
        if "items" in schema:
            yield from self._attribute(name + "[]", False, schema["items"])
        yield from self._attributes(schema, name + ".")

    def _value(self, schema: Json, name: str) -> str:
        """A type with its format, the marks, and the values."""
        if "$ref" in schema:
            return _name(schema)
        kind = ":".join(filter(None, (schema.get("type", "object"), schema.get("format"))))
        return " ".join((kind, *_marks(schema), *self._values(schema, name)))

    def _values(self, schema: Json, name: str) -> Iterator[str]:
        values = tuple(str(value) for value in schema.get("enum", ()))
        if name.endswith("order") or len(values) < LONG_ENUMERATIONS:
            yield from ["{" + "|".join(values) + "}"] if values else []
        else:
            yield "{@" + self._enumeration(values, name.rpartition(".")[2]) + "}"

    def _enumeration(self, values: tuple[str, ...], name: str) -> str:
        known = next((title for title, listed in self.enumerations.items() if listed == values), None)
        title = known or TITLES.get(name, name)
        if self.enumerations.setdefault(title, values) != values:
            raise ValueError(f"two long enumerations are called {title}: give the second a title")
        return title


TITLES = {"category": "practice_area_categories", "kind": "report_kinds", "time_zone": "time_zones", "document_type": "document_types"}


def _marks(schema: Json) -> Iterator[str]:
    low, high = schema.get("x-range", (schema.get("minimum"), schema.get("maximum")))
    if low is not None:
        yield f"{low}..{high}"
    default = schema.get("x-default", schema.get("default"))
    if default is not None:
        yield f"={json.dumps(default) if isinstance(default, bool) else default}"
    if "x-null" in schema:
        yield "null" if schema["x-null"] else "no-null"
    if "x-references" in schema:
        yield "->" + ",".join(schema["x-references"])
    if isinstance(schema.get("x-search"), list):
        yield "search:" + ",".join(schema["x-search"])
    yield from (word for mark, word in FLAGS.items() if schema.get(mark))


def _schema_of(response: Json) -> str:
    schemas = [media["schema"] for media in response.get("content", {}).values()]
    return f":{_name(schemas[0])}" if schemas else ""


def _name(reference: Json) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def write(document: Json, folder: Path) -> None:
    """Write the four files of an edition."""
    lines = Lines(document)
    folder.mkdir(parents=True, exist_ok=True)
    header = HEADER.format(edition=folder.name.removeprefix(PREFIX))
    for name in ("operations", "schemas", "scopes", "enums"):
        text = header + "\n".join(getattr(lines, name)()) + "\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))

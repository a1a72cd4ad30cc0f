"""Writes the reference of the client from the catalogue, one page per collection: `python -m mockclio.client.reference FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mockclio.catalog import collections, schema
from mockclio.catalog.operations import AnyOperation, Collection
from mockclio.catalog.schema import Attribute

MOST_CHOICES = 12
WORDS = {
    "float": "number",
    "str": "text",
    "json": "any JSON",
    "enum": "one of",
    "ref": '{"id": 1}',
    "object": "object",
    "date_condition": '">=2026-01-31"',
    "custom_field_conditions": '{id: ">=5"}',
    "etag": "record or its etag",
}


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    results = {f"{name}.md": page(collection) for name, collection in collections().items()}
    index = "\n".join(f"- [{name}]({name}.md): {_first_line(collection)}" for name, collection in collections().items())
    return {"README.md": f"# Collections\n\n{index}\n", **results}


def page(collection: type[Collection[Any]]) -> str:
    """Return the page of one collection: its calls, then its record."""
    record = collection.record
    parts = [f"# clio.{collection.name}", _text(record.__doc__), f"Scope: {collection.scope}."]
    parts += [call(operation) for operation in collection.operations.values()]
    rows = [f"| `{name}` | {kind(one)} | {'may be null' if one.nullable else ''} |" for name, one in schema.fields(record).items()]
    parts += [f"## Fields of {record.__name__}", "\n".join(["| field | is | |", "|---|---|---|", *rows])]
    parts.append(f"Without a selection: {', '.join(f'`{name}`' for name in record.default_fields.split())}.")
    return "\n\n".join(part for part in parts if part) + "\n"


def call(operation: AnyOperation) -> str:
    """Return the section of one call with its arguments."""
    known = {**schema.parameters(operation), **schema.attributes(operation.body), **schema.headers(operation)}
    known.pop("fields", None)
    head = f"## {operation.name}({', '.join([*operation.path_parameters, *(['...'] if known else [])])})"
    parts = [head, f"`{operation.method} {operation.path}.json`", _text(getattr(operation.body or operation.query, "__doc__", ""))]
    if known:
        rows = [f"| `{name}` | {kind(one)} | {'required' if one.required else ''} |" for name, one in known.items()]
        parts.append("\n".join(["| argument | is | |", "|---|---|---|", *rows]))
    local = sorted(schema.local_arguments(operation))
    if local:
        parts.append(f"Stays with the client: {', '.join(f'`{name}`' for name in local)}.")
    return "\n\n".join(part for part in parts if part)


def kind(one: Attribute) -> str:
    """Return the type of a field or an argument as text."""
    if one.record is not None:
        text = one.record.__name__
    else:
        text = WORDS.get(one.kind, one.kind)
        if one.choices:
            shown = ", ".join(f"`{choice}`" for choice in one.choices[:MOST_CHOICES])
            text = f"{text} {shown}" + (f" and {len(one.choices) - MOST_CHOICES} more" if len(one.choices) > MOST_CHOICES else "")
        elif one.keys and one.kind == "object":
            text = f"object of {', '.join(f'`{key}`' for key in one.keys)}"
    return f"list of {text}" if one.many or one.several else text


def _text(doc: str | None) -> str:
    return " ".join((doc or "").split())


def _first_line(collection: type[Collection[Any]]) -> str:
    return (collection.record.__doc__ or "").strip().splitlines()[0]


def main() -> None:
    """Write the pages into the folder that the command line names."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m mockclio.client.reference FOLDER")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()

"""Lines of code that use the typed client rightly, and lines that have one thing wrong each."""

from __future__ import annotations

import json

from mockclio.catalog import collections, schema
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute

RESOURCES = [
    "activities",
    "bank_accounts",
    "bank_transactions",
    "bills",
    "calendar_entries",
    "calendars",
    "comments",
    "communications",
    "contacts",
    "custom_fields",
    "documents",
    "expense_categories",
    "folders",
    "groups",
    "matters",
    "notes",
    "practice_areas",
    "relationships",
    "tasks",
    "webhooks",
]

HEAD = """from __future__ import annotations

from datetime import UTC, date, datetime

from mockclio import AsyncClio, Clio
"""
SCALARS = {
    "int": "1",
    "float": "1.5",
    "str": '"x"',
    "bool": "True",
    "date": "date(2026, 1, 31)",
    "datetime": "datetime(2026, 1, 31, tzinfo=UTC)",
    "json": "{}",
    "ref": '{"id": 1}',
    "date_condition": '">=2026-01-31"',
    "custom_field_conditions": '{1: "=5"}',
    "etag": '"abc"',
}


def value(attribute: Attribute, choice: str = "") -> str:
    """An expression of the attribute's type."""
    if attribute.kind == "enum":
        one = json.dumps(choice or attribute.choices[0])
    elif attribute.kind == "object":
        one = "{" + ", ".join(f"{name!r}: {value(key)}" for name, key in attribute.keys.items() if key.required) + "}"
    else:
        one = SCALARS[attribute.kind]
    return f"[{one}]" if attribute.many else one


def arguments(operation: AnyOperation) -> dict[str, Attribute]:
    """All that a call takes, by name."""
    query = {name: one for name, one in schema.parameters(operation).items() if name not in ("fields", "order")}
    return {**query, **schema.attributes(operation.body), **schema.headers(operation)}


def call(client: str, operation: AnyOperation, given: dict[str, str]) -> str:
    """A call with everything that it requires, and what is given."""
    ids = ['"1"' if operation.id is str and name == "id" else "1" for name in operation.path_parameters]
    required = {name: value(one) for name, one in arguments(operation).items() if one.required}
    shown = [f"{name}={text}" for name, text in {**required, **given}.items()]
    return f"{client}.{operation.collection.name}.{operation.name}({', '.join([*ids, *shown])})"


def _operations(name: str) -> list[AnyOperation]:
    return [one for one in collections()[name].operations.values() if one.name in ("list", "get", "create", "update", "delete")]


def right() -> list[str]:
    """Lines in which nothing is wrong."""
    lines: list[str] = []
    for name in RESOURCES:
        for operation in _operations(name):
            awaited = "" if operation.kind == "index" else "await "
            lines.append(f"{awaited}{call('other', operation, {})}")
            for key, attribute in arguments(operation).items():
                for choice in attribute.choices if attribute.kind == "enum" else ("",):
                    lines.append(call("clio", operation, {key: value(attribute, choice)}))
            if operation.kind in ("show", "index") and operation.record is not None:
                row = f"{name}_{operation.kind}"
                got = call("clio", operation, {}) + (".first()" if operation.kind == "index" else "")
                lines += [f"{row} = {got}", *([f"assert {row} is not None"] if operation.kind == "index" else [])]
                lines += [f"{row}.{field}" for field in schema.fields(operation.record)]
    return lines


def wrong() -> list[str]:
    """Lines with one misspelt field, argument or value each."""
    lines: list[str] = []
    for name in RESOURCES:
        for operation in _operations(name):
            for key, attribute in arguments(operation).items():
                lines.append(call("clio", operation, {misspelt(key): value(attribute)}))
                if attribute.kind == "enum":
                    lines.append(call("clio", operation, {key: value(attribute, misspelt(attribute.choices[0]))}))
            if operation.kind == "show":
                lines += [f"{call('clio', operation, {})}.{misspelt(field)}" for field in schema.fields(operation.record)]
        lines.append(f"clio.{misspelt(name)}.list()")
    return lines


def misspelt(name: str) -> str:
    """The name with its last two letters the other way round, or one letter more."""
    turned = name[:-2] + name[-1] + name[-2] if len(name) > 2 else name
    return turned if turned != name and turned.isidentifier() and name.isidentifier() else f"{name}x"


def program(lines: list[str]) -> tuple[str, list[int]]:
    """A module with those lines in a function, and the numbers of the lines."""
    head = HEAD + "\n\nasync def calls(clio: Clio, other: AsyncClio) -> None:\n"
    first = head.count("\n") + 1
    return head + "\n".join(f"    {line}" for line in lines) + "\n", list(range(first, first + len(lines)))

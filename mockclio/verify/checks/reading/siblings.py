"""Check: a record that several lists show under different names has the same values in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import ALL, Row
from mockclio.verify.checks.reading.listing import Lists
from mockclio.verify.checks.reading.shown import differs, everything, unsigned

OPERATIONS = {operation.operation_id: operation for operation in ALL}


@dataclass(frozen=True)
class Sibling:
    """`paths` are the lists in which the record stands as well, `key` the field that holds its id there, `named` fields of another name."""

    paths: tuple[str, ...]
    key: str = "id"
    named: dict[str, str] | None = None
    but: tuple[str, ...] = ()


CONTACT = {"contact_created_at": "created_at", "contact_updated_at": "updated_at", "is_matter_client": "is_client"}
SIBLINGS = {
    "Client#show": Sibling(("/contacts",), named={"is_matter_client": "is_client"}),
    "MatterContacts#index": Sibling(("/contacts",), named=CONTACT, but=("created_at", "updated_at", "is_client", "description", "etag")),
    "RelatedContacts#index": Sibling(("/contacts",), key="contact_id", named={"contact_id": "id"}, but=("is_matter_client",)),
    "Folder#list": Sibling(("/folders", "/documents")),
    "User#who_am_i": Sibling(("/users",)),
}
"""Reads that show records of other lists."""


@check("fields/sibling", "fields")
def siblings() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """A record that is shown in several places has the same values in each."""
    for id, sibling in SIBLINGS.items():
        operation = OPERATIONS[id]
        for name in fields(operation.record):
            if name not in sibling.but:
                yield operation, name, partial(_check, operation, sibling, name)


def _check(operation: AnyOperation, sibling: Sibling, name: str, target: Target) -> None:
    lists = Lists.of(target)
    beside = (sibling.named or {}).get(name, name)
    known: dict[str, Row] = {id: row for path in sibling.paths for id, row in lists.by_id(path).items()}
    compared = 0
    for place, row in everything(target, operation):
        other: Any = known.get(str(row[sibling.key]))
        if other is not None and beside in other:
            compared += 1
            path = f"{operation.path.format(**place)}: {row[sibling.key]}.{name}"
            _alike(other[beside], row[name], path, f"GET {operation.path.format(**place)}.json?fields={name}")
    if not compared:
        raise Inconclusive("no such record stands in another list")


def _alike(other: Any, value: Any, path: str, call: str) -> None:
    """The same in all parts that both have: a list may show less of an association than another does."""
    if isinstance(other, dict) and isinstance(value, dict):
        for key in other.keys() & value.keys():
            _alike(other[key], value[key], f"{path}.{key}", call)
    elif isinstance(other, list) and isinstance(value, list) and len(other) == len(value):
        for number, (one, two) in enumerate(zip(other, value, strict=True)):
            _alike(one, two, f"{path}[{number}]", call)
    else:
        differs(unsigned(other), unsigned(value), path, call)


DEFINITION = {
    "field_name": "name",
    "field_type": "field_type",
    "field_required": "required",
    "field_displayed": "displayed",
    "field_display_order": "display_order",
    "soft_deleted": "deleted",
}
"""What a custom field value shows of its field, and the field's own name for it."""


@check("fields/definition", "fields")
def definitions() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """A custom field value says of its field what the field says of itself."""
    for operation in ALL:
        if operation.kind == "index" and operation.record is not None and "custom_field_values" in fields(operation.record):
            for name in DEFINITION:
                yield operation, name, partial(_defined, operation, name)


def _defined(operation: AnyOperation, name: str, target: Target) -> None:
    lists = Lists.of(target)
    known = {str(row["id"]): row for row in [*lists.answers("/custom_fields"), *lists.answers("/custom_fields", deleted="true")]}
    compared = 0
    for place, row in everything(target, operation):
        for value in row["custom_field_values"] or []:
            field = known.get(str((value["custom_field"] or {}).get("id")))
            if field is not None:
                compared += 1
                path = f"{operation.path.format(**place)}: {row['id']}.custom_field_values.{name}"
                differs(field[DEFINITION[name]], value[name], path, f"GET {operation.path.format(**place)}.json?fields=custom_field_values")
    if not compared:
        raise Inconclusive("no record has a value of a custom field")

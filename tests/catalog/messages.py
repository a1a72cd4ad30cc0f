"""What is wrong with a declaration of the catalogue, each with the file and the line to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Literal

from mockclio import practice
from mockclio.catalog.arguments import Special
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.places import place_of
from mockclio.catalog.schema import accepted, attributes, fields, parameters
from mockclio.ledger import rules
from mockclio.server.behavior import behavior
from mockclio.server.ordering import terms
from mockclio.server.values import path_values
from mockclio.server.verbs import VERBS
from mockclio.testing.outcomes import entry
from tests.conventions.source import ROOT

READERS = "".join(path.read_text() for folder in ("server", "practice") for path in sorted((ROOT / "mockclio" / folder).rglob("*.py")))
"""Where parameters are read."""


def of_record(record: type[Any]) -> Iterator[str]:
    """Default fields and searched places that the record has not."""
    known = fields(record)
    for name in record.default_fields.split():
        if name not in known:
            line = f"class {record.__name__}: add the field {name}, or take it out of default_fields"
            yield entry(record, line, "there is no such field")
    for path in record.search.split():
        if path.partition(".")[0] not in known:
            yield entry(record, f"class {record.__name__}: take {path} out of search", "there is no such field")
        else:
            path_values(record, path)


def of_parameters(operation: AnyOperation) -> Iterator[str]:
    """Special parameters that nobody reads."""
    own, collection = behavior(operation.collection.name), operation.collection
    for name, parameter in parameters(operation).items():
        read = own.marked("filters", name) or re.search(rf'(arguments|options)(\.get\(|\[)"{name}"', READERS)
        if isinstance(parameter.meaning, Special) and not read:
            line = f'add to class {collection.__name__}(Behavior): @filters("{name}")'
            yield f"{_behaviour_of(collection.name)}: {line}  ({operation.operation_id} declares it as special)"


def of_behaviour(operation: AnyOperation) -> Iterator[str]:
    """Operations that no generic algorithm can answer: actions, and lists below another record."""
    own, collection = behavior(operation.collection.name), operation.collection
    needed, why = _needed(operation)
    if needed and not any(own.marked(mark, operation.operation_id) for mark in needed):
        line = f'add to class {collection.__name__}(Behavior): @{needed[0]}("{operation.operation_id}")'
        yield f"{_behaviour_of(collection.name)}: {line}  ({why})"


def _needed(operation: AnyOperation) -> tuple[tuple[Literal["sources", "handles"], ...], str]:
    if operation.kind not in VERBS:
        return ("handles",), f"no generic algorithm answers an operation of the kind {operation.kind}"
    if operation.kind == "single" or (operation.kind == "index" and operation.path_parameters):
        return ("sources", "handles"), f"nothing else chooses the rows of {operation.path}"
    return (), ""


def of_orders(operation: AnyOperation) -> Iterator[str]:
    """Sort keys that lead nowhere."""
    own, collection = behavior(operation.collection.name), operation.collection
    for name, path in terms(operation).items() if operation.order else ():
        if not own.marked("orders", name) and path.partition(".")[0] not in fields(operation.record):
            line = f'add to class {collection.__name__}(Behavior): @orders("{name}")'
            yield f"{_behaviour_of(collection.name)}: {line}  ({operation.record.__name__} has no field {path.partition('.')[0]})"


def of_body(operation: AnyOperation) -> Iterator[str]:
    """Attributes that are shown nowhere, and class words that name what is not there."""
    known, body = fields(operation.record), operation.body
    for name, rule in body.write_only.items():
        if rule not in rules():
            yield entry(body, f"class {body.__name__}: write_only must name a rule for {name}", f"{rule} is no rule of the ledger")
    for name in (*body.shown_by, *body.write_only, *body.references):
        if name not in accepted(body):
            yield entry(body, f"class {body.__name__}: take {name} out of its class words", "there is no such attribute")
    for name in attributes(body):
        shown = body.shown_by.get(name, name).partition(".")[0]
        if name not in body.write_only and shown not in known and name.removesuffix("_id") not in known:
            yield entry(body, f'add to class {body.__name__}: shown_by = {{"{name}": "<a field>"}}', f"{name} is shown nowhere")


def _behaviour_of(collection: str) -> str:
    """The module of a collection's behaviour; of a collection without one, where it would be."""
    module = practice.BEHAVIORS.get(collection, "").partition(":")[0]
    return f"{module.replace('.', '/')}.py" if module else f"{PurePosixPath(place_of(practice)).parent}/<theme>/{collection}.py"

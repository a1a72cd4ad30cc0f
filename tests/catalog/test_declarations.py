"""What every declaration of the catalogue keeps to."""

from __future__ import annotations

import re

import pytest

from mockclio import practice
from mockclio.catalog import collections, operations
from mockclio.catalog.arguments import Special
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import REGISTRY
from mockclio.catalog.schema import accepted, attributes, fields, listed_parameters, parameters
from mockclio.ledger import rules
from mockclio.server.behavior import behavior
from mockclio.server.ordering import terms
from mockclio.server.values import path_values
from tests import counts
from tests.conventions.source import ROOT

practice.register()
OPERATIONS = sorted(operations().values(), key=lambda operation: operation.operation_id)
RECORDS = sorted(REGISTRY.values(), key=lambda record: record.__name__)
BODIES = [operation for operation in OPERATIONS if operation.body]

READERS = "".join(path.read_text() for folder in ("server", "practice") for path in sorted((ROOT / "mockclio" / folder).rglob("*.py")))
"""Where parameters are read."""


def test_the_numbers_are_those_of_the_official_document() -> None:
    documented = [operation for operation in OPERATIONS if operation.documented]
    assert len(documented) == counts.OPERATIONS
    assert sum(len(listed_parameters(operation)) + len(operation.headers) for operation in documented) == counts.PARAMETERS
    assert len(collections()) == counts.COLLECTIONS


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_default_fields_and_searched_places_exist(record: type) -> None:
    known = fields(record)
    assert [name for name in record.default_fields.split() if name not in known] == []
    for path in record.search.split():
        first = path.partition(".")[0]
        assert first in known
        path_values(record, path)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.operation_id)
def test_every_special_parameter_has_a_reader(operation: AnyOperation) -> None:
    own = behavior(operation.collection.name)
    source = READERS
    special = [name for name, parameter in parameters(operation).items() if isinstance(parameter.meaning, Special)]
    unread = [
        name for name in special if not own.marked("filters", name) and not re.search(rf'(arguments|options)(\.get\(|\[)"{name}"', source)
    ]
    assert unread == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.operation_id)
def test_every_sort_key_leads_somewhere(operation: AnyOperation) -> None:
    own = behavior(operation.collection.name)
    for name, path in terms(operation).items() if operation.order else ():
        if not own.marked("orders", name):
            assert path.partition(".")[0] in fields(operation.record), f"{name}: {path}"


@pytest.mark.parametrize("operation", BODIES, ids=lambda operation: operation.operation_id)
def test_every_body_attribute_is_shown_or_says_by_which_rule_it_is_not(operation: AnyOperation) -> None:
    known, body = fields(operation.record), operation.body
    assert [rule for rule in body.write_only.values() if rule not in rules()] == []
    assert [name for name in (*body.shown_by, *body.write_only, *body.references) if name not in accepted(body)] == []
    for name in attributes(body):
        shown = body.shown_by.get(name, name).partition(".")[0]
        assert name in body.write_only or shown in known or name.removesuffix("_id") in known, f"{name} is shown nowhere"


def test_docstrings_say_more_than_the_name() -> None:
    bare = [
        record.__name__
        for record in RECORDS
        if re.fullmatch(r"An? [a-z0-9 ]+\.", record.__doc__ or "") and len((record.__doc__ or "").split()) < 5
    ]
    assert bare == []

"""What every declaration of the catalogue keeps to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mockclio import practice
from mockclio.catalog import collections, operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import REGISTRY
from mockclio.catalog.schema import listed_parameters
from mockclio.catalog.webhook_models import snake, webhook_models
from mockclio.client import typed
from tests import counts
from tests.catalog import messages

practice.register()
OPERATIONS = sorted(operations().values(), key=lambda operation: operation.operation_id)
RECORDS = sorted(REGISTRY.values(), key=lambda record: record.__name__)
BODIES = [operation for operation in OPERATIONS if operation.body]


def test_the_numbers_are_those_of_the_official_document() -> None:
    documented = [operation for operation in OPERATIONS if operation.documented]
    assert len(documented) == counts.OPERATIONS
    assert sum(len(listed_parameters(operation)) + len(operation.headers) for operation in documented) == counts.PARAMETERS
    assert len(collections()) == counts.COLLECTIONS


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_default_fields_and_searched_places_exist(record: type) -> None:
    wrong = list(messages.of_record(record))
    assert wrong == [], wrong[0]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.operation_id)
def test_every_special_parameter_has_a_reader(operation: AnyOperation) -> None:
    wrong = list(messages.of_parameters(operation))
    assert wrong == [], wrong[0]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.operation_id)
def test_every_operation_that_is_not_generic_has_a_behaviour(operation: AnyOperation) -> None:
    wrong = list(messages.of_behaviour(operation))
    assert wrong == [], wrong[0]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.operation_id)
def test_every_sort_key_leads_somewhere(operation: AnyOperation) -> None:
    wrong = list(messages.of_orders(operation))
    assert wrong == [], wrong[0]


@pytest.mark.parametrize("operation", BODIES, ids=lambda operation: operation.operation_id)
def test_every_body_attribute_is_shown_or_says_by_which_rule_it_is_not(operation: AnyOperation) -> None:
    wrong = list(messages.of_body(operation))
    assert wrong == [], wrong[0]


def test_docstrings_say_more_than_the_name() -> None:
    bare = [
        record.__name__
        for record in RECORDS
        if re.fullmatch(r"An? [a-z0-9 ]+\.", record.__doc__ or "") and len((record.__doc__ or "").split()) < 5
    ]
    assert bare == []


def test_models_of_webhooks_have_numbers_of_their_own_and_are_named_like_their_records() -> None:
    assert [model.name for model in webhook_models().values()] == [snake(model.record.__name__) for model in webhook_models().values()]
    numbers = [model.number for model in webhook_models().values() if model.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert sum(len(model.events) for model in webhook_models().values()) == counts.EVENTS


@pytest.mark.parametrize("path", typed.files(), ids=lambda path: path.name)
def test_what_type_checkers_read_is_what_the_catalogue_declares(path: Path) -> None:
    assert path.read_text("utf-8") == typed.files()[path], f"write it anew: {typed.COMMAND}"

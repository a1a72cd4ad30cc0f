"""What is wrong with a declaration is said with the file and the line to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest

from mockclio import practice
from mockclio.catalog.notes import Notes
from mockclio.catalog.operations import COLLECTIONS
from mockclio.catalog.places import place_of
from mockclio.catalog.records import REGISTRY
from mockclio.catalog.schema import accepted
from mockclio.catalog.valid import Unreferred, value_of
from mockclio.catalog.vocabulary import Body, Collection, ListQuery, M, Ref, Resource, op, special, unset
from mockclio.catalog.webhook_models import UndeclaredModel, webhook_model_of
from tests.catalog import messages

HERE = place_of(__name__)
BEHAVIOUR = f"{PurePosixPath(place_of(practice)).parent}/<theme>/bailiffs.py"


@pytest.fixture
def bailiffs() -> Iterator[type[Collection[Any]]]:
    """A collection in which something is wrong everywhere, for one test."""

    class Bailiff(Resource):
        """Somebody who keeps order in a room of a court."""

        default_fields = "id badge"
        search = "surname"

    class BailiffQuery(ListQuery):
        on_duty: bool = special

    class NewBailiff(Body):
        shown_by = {"rank": "title"}

        name: str
        court: Ref = unset

    class Bailiffs(Collection[M]):
        path = "/bailiffs"
        scope = "Matters"

        list = op.index(Bailiff, BailiffQuery, order="id surname")
        create = op.create(Bailiff, NewBailiff)
        call = op.bare_action("POST", "/{id}/call", Bailiff, verb="call")

    class BailiffShifts(Collection[M]):
        path = "/bailiffs/{bailiff_id}/shifts"
        scope = "Matters"

        list = op.index_within(Bailiff, ListQuery)

    yield Bailiffs
    del REGISTRY["Bailiff"], COLLECTIONS["bailiffs"], COLLECTIONS["bailiff_shifts"]


def test_a_default_field_and_a_searched_place_that_are_not_there(bailiffs: type[Collection[Any]]) -> None:
    assert list(messages.of_record(bailiffs.record)) == [
        f"{HERE}: class Bailiff: add the field badge, or take it out of default_fields  (there is no such field)",
        f"{HERE}: class Bailiff: take surname out of search  (there is no such field)",
    ]


def test_a_special_parameter_without_a_reader(bailiffs: type[Collection[Any]]) -> None:
    assert list(messages.of_parameters(bailiffs.operations["list"])) == [
        f'{BEHAVIOUR}: add to class Bailiffs(Behavior): @filters("on_duty")  (Bailiff#index declares it as special)'
    ]


def test_an_action_and_a_list_below_another_record_without_a_behaviour(bailiffs: type[Collection[Any]]) -> None:
    call, shifts = bailiffs.operations["call"], COLLECTIONS["bailiff_shifts"].operations["list"]
    assert [*messages.of_behaviour(call), *messages.of_behaviour(shifts), *messages.of_behaviour(bailiffs.operations["list"])] == [
        f'{BEHAVIOUR}: add to class Bailiffs(Behavior): @handles("Bailiff#call")'
        "  (no generic algorithm answers an operation of the kind action)",
        f"{BEHAVIOUR.replace('bailiffs', 'bailiff_shifts')}: add to class BailiffShifts(Behavior): "
        f'@sources("{shifts.operation_id}")  (nothing else chooses the rows of /bailiffs/{{bailiff_id}}/shifts)',
    ]


def test_a_sort_key_that_leads_nowhere(bailiffs: type[Collection[Any]]) -> None:
    assert list(messages.of_orders(bailiffs.operations["list"])) == [
        f'{BEHAVIOUR}: add to class Bailiffs(Behavior): @orders("surname")  (Bailiff has no field surname)'
    ]


def test_an_attribute_that_is_shown_nowhere_and_a_class_word_for_one_that_there_is_not(bailiffs: type[Collection[Any]]) -> None:
    assert list(messages.of_body(bailiffs.operations["create"])) == [
        f"{HERE}: class NewBailiff: take rank out of its class words  (there is no such attribute)",
        f'{HERE}: add to class NewBailiff: shown_by = {{"name": "<a field>"}}  (name is shown nowhere)',
        f'{HERE}: add to class NewBailiff: shown_by = {{"court": "<a field>"}}  (court is shown nowhere)',
    ]


def test_a_reference_of_which_nothing_says_the_table(bailiffs: type[Collection[Any]]) -> None:
    create = bailiffs.operations["create"]
    line = f'{HERE}: add to class NewBailiff: references = {{"court": "<the table>"}}  (no field and no name says what it refers to)'
    with pytest.raises(Unreferred, match=re.escape(line)):
        value_of(create, accepted(create.body)["court"], lambda table: (1, 2), str)


def test_a_model_of_webhooks_that_nobody_declared() -> None:
    with pytest.raises(UndeclaredModel, match=re.escape(f'{place_of(Notes)}: add to class Notes: webhook = webhook_model("note")')):
        webhook_model_of("note")
    with pytest.raises(UndeclaredModel, match=r'add to the class of a collection: webhook = webhook_model\("bailiff"\)'):
        webhook_model_of("bailiff")

"""The witness holds both editions whole, and a comparison with it overlooks nothing."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from mockclio.openapi.diff import compare
from mockclio.openapi.reading import endpoints, shape
from tests.counts import ANSWER_ATTRIBUTES, BODY_ATTRIBUTES, EDITION_BEFORE, OPERATIONS, PARAMETERS, PATH_PARAMETERS, SCOPES

from . import witness

COUNTS = {
    witness.NOW: (OPERATIONS, PARAMETERS, PATH_PARAMETERS, BODY_ATTRIBUTES, ANSWER_ATTRIBUTES),
    witness.BEFORE: EDITION_BEFORE,
}


@pytest.fixture
def ours() -> dict[str, Any]:
    """A copy of the witness, to be spoilt."""
    return copy.deepcopy(witness.document())


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (operation for item in document["paths"].values() for operation in item.values())


def top_level(schema: Mapping[str, Any] | None, edition: str) -> list[str]:
    """The names in `data`, in its items where it is a list, at the root where there is no `data`."""
    if schema is None:
        return []
    document = witness.document(edition)
    root = shape(document, schema).properties
    data = shape(document, root.get("data", schema))
    row = data if data.items is None else shape(document, data.items)
    return list(row.properties)


@pytest.mark.parametrize("edition", COUNTS)
def test_each_operation_of_an_edition_has_its_own_id(edition: str) -> None:
    listed = witness.operations(edition)
    assert len({operation.id for operation in listed}) == len(listed)


@pytest.mark.parametrize("edition", COUNTS)
def test_an_edition_has_so_many_operations_parameters_and_attributes(edition: str) -> None:
    listed, ends = witness.operations(edition), endpoints(witness.document(edition))
    places = [item.place for operation in listed for item in operation.parameters]
    parameters, attributes = places.count("query") + places.count("header"), sum(len(top_level(one.body, edition)) for one in ends)
    shown = sum(len(top_level(one.answer, edition)) for one in ends)
    assert (len(listed), parameters, places.count("path"), attributes, shown) == COUNTS[edition]


@pytest.mark.parametrize("edition", COUNTS)
def test_each_scope_opens_tags_that_have_operations(edition: str) -> None:
    assert len(witness.scopes(edition)) == SCOPES
    opened = {tag for tags in witness.scopes(edition).values() for tag in tags}
    assert opened <= {operation.tag for operation in witness.operations(edition)}


def test_a_limit_states_its_range_and_its_default() -> None:
    limits = [item for operation in witness.operations() if (item := operation.parameter("limit"))]
    stated = [(item.range, item.default) for item in limits]
    assert {one: stated.count(one) for one in stated} == {
        ((1, 200), 200): 76,
        ((1, 1000), 1000): 3,
        ((1, 2000), 2000): 1,
        ((1, 25), 25): 1,
    }


def test_an_id_says_what_it_refers_to_and_whether_null_is_a_value() -> None:
    tasks = next(operation for operation in witness.operations() if operation.id == "Task#index")
    assignee = tasks.parameter("assignee_id")
    assert assignee is not None
    assert (assignee.nullable, assignee.references) == (True, ("User", "Contact"))
    references = [item.nullable for operation in witness.operations() for item in operation.parameters if item.references]
    assert (references.count(True), references.count(False), references.count(None)) == (54, 40, 0)


def test_the_witness_agrees_with_itself(ours: dict[str, Any]) -> None:
    assert compare(witness.document(), ours) == []


def test_every_lost_operation_is_noticed(ours: dict[str, Any]) -> None:
    ours["paths"] = {}
    assert [(one.kind, one.place) for one in compare(witness.document(), ours)] == [("missing here", "operation")] * OPERATIONS


def test_every_lost_and_every_new_parameter_is_noticed(ours: dict[str, Any]) -> None:
    for operation in operations(ours):
        operation["parameters"] = []
    assert [one.kind for one in compare(witness.document(), ours)] == ["missing here"] * (PARAMETERS + PATH_PARAMETERS)
    assert [one.kind for one in compare(ours, witness.document())] == ["only here"] * (PARAMETERS + PATH_PARAMETERS)


def test_every_lost_and_every_new_body_attribute_is_noticed(ours: dict[str, Any]) -> None:
    for operation in operations(ours):
        if "requestBody" in operation:
            operation["requestBody"]["content"]["application/json"]["schema"]["properties"]["data"]["properties"] = {}
    assert [one.kind for one in compare(witness.document(), ours)] == ["missing here"] * BODY_ATTRIBUTES
    assert [one.kind for one in compare(ours, witness.document())] == ["only here"] * BODY_ATTRIBUTES


def test_every_lost_and_every_new_answer_attribute_is_noticed(ours: dict[str, Any]) -> None:
    """Answers without a wrapper lose their attributes only when it is their own schema that is emptied."""
    for name, schema in ours["components"]["schemas"].items():
        if not name.endswith(("_Show", "_List")):
            ours["components"]["schemas"][name] = {"type": schema.get("type", "object"), "properties": {}}
    assert [one.kind for one in compare(witness.document(), ours)] == ["missing here"] * ANSWER_ATTRIBUTES
    assert [one.kind for one in compare(ours, witness.document())] == ["only here"] * ANSWER_ATTRIBUTES


def test_every_other_type_of_a_parameter_is_noticed(ours: dict[str, Any]) -> None:
    for operation in operations(ours):
        for parameter in operation["parameters"]:
            parameter["schema"]["type"] = "object"
    changed = [one for one in compare(witness.document(), ours) if (one.aspect, one.ours) == ("type", "object")]
    assert len(changed) == PARAMETERS + PATH_PARAMETERS


def test_every_flipped_required_mark_of_a_body_is_noticed(ours: dict[str, Any]) -> None:
    flipped = 0
    for operation in operations(ours):
        if "requestBody" in operation:
            data = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]["data"]
            data["required"] = [name for name in data["properties"] if name not in data.get("required", ())]
            flipped += len(data["properties"])
    changed = [one.aspect for one in compare(witness.document(), ours)]
    assert changed == ["required"] * flipped
    assert flipped == BODY_ATTRIBUTES

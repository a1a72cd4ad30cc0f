"""The list of deliberate differences is true of the official document, reasoned, and covers exactly what it says."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from mockclio.openapi.diff import Difference, compare

from . import witness
from .deliberate import Deliberate, deliberate, named, stale, unexplained

CONTRADICTED = ("type", "enum", "required")


@pytest.fixture(scope="module")
def contradicted() -> set[tuple[str, str, str, Any]]:
    """Every statement of the official document about a scalar, found by comparing it with a document that contradicts them all."""
    contrary = copy.deepcopy(witness.document())
    contradict(contrary)
    return {(one.operation, one.place, one.aspect, one.official) for one in compare(witness.document(), contrary)}


def contradict(node: Any) -> None:
    """Turn round each type, enumeration and required mark below a node."""
    if isinstance(node, list):
        for child in node:
            contradict(child)
    if isinstance(node, dict):
        for child in node.values():
            contradict(child)
        if "properties" in node:
            node["required"] = [name for name in node["properties"] if name not in node.get("required", ())]
        if "in" in node:
            node["required"] = not node["required"]
        if node.get("type") in ("integer", "number", "string", "boolean"):
            node.update(type="file", enum=["what nobody says"])


def test_each_changed_statement_stands_so_in_the_official_document(contradicted: set[tuple[str, str, str, Any]]) -> None:
    listed = {(one.operation, one.place, one.aspect, one.official) for one in deliberate() if one.aspect in CONTRADICTED}
    scalars = {one for one in listed if one[3] not in ("object", "array")}
    assert scalars - contradicted == set()


def test_each_entry_has_a_reason_and_says_what_is_official_where_something_changed() -> None:
    assert [one for one in deliberate() if not one.reason.strip()] == []
    assert [one for one in deliberate() if one.kind == "changed" and not (one.aspect and "official" in one.stated)] == []


def test_no_difference_is_listed_twice() -> None:
    keys = [(one.operation, one.place, one.aspect) for one in deliberate()]
    assert len(keys) == len(set(keys))


def test_each_entry_names_operations_of_the_document_or_adds_them() -> None:
    known = {operation.id for operation in witness.operations()}
    added = {one.operation for one in deliberate() if (one.kind, one.place) == ("only here", "operation")}
    assert {one.operation for one in deliberate()} <= known | added


def test_a_meant_difference_is_explained_and_any_other_is_not() -> None:
    meant = difference_of(deliberate()[0])
    other = Difference("changed", meant.operation, meant.place, meant.aspect, meant.official, "object")
    assert unexplained([meant, other]) == [other]


def test_an_entry_that_covers_nothing_is_stale() -> None:
    first, *others = deliberate()
    assert stale([difference_of(one) for one in others]) == [first]


def test_a_pattern_names_what_matches_but_for_the_exceptions() -> None:
    assert named({"operations": ["Webhook#*"], "except": ["*#index", "*#show"]}) == ["Webhook#create", "Webhook#update", "Webhook#destroy"]


def difference_of(one: Deliberate) -> Difference:
    return Difference(one.kind, one.operation, one.place, one.aspect, one.official, one.ours)

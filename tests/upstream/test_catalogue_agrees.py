"""The exported catalogue says what the official document says, but for the differences that are meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from mockclio.catalog.undocumented import OPERATIONS
from mockclio.openapi.diff import Difference, compare, render
from mockclio.openapi.export import document
from mockclio.openapi.reading import METHODS, endpoints, follow

from . import witness
from .deliberate import deliberate, stale, unexplained

SECTIONS = ("operation", "parameter path", "parameter header", "parameter query", "body POST", "body PATCH", "body DELETE", "response")
BOUNDS = {"limit": ("minimum", "maximum", "default"), "order": ("default",)}


@pytest.fixture(scope="module")
def differences() -> list[Difference]:
    """Everything on which the two disagree: structure, and the bounds of pages."""
    return compare(witness.document(), document()) + list(compare_bounds(witness.document(), document()))


def compare_bounds(official: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[Difference]:
    """Compare the range and default of `limit` and the default of `order`, where both sides have the parameter."""
    stated, here = bounds(official), bounds(ours)
    for key in sorted(stated.keys() & here.keys()):
        if stated[key] != here[key]:
            yield Difference("changed", *key, official=stated[key], ours=here[key])


def bounds(stating: Mapping[str, Any]) -> dict[tuple[str, str, str], str]:
    """Operation, place and aspect of every bound, with what is said of it."""
    results = {}
    for item in stating["paths"].values():
        for operation in (item[method] for method in METHODS if method in item):
            for parameter in (follow(stating, node) for node in operation.get("parameters", ())):
                for aspect in BOUNDS.get(parameter["name"], ()):
                    value = parameter["schema"].get(aspect, "nothing")
                    results[operation["operationId"], f"parameter query {parameter['name']}", aspect] = str(value)
    return results


@pytest.mark.parametrize("section", SECTIONS)
def test_nothing_differs_that_is_not_meant(section: str, differences: list[Difference]) -> None:
    results = [one for one in unexplained(differences) if one.place.startswith(section)]
    assert not results, "\n" + render(results)


def test_every_difference_belongs_to_a_section(differences: list[Difference]) -> None:
    assert [one for one in differences if not one.place.startswith(SECTIONS)] == []


def test_every_difference_that_is_meant_is_still_there(differences: list[Difference]) -> None:
    stale_lines = [f"{one.operation} {one.place} {one.aspect}".rstrip() for one in stale(differences)]
    assert not stale_lines, "differences.toml lists what is no longer so:\n" + "\n".join(stale_lines)


def test_the_catalogue_has_the_operations_of_the_edition_and_those_that_are_meant_to_be_added() -> None:
    added = {one.operation for one in deliberate() if (one.kind, one.place) == ("only here", "operation")} | OPERATIONS.keys()
    assert {one.id for one in endpoints(document())} == {one.id for one in witness.operations()} | added

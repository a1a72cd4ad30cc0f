"""Differences as people read them: section by section, the same of many operations once."""

from __future__ import annotations

from mockclio.openapi.diff import Difference, Kind
from mockclio.openapi.grouping import groups, sections


def only_here(operation: str, place: str, what: str = "") -> Difference:
    return Difference("only here", operation, place, "", None, what)


def test_a_status_that_is_declared_everywhere_is_one_line() -> None:
    everywhere = [only_here(f"Matter#{number}", "response status 410") for number in range(523)]
    assert list(sections(everywhere)) == [
        "Only here:",
        "  only here     response status 410  (Matter#0, Matter#1, Matter#2 and 520 others)",
        "",
    ]


def test_few_operations_are_all_named() -> None:
    for number, text in ((1, "A#0"), (3, "A#0, A#1, A#2"), (4, "A#0, A#1, A#2, A#3"), (5, "A#0, A#1, A#2 and 2 others")):
        (group,) = groups(only_here(f"A#{place}", "response data.tax", "number") for place in range(number))
        assert group.line == f"only here     response data.tax: number  ({text})"


def test_what_says_something_else_is_another_line() -> None:
    result = groups([only_here("A#index", "response data.tax", "number"), only_here("B#index", "response data.tax", "string")])
    assert [group.operations for group in result] == [("A#index",), ("B#index",)]


def test_what_is_missing_comes_before_what_changed_and_that_before_what_is_only_here() -> None:
    kinds: tuple[Kind, ...] = ("only here", "changed", "missing here")
    mixed = [Difference(kind, "A#index", "parameter query x", "type", "string", "integer") for kind in kinds]
    assert [line for line in sections(mixed) if line.endswith(":")] == ["Missing here:", "Changed:", "Only here:"]
    assert list(sections([])) == []

"""Check: every parameter of every operation has exactly one test that shows what the parameter does."""

from __future__ import annotations

from collections import Counter
from types import ModuleType

from mockclio.catalog.operations import AnyOperation
from tests.contract import test_filters, test_headers, test_parameters, test_standard_parameters
from tests.contract.coverage import ALL_PARAMETERS, DOCUMENTED, PLAIN, listed, summary
from tests.contract.support import LISTS
from tests.counts import OPERATIONS, PARAMETERS


def every(operations: list[AnyOperation], name: str) -> list[tuple[str, str]]:
    return [(operation.operation_id, name) for operation in operations]


def marked(module: ModuleType) -> list[tuple[str, str]]:
    """What the tests of a module are marked with."""
    marks = [mark for test in vars(module).values() for mark in getattr(test, "pytestmark", []) if mark.name == "covers"]
    return [(mark.args[0], name) for mark in marks for name in mark.args[1:]]


READING, WRITING = ("GET",), ("POST", "PATCH", "DELETE")
CHECKS = [
    *((operation.operation_id, attribute.wire) for operation, attribute in test_filters.FILTERS),
    *every(test_standard_parameters.READS, "fields"),
    *every(test_standard_parameters.WRITES, "fields"),
    *every(test_standard_parameters.IDS, "fields"),
    *every(LISTS, "limit"),
    *every(LISTS, "page_token"),
    *every(test_standard_parameters.ORDERED, "order"),
    *every(test_headers.listing("X-API-VERSION", *READING), "X-API-VERSION"),
    *every(test_headers.listing("X-API-VERSION", *WRITING), "X-API-VERSION"),
    *every(test_headers.listing("IF-NONE-MATCH", *READING), "IF-NONE-MATCH"),
    *every(test_headers.listing("IF-MODIFIED-SINCE", *READING), "IF-MODIFIED-SINCE"),
    *every(test_headers.listing("IF-MATCH", *WRITING), "IF-MATCH"),
    *every(test_parameters.NARROWED, "custom_field_ids[]"),
    *every(test_parameters.NARROWED_WRITES, "custom_field_ids[]"),
    *marked(test_parameters),
]
"""What the parametrization of the checks says; each of them notes a parameter only after it saw two different answers."""


def test_every_parameter_has_exactly_one_check() -> None:
    counted = Counter(CHECKS)
    assert set(counted) == ALL_PARAMETERS
    assert {pair: times for pair, times in counted.items() if times > 1} == {}


def test_there_are_as_many_as_the_official_document_lists() -> None:
    assert (len(DOCUMENTED), sum(len(listed(operation)) for operation in DOCUMENTED)) == (OPERATIONS, PARAMETERS)


def test_every_operation_without_a_parameter_is_called() -> None:
    assert set(test_headers.CALLED) == set(PLAIN)


def test_the_summary_counts_what_was_noted() -> None:
    whole = set(ALL_PARAMETERS) | {(operation.operation_id, "") for operation in PLAIN}
    assert summary(whole) == [f"{OPERATIONS} of {OPERATIONS} operations, {PARAMETERS:,} of {PARAMETERS:,} parameters"]
    assert summary(whole - {("Bill#show", "navigation.next")}) == [
        f"{OPERATIONS - 1} of {OPERATIONS} operations, {PARAMETERS - 1:,} of {PARAMETERS:,} parameters",
        "  not covered: Bill#show navigation.next",
    ]

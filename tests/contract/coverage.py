"""What the checks cover: a test notes the operations and parameters that it has shown to matter, and the run ends with the counts.

A check over many operations notes with the fixture `covers`, a single test with the mark of that name. A test that fails leaves what it
noted uncovered. The notes travel with the test's report, so they arrive from the workers of pytest-xdist too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import listed_parameters
from tests.contract.support import ALL

NOTE = "covers"
Covers = Callable[..., None]
DOCUMENTED = [operation for operation in ALL if operation.documented]


def listed(operation: AnyOperation) -> list[str]:
    """The query and header parameters that the official document lists for an operation."""
    return [*(attribute.wire for attribute in listed_parameters(operation).values()), *operation.headers]


ALL_PARAMETERS = frozenset((operation.operation_id, name) for operation in DOCUMENTED for name in listed(operation))
PLAIN = [operation for operation in DOCUMENTED if not listed(operation)]
"""Operations without a parameter: they count as covered when they answer."""


def noted(reports: list[Any]) -> set[tuple[str, str]]:
    """What the passed tests among the reports have noted."""
    passed = [report for report in reports if report.when == "call" and report.outcome == "passed"]
    return {tuple(value) for report in passed for key, value in report.user_properties if key == NOTE}


def summary(shown: set[tuple[str, str]]) -> list[str]:
    """The two counts, and what is missing."""
    missing = sorted(ALL_PARAMETERS - shown)
    lacking = {operation for operation, _ in missing} | {one.operation_id for one in PLAIN if (one.operation_id, "") not in shown}
    lines = [
        f"{len(DOCUMENTED) - len(lacking):,} of {len(DOCUMENTED):,} operations, "
        f"{len(ALL_PARAMETERS) - len(missing):,} of {len(ALL_PARAMETERS):,} parameters"
    ]
    return lines + [f"  not covered: {operation} {name}" for operation, name in missing[:MOST_SHOWN]]


MOST_SHOWN = 40


@pytest.fixture
def covers(record_property: Callable[[str, object], None]) -> Covers:
    """Note that the test has shown what a parameter of an operation does; without a name, that the operation answers."""
    return lambda operation, name="": record_property(NOTE, (operation.operation_id, name))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "covers(operation_id, *names): the parameters that the test shows to matter")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("covers"):
        operation_id, *names = mark.args
        item.user_properties += [(NOTE, (operation_id, name)) for name in names]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the counts where any test of a check ran."""
    result = noted(terminalreporter.getreports("passed"))
    if result:
        terminalreporter.section("coverage of the API")
        for line in summary(result):
            terminalreporter.write_line(line)

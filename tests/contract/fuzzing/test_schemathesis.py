"""The exported document holds for whatever schemathesis asks: all checks, edges of every schema, and walks along the links."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema

from mockclio.catalog import collections
from mockclio.catalog.operations import AnyOperation, Collection
from mockclio.openapi.links import links
from mockclio.store.world import World
from mockclio.testing.sample_data import bodies
from mockclio.testing.strategies import SeededFirm
from tests.contract.fuzzing.by_design import WAIVED, WIDENED
from tests.contract.fuzzing.requests import Asking, chosen, exported, walk
from tests.contract.support import ALL, LONG, name

TALLY: Counter[str] = Counter()
CALLED: set[str] = set()
WALKS: set[str] = set()
ALL_CASES = 20_000


WALKED = [one for one in collections().values() if any(map(links, one.operations.values()))]


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything happens in this process: a connection to anybody is a failure."""

    def refuse(*arguments: object) -> None:
        raise AssertionError(f"a case opened a connection: {arguments[1:]}")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="module")
def schema(small: World) -> OpenApiSchema:
    return exported(small)


@pytest.fixture(scope="module")
def seeded_firm() -> SeededFirm:
    return SeededFirm()


@pytest.fixture(scope="module")
def linked(seeded_firm: SeededFirm) -> OpenApiSchema:
    return exported(seeded_firm.world)


@pytest.mark.parametrize("operation", ALL, ids=name)
def test_every_answer_is_as_documented(schema: OpenApiSchema, operation: AnyOperation) -> None:
    asking = Asking(schema, operation, TALLY)
    asking.fuzz(GenerationMode.POSITIVE, 2, 20)
    asking.fuzz(GenerationMode.NEGATIVE, 1, 14)
    asking.cover(3, 40)
    CALLED.add(operation.operation_id)


@pytest.mark.parametrize("collection", WALKED, ids=lambda collection: collection.name)
def test_every_walk_along_the_links_ends_well(linked: OpenApiSchema, seeded_firm: SeededFirm, collection: type[Collection[Any]]) -> None:
    def body(operation_id: str) -> Any:
        return bodies.NEW[operation_id](seeded_firm) if operation_id in bodies.NEW else None

    walk(linked, collection, body, TALLY).run(settings=settings(chosen(1, 8), stateful_step_count=8 if LONG else 4))
    WALKS.add(collection.name)


def test_what_is_named_as_failing_by_design_is_a_check(schema: OpenApiSchema) -> None:
    assert [name for name in WIDENED if not hasattr(schema.config.checks, name)] == []
    assert [name for name in WAIVED if not hasattr(checks, name)] == []
    assert all(reason for table in (WIDENED.values(), *WAIVED.values()) for *_, reason in table)


@pytest.mark.long
def test_a_whole_long_run_asks_20_000_cases(
    record_testsuite_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Counted where one process ran all of the above; the figures stand in the output and in the JUnit report."""
    if not LONG or ({name(one) for one in ALL}, {one.name for one in WALKED}) != (CALLED, WALKS):
        pytest.skip("the count is that of a whole run in one process with HYPOTHESIS_PROFILE=long")
    for phase, cases in TALLY.items():
        record_testsuite_property(f"schemathesis {phase} cases", cases)
    with capsys.disabled():
        print(f"\nschemathesis: {TALLY.total():,} cases, {dict(TALLY)}")
    assert TALLY.total() >= ALL_CASES

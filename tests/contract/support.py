"""What the checks over every operation share: the operations, a world full of rows, and calls by operation."""

from __future__ import annotations

import os
from typing import Any

import httpx
from hypothesis import HealthCheck, settings

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.verify.checks.reading import calls
from mockclio.verify.checks.reading.calls import ALL, LISTS, SHOWN, all_fields
from mockclio.verify.prepared_firm import target_of

WRITES = [operation for operation in ALL if operation.body is not None]
__all__ = ["ALL", "LISTS", "LONG", "SHOWN", "WRITES", "Caller", "all_fields", "bounded", "name"]
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


def name(operation: AnyOperation) -> str:
    return operation.operation_id


def bounded(examples: int, long: int) -> Any:
    """Hypothesis settings of a check: seeded, without a deadline, with more examples in the long profile."""
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    return settings(max_examples=long if LONG else examples, deadline=None, derandomize=True, suppress_health_check=quiet)


class Caller(calls.Caller):
    """Calls operations of one mock, choosing ids of rows that exist, hidden ones too."""

    def __init__(self, mock: MockClio) -> None:
        super().__init__(target_of(mock))
        self.mock = mock

    def ids_of(self, table: str) -> list[int]:
        return list(self.mock.world.table(table).ids())

    def path(self, operation: AnyOperation, pick: int = 0) -> str | None:
        """A path of the operation with the pick-th existing id; None where there is no row."""
        path = super().path(operation, pick)
        return None if path is None else f"/api/v4{path}"

    def some(self, operation: AnyOperation) -> httpx.Response:
        """The first good answer among those for several ids."""
        answers = [self.get(operation, pick=pick) for pick in range(30)]
        return next(answer for answer in answers if answer is not None and (answer.status_code < 400 or answer is answers[-1]))

"""What the laws over every operation share: the operations, a world full of rows, and calls by operation."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import Any

import httpx
from hypothesis import HealthCheck, settings

from mockclio import MockClio
from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import fields

ALL = sorted(operations().values(), key=lambda operation: operation.operation_id)
LISTS = [operation for operation in ALL if operation.kind == "index"]
SHOWN = [operation for operation in ALL if operation.kind in ("index", "show", "single")]
WRITES = [operation for operation in ALL if operation.body is not None]
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


def name(operation: AnyOperation) -> str:
    return operation.operation_id


def bounded(examples: int, long: int) -> Any:
    """Hypothesis settings of a law: seeded, without a deadline, with more examples in the long profile."""
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    return settings(max_examples=long if LONG else examples, deadline=None, derandomize=True, suppress_health_check=quiet)


REQUIRED: dict[str, dict[str, str]] = defaultdict(dict)
REQUIRED.update(
    {
        "Note#index": {"type": "Matter"},
        "LaukExpenseCategory#index": {"region": "London"},
    }
)
"""Parameters without which a list answers nothing."""


class Caller:
    """Calls operations of one mock, choosing ids of rows that exist."""

    def __init__(self, mock: MockClio) -> None:
        self.mock = mock

    def ids_of(self, table: str) -> list[int]:
        return list(self.mock.world.table(table).ids())

    def path(self, operation: AnyOperation, pick: int = 0) -> str | None:
        """A path of the operation with the pick-th existing id; None where there is no row."""
        path = operation.path
        for parameter in operation.path_parameters:
            table = self._table(operation, parameter)
            ids = self.ids_of(table)
            if not ids:
                return None
            path = path.replace(f"{{{parameter}}}", str(ids[pick % len(ids)]))
        return f"/api/v4{path}.json"

    @staticmethod
    def _table(operation: AnyOperation, parameter: str) -> str:
        if parameter == "id":
            if operation.collection.name == "document_versions":
                return "documents"
            return operation.collection.record.table  # type: ignore[no-any-return]
        return {"document_version_id": "document_versions"}.get(parameter, f"{parameter.removesuffix('_id')}s")

    def required(self, operation: AnyOperation) -> dict[str, str]:
        if operation.operation_id == "ConversationMessage#index":
            return {"conversation_id": str((self.ids_of("conversations") or [0])[0])}
        return dict(REQUIRED[operation.operation_id])

    def get(
        self,
        operation: AnyOperation,
        parameters: dict[str, Any] | None = None,
        pick: int = 0,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response | None:
        path = self.path(operation, pick)
        if path is None:
            return None
        return self.mock.http.get(path, params={**self.required(operation), **(parameters or {})}, headers=headers)

    def some(self, operation: AnyOperation) -> httpx.Response:
        """The first good answer among those for several ids."""
        answers = [self.get(operation, pick=pick) for pick in range(30)]
        return next(answer for answer in answers if answer is not None and (answer.status_code < 400 or answer is answers[-1]))


def all_fields(record: type[Record]) -> str:
    """A selection of everything: each scalar, and each association with all that may stand in its braces."""
    return ",".join(
        f"{field}{{{','.join(fields(attribute.record))}}}" if attribute.record else field for field, attribute in fields(record).items()
    )

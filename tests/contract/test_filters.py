"""Law: a list shows exactly the rows for which the parameter holds, as a reference that reads only answers judges it.

A parameter counts as covered when some value had a row in and a row out, and two values gave different answers. `test_every_parameter_is_covered`
prints the counts.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, listed_parameters
from mockclio.store.world import World
from tests.contract import candidates
from tests.contract.references import NOT_A_FILTER, reference
from tests.contract.support import LISTS, Caller, all_fields

Row = dict[str, Any]
STANDARD = ("limit", "page_token", "order", "fields")
FILTERS = [
    (operation, attribute)
    for operation in LISTS
    for name, attribute in listed_parameters(operation).items()
    if name not in STANDARD and (operation.operation_id, name) not in NOT_A_FILTER and operation.operation_id != "BillableMatter#ids"
]


def identity(row: Row) -> str:
    return str(row["id"]) if "id" in row else json.dumps(row, sort_keys=True)


class Asked:
    """One list, with every row that it shows by itself."""

    def __init__(self, caller: Caller, operation: AnyOperation, pick: int) -> None:
        self.caller, self.operation, self.pick = caller, operation, pick
        self.rows = self.ask({})

    def ask(self, parameters: dict[str, Any]) -> list[Row]:
        """All rows, of all pages; nothing where the value was refused."""
        response = self.caller.get(self.operation, {**parameters, "fields": all_fields(self.operation.record)}, self.pick)
        found: list[Row] = []
        while response is not None:
            if response.status_code in (400, 422):
                return []
            assert response.status_code == 200, response.text
            found += response.json()["data"]
            url = response.json()["meta"]["paging"].get("next")
            response = self.caller.mock.client.get(url) if url else None
        return found


@pytest.fixture(scope="module")
def practice(small: World) -> Caller:
    return Caller(MockClio.of(small.fork("filters")))


@cache
def asked(caller: Caller, operation: AnyOperation, pick: int) -> Asked:
    return Asked(caller, operation, pick)


def picks(operation: AnyOperation) -> range:
    """Which parents a nested list is asked under."""
    return range(12) if operation.path_parameters else range(1)


@pytest.mark.parametrize(("operation", "attribute"), FILTERS, ids=lambda value: getattr(value, "operation_id", getattr(value, "wire", "")))
def test_a_filter_shows_exactly_the_rows_for_which_it_holds(practice: Caller, operation: AnyOperation, attribute: Attribute) -> None:
    holds = reference(operation, attribute)
    covered, answers = False, set()
    for pick in picks(operation):
        listing = asked(practice, operation, pick)
        for value in candidates.values(practice, operation, attribute, listing.rows):
            base, parameters = holds.with_companions(listing.ask, attribute.wire, value)
            found = {identity(row) for row in listing.ask(parameters)}
            expected = {identity(row) for row in base(listing.rows) if holds(row, value)}
            assert found == expected, f"{attribute.wire}={value}"
            answers.add(frozenset(found))
            covered = covered or bool(found) and len(found) < len(holds.universe(listing.rows))
    assert covered, "no value had a row in and a row out"
    assert len(answers) > 1


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)

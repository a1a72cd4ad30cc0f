"""What nested records show without braces: the sets that were seen, and a rule for all the others."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import fields
from tests.contract.support import SHOWN, Caller, name

READ = [operation for operation in SHOWN if not operation.ids_only]
ROOTS = {operation.record for operation in READ}
FIRST_LEVEL = {one.record for root in ROOTS for one in fields(root).values() if one.record is not None}
BOOKKEEPING = {"etag", "created_at", "updated_at"}
NEVER_SEEN = {("CustomRateUser", "enabled")}
"""Fields that the answers which were seen do not have."""


def below(record: type[Record], records: set[type[Record]]) -> set[type[Record]]:
    """The record, and every other one that its answers lead to."""
    if record not in records:
        records.add(record)
        for one in fields(record).values():
            if one.record is not None:
                below(one.record, records)
    return records


EVERY = set().union(*(below(root, set()) for root in ROOTS))
DEEPER = sorted(EVERY - ROOTS - FIRST_LEVEL, key=lambda record: record.__name__)
"""Types that braces reach nowhere."""


def test_some_types_stand_on_the_second_level_only() -> None:
    assert {"CustomRate", "CustomRateUser", "CustomFieldMatterSelection"} <= {record.__name__ for record in DEEPER}


@pytest.mark.rule("fields.nested-defaults-elsewhere")
@pytest.mark.parametrize("record", DEEPER, ids=lambda record: record.__name__)
def test_a_type_that_no_braces_reach_shows_all_of_itself(record: type[Record]) -> None:
    scalars = {key for key, one in fields(record).items() if one.record is None} - BOOKKEEPING
    hidden = scalars - set(record.default_fields.split())
    assert {(record.__name__, key) for key in hidden} <= NEVER_SEEN
    if not record.table:
        assert {key for key, one in fields(record).items() if one.record is not None} <= set(record.default_fields.split())


def members(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [] if value is None else [value]


def check(record: type[Record], row: dict[str, Any], place: str) -> None:
    """Every association of the row shows its defaults, and so do those inside it. A redacted record has keys of its own."""
    if "redacted" in row:
        return
    for key, value in row.items():
        known = fields(record)[key]
        if known.record is not None:
            for member in members(value):
                assert tuple(member) == known.defaults, f"{place}.{key}"
                check(known.record, member, f"{place}.{key}")


@pytest.mark.rule("fields.nested-defaults-elsewhere", "fields.nested-defaults-that-were-seen")
@pytest.mark.parametrize("operation", READ, ids=name)
def test_every_association_without_braces_shows_its_defaults(caller: Caller, operation: AnyOperation) -> None:
    associations = [key for key, one in fields(operation.record).items() if one.record is not None]
    if not associations:
        return
    for pick in range(1 if operation.kind == "index" else 10):
        response = caller.get(operation, {"fields": ",".join(associations)}, pick)
        if response is not None and response.status_code != 404:
            assert response.status_code == 200, response.text
            for row in members(response.json()["data"]):
                check(operation.record, row, operation.operation_id)

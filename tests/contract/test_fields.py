"""Check: the keys that come back are the keys that were asked for, in their order, on every operation that answers with records."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields
from mockclio.verify.checks.reading.listing import completed, keys_that_come
from mockclio.verify.checks.reading.shown import TYPES
from tests.contract.support import SHOWN, Caller, all_fields, bounded, name


def rows_of(data: Any) -> list[dict[str, Any]]:
    return data if isinstance(data, list) else [data]


def selections(record: type[Record]) -> st.SearchStrategy[list[tuple[str, tuple[str, ...]]]]:
    """Names in some order, each association with some of what may stand in its braces."""
    known = fields(record)

    def inner(field: str) -> st.SearchStrategy[tuple[str, tuple[str, ...]]]:
        addressed = known[field].record
        names = st.lists(st.sampled_from(sorted(fields(addressed))), unique=True, max_size=4) if addressed else st.just([])
        return st.tuples(st.just(field), names.map(tuple))

    return st.lists(st.sampled_from(sorted(known)), unique=True, min_size=1, max_size=8).flatmap(
        lambda names: st.tuples(*map(inner, names)).map(list)
    )


@pytest.mark.parametrize("operation", SHOWN, ids=name)
@given(data=st.data())
@bounded(8, 200)
def test_keys_returned_are_keys_asked_for(caller: Caller, operation: AnyOperation, data: st.DataObject) -> None:
    if operation.operation_id == "BillableMatter#ids":
        return
    selected = data.draw(selections(operation.record))
    text = ",".join(f"{field}{{{','.join(names)}}}" if names else field for field, names in selected)
    response = caller.get(operation, {"fields": text}, data.draw(st.integers(0, 50)))
    if response is None or response.status_code == 404:
        return
    assert response.status_code == 200, response.text
    for row in rows_of(response.json()["data"]):
        assert list(row) == keys_that_come(operation.record, row, [field for field, _ in selected])
        for field, names in selected:
            known = fields(operation.record)[field]
            if known.record is not None and field in row:
                expected = list(names or known.defaults)
                for inner in rows_of(row[field] if row[field] is not None else []):
                    assert list(inner) == expected


def check_type(attribute: Attribute, value: Any, place: str) -> None:
    if value is None:
        assert attribute.nullable, f"{place} is null"
        assert not attribute.many, f"{place} is null"
        return
    for member in value if attribute.many else [value]:
        if attribute.record is not None:
            for inner, known in fields(attribute.record).items():
                if known.record is None:
                    check_type(known, member[inner], f"{place}.{inner}")
        elif attribute.kind == "enum":
            assert member in attribute.choices, f"{place} is {member!r}"
        elif attribute.kind in TYPES:
            assert isinstance(member, TYPES[attribute.kind]), f"{place} is {member!r}"
            assert isinstance(member, bool) == (attribute.kind == "bool"), f"{place} is {member!r}"


@pytest.mark.parametrize("operation", SHOWN, ids=name)
def test_every_value_has_its_declared_type_and_null_only_where_it_may(caller: Caller, operation: AnyOperation) -> None:
    if operation.operation_id == "BillableMatter#ids":
        return
    selection = all_fields(operation.record)
    for pick in range(1 if operation.kind == "index" else 40):
        response = caller.get(operation, {"fields": selection}, pick)
        if response is None or response.status_code == 404:
            return
        assert response.status_code == 200, response.text
        for row in rows_of(response.json()["data"]):
            for field, attribute in fields(operation.record).items():
                check_type(attribute, completed(operation.record, row)[field], f"{operation.operation_id} {row.get('id')}: {field}")


@pytest.mark.parametrize("operation", SHOWN, ids=name)
def test_an_unknown_field_is_named_in_the_refusal(caller: Caller, operation: AnyOperation) -> None:
    for wrong in ("nonsense", f"{next(iter(fields(operation.record)))},nonsense"):
        response = caller.get(operation, {"fields": wrong})
        if response is not None:
            assert (response.status_code, response.json()) == (
                400,
                {"error": {"type": "InvalidFields", "message": "nonsense is not a valid field"}},
            )

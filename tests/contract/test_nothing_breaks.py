"""Check: no input makes a server error, and what is refused changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, accepted, parameters
from tests.contract.support import ALL, WRITES, Caller, bounded, name
from tests.hashing import digest

ODD = st.sampled_from(
    [
        "",
        " ",
        "null",
        "-1",
        "0",
        "99999999999999999999",
        "1e400",
        "é\u0000",
        "[]",
        "{}",
        "true",
        "2026-02-30",
        "9999-12-31",
        ">",
        "%",
        "'",
        "🙂",
    ]
)
TEXT = st.one_of(ODD, st.text(max_size=12))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False), TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["id", "type", "_destroy", "value", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def likely(attribute: Attribute, ids: list[int]) -> st.SearchStrategy[Any]:
    """Values that are right or nearly right for the attribute."""
    some_id = st.sampled_from(ids)
    if attribute.kind == "enum":
        one: st.SearchStrategy[Any] = st.sampled_from(attribute.choices)
    elif attribute.kind in ("ref", "object"):
        one = st.fixed_dictionaries({}, optional={key: likely(inner, ids) for key, inner in attribute.keys.items()})
    else:
        one = {
            "int": st.one_of(some_id, st.integers(-3, 300)),
            "float": st.floats(-1e6, 1e6, allow_nan=False),
            "str": st.one_of(st.text(max_size=10), st.sampled_from(["FREQ=DAILY", "#367B9C", "USD"])),
            "bool": st.booleans(),
            "date": st.dates().map(str),
            "datetime": st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
        }.get(attribute.kind, JSON)
    if attribute.name == "id" or attribute.name.endswith("_id"):
        one = some_id
    return st.lists(one, max_size=2) if attribute.many else one


@pytest.mark.parametrize("operation", ALL, ids=name)
@given(data=st.data())
@bounded(10, 300)
def test_odd_parameters_are_answered_or_refused(caller: Caller, operation: AnyOperation, data: st.DataObject) -> None:
    path = caller.path(operation, data.draw(st.integers(0, 30))) or f"/api/v4{operation.path}"
    known = [attribute.wire for attribute in parameters(operation).values()] + [
        "nonsense",
        "custom_field_values[1]",
        "custom_field_values[x]",
    ]
    query = data.draw(st.dictionaries(st.sampled_from(known), TEXT, max_size=4))
    before = digest(caller.mock.world)
    response = caller.mock.http.request(operation.method, path, params=query)
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert digest(caller.mock.world) == before
        assert set(response.json()) >= {"error"}


@pytest.mark.parametrize("operation", WRITES, ids=name)
@given(data=st.data())
@bounded(25, 500)
def test_odd_bodies_are_taken_or_refused(caller: Caller, operation: AnyOperation, data: st.DataObject) -> None:
    world = caller.mock.world
    ids = [next(iter(table.ids())) for table in world.tables.values() if len(table)] + [1, 0]
    path = caller.path(operation, data.draw(st.integers(0, 30))) or f"/api/v4{operation.path}"
    optional = {key: st.one_of(likely(attribute, ids), likely(attribute, ids), JSON) for key, attribute in accepted(operation.body).items()}
    body = data.draw(st.fixed_dictionaries({}, optional=optional))
    before = digest(world)
    response = caller.mock.http.request(operation.method, path, json={"data": body})
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert digest(world) == before
        assert set(response.json()) >= {"error"}

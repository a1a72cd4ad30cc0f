"""A table is compared with a plain dict through random histories of writes and forks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockclio.store import tables
from mockclio.store.tables import Table

KEYS = st.sampled_from([None, 1, 2, 3])
STEP = st.one_of(
    st.tuples(st.just("put"), st.integers(1, 12), KEYS, st.lists(st.integers(1, 3), max_size=2)),
    st.tuples(st.just("remove"), st.integers(1, 12)),
    st.tuples(st.just("fork")),
    st.tuples(st.just("swap")),
    st.tuples(st.just("find"), KEYS),
)


def shown(table: Table) -> dict[int, Any]:
    return {row["id"]: row for row in table}


def check(table: Table, model: dict[int, Any]) -> None:
    assert shown(table) == model
    assert len(table) == len(model)
    assert list(table.ids()) == sorted(model)
    assert list(table.ids_descending()) == sorted(model, reverse=True)
    for place in range(14):
        assert list(table.ids(place)) == [id for id in sorted(model) if id > place]
        assert list(table.ids_descending(place)) == [id for id in sorted(model, reverse=True) if id < place]
    for value in (None, 1, 2, 3):
        assert table.find("key", value) == [id for id in sorted(model) if model[id]["key"] == value]
        holding = [id for id in sorted(model) if value in model[id]["members"] or (value is None and not model[id]["members"])]
        assert table.find("members", value) == holding


@pytest.mark.parametrize("fold_at", [0, 3, 2_000])
@given(steps=st.lists(STEP, max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_table_and_its_forks_answer_like_plain_dicts(fold_at: int, steps: list[Any]) -> None:
    before, tables.FOLD_AT = tables.FOLD_AT, fold_at
    try:
        worlds: list[tuple[Table, dict[int, Any]]] = [(Table(), {})]
        for step in steps:
            table, model = worlds[0]
            if step[0] == "put":
                row = {"id": step[1], "key": step[2], "members": step[3]}
                table.put(row)
                model[step[1]] = row
            elif step[0] == "remove" and step[1] in model:
                table.remove(step[1])
                del model[step[1]]
            elif step[0] == "fork":
                worlds.append((table.fork(), dict(model)))
            elif step[0] == "swap":
                worlds.append(worlds.pop(0))
            elif step[0] == "find":
                table.find("key", step[1])
        for table, model in worlds:
            check(table, model)
    finally:
        tables.FOLD_AT = before

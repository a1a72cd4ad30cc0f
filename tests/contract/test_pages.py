"""Check: pages, concatenated, are the whole list, for any limit and order, also while rows come and go between them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from mockclio.server.ordering import terms
from tests.contract.support import LISTS, Caller, bounded, name

PAGED = [operation for operation in LISTS if operation.operation_id != "BillableMatter#ids"]
STORED = [
    operation for operation in PAGED if operation.record.table and operation.order and operation.record is operation.collection.record
]


def orders(operation: AnyOperation) -> list[str]:
    return [f"{key}({way})" for key in terms(operation) for way in ("asc", "desc")] if operation.order else [""]


def walk(caller: Caller, operation: AnyOperation, parameters: dict[str, Any], link: str = "next") -> list[list[Any]]:
    """Every page of the list, by following its links."""
    response = caller.get(operation, parameters)
    pages = []
    while response is not None:
        assert response.status_code == 200, response.text
        body = response.json()
        pages.append(body["data"])
        url = body["meta"]["paging"].get(link)
        response = caller.mock.http.get(url) if url else None
        assert len(pages) < 500
    return pages


def _has_id(operation: AnyOperation) -> bool:
    return "id" in fields(operation.record)


def listed(caller: Caller, operation: AnyOperation, parameters: dict[str, Any]) -> list[Any]:
    return [row for page in walk(caller, operation, parameters) for row in page]


@pytest.mark.parametrize("operation", PAGED, ids=name)
@given(data=st.data())
@bounded(6, 100)
def test_pages_concatenated_are_the_whole_list(caller: Caller, operation: AnyOperation, data: st.DataObject) -> None:
    order = data.draw(st.sampled_from(orders(operation)))
    limit = data.draw(st.integers(1, min(7, operation.limit)))
    chosen = {"order": order} if order else {}
    if _has_id(operation):
        chosen["fields"] = "id"
    whole = caller.get(operation, chosen)
    if whole is None:
        return
    body = whole.json()
    if "next" in body["meta"]["paging"]:
        limit = operation.limit
    rows = listed(caller, operation, chosen)
    pages = walk(caller, operation, {**chosen, "limit": limit})
    assert [row for page in pages for row in page] == rows
    assert body["meta"]["records"] == len(rows)
    assert all(len(page) == limit for page in pages[:-1])


@pytest.mark.parametrize("operation", PAGED, ids=name)
@given(data=st.data())
@bounded(3, 50)
def test_offsets_cut_the_same_list(caller: Caller, operation: AnyOperation, data: st.DataObject) -> None:
    order = data.draw(st.sampled_from(orders(operation)))
    chosen = {"order": order} if order else {}
    rows = listed(caller, operation, chosen)
    offset, limit = data.draw(st.integers(0, len(rows) + 2)), data.draw(st.integers(1, min(9, operation.limit)))
    response = caller.get(operation, {**chosen, "offset": offset, "limit": limit})
    if response is not None:
        assert response.json()["data"] == rows[offset : offset + limit]


@pytest.mark.parametrize("operation", PAGED, ids=name)
def test_the_way_back_is_the_way_there_reversed(caller: Caller, operation: AnyOperation) -> None:
    forward = walk(caller, operation, {"limit": 2})
    if len(forward) < 2:
        return
    response = caller.get(operation, {"limit": 2})
    last = None
    while response is not None:
        last = response.json()
        url = last["meta"]["paging"].get("next")
        response = caller.mock.http.get(url) if url else None
    back = []
    while last is not None:
        back.append(last["data"])
        url = last["meta"]["paging"].get("previous")
        last = caller.mock.http.get(url).json() if url else None
    assert [row for page in reversed(back) for row in page] == [row for page in forward for row in page]


@pytest.mark.parametrize("operation", STORED, ids=name)
@given(data=st.data())
@bounded(4, 60)
def test_rows_that_stay_are_seen_once_while_others_come_and_go(caller: Caller, operation: AnyOperation, data: st.DataObject) -> None:
    table = caller.mock.world.table(operation.record.table)
    ids = list(table.ids())
    if len(ids) < 6:
        return
    order = data.draw(st.sampled_from([f"id({way})" for way in ("asc", "desc")]))
    if "id" not in terms(operation):
        return
    twin = Caller(type(caller.mock).of(caller.mock.world.fork("twin")))
    before = [row["id"] for row in listed(twin, operation, {"order": order, "fields": "id"})]
    if len(before) < 6:
        return
    caller_id = (twin.mock.world.owner() or {})["id"]  # who asks stays: nobody else could go on asking
    response = twin.get(operation, {"order": order, "limit": 2, "fields": "id"})
    seen: list[Any] = []
    removed: set[Any] = set()
    while response is not None:
        body = response.json()
        seen += [row["id"] for row in body["data"]]
        left = [id for id in before if id not in removed and id != caller_id]
        if len(left) > 3 and data.draw(st.booleans()):
            deleted = data.draw(st.sampled_from(left))
            removed.add(deleted)
            twin.mock.world.table(operation.record.table).remove(int(deleted))
            twin.mock.world.revision += 1
        url = body["meta"]["paging"].get("next")
        response = twin.mock.http.get(url) if url else None
    assert len(seen) == len(set(seen))
    assert [id for id in seen if id not in removed] == [id for id in before if id not in removed and id in seen]
    assert {id for id in before if id not in removed} <= set(seen)

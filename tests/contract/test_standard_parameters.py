"""Check: the parameters that most operations share do what they say on each of them: fields, limit, page_token, order."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields, listed_parameters
from mockclio.testing.sample_data.advice import explained
from mockclio.verify.checks.reading.listing import keys_that_come
from mockclio.verify.checks.reading.orders import sorted_by
from mockclio.verify.checks.reading.sorting import keys_of
from mockclio.verify.prepared_firm import lacking
from tests.contract.coverage import DOCUMENTED, Covers
from tests.contract.documents import FullFirmMock
from tests.contract.full_firm import FullFirm
from tests.contract.listing import Lists
from tests.contract.support import LISTS, all_fields, name

SELECTING = [operation for operation in DOCUMENTED if "fields" in listed_parameters(operation) and not operation.ids_only]
READS = [operation for operation in SELECTING if operation.method == "GET"]
WRITES = [operation for operation in SELECTING if operation.method != "GET"]
IDS = [operation for operation in LISTS if operation.ids_only]
ORDERED = [operation for operation in LISTS if "order" in listed_parameters(operation)]


def two_selections(operation: AnyOperation) -> tuple[str, str]:
    """Two fields of the record; of a record with one field, that field whole and a part of it."""
    known = fields(operation.record)
    if len(known) == 1:
        ((only, attribute),) = known.items()
        assert attribute.record is not None
        return f"{only}{{{next(iter(fields(attribute.record)))}}}", all_fields(operation.record)
    return next(iter(known)), list(known)[-1]


def named(selection: str) -> set[str]:
    return {selection.partition("{")[0]}


@pytest.mark.parametrize("operation", READS, ids=name)
def test_a_read_shows_the_fields_that_it_is_asked_for(lists: Lists, operation: AnyOperation, covers: Covers) -> None:
    answers = []
    for selection in two_selections(operation):
        rows = lists.some_rows(operation, {"fields": selection})
        assert rows, lacking(operation, "their ids", "there are no rows")
        assert all(list(row) == keys_that_come(operation.record, row, list(named(selection))) for row in rows)
        answers.append(rows)
    assert answers[0] != answers[1]
    covers(operation, "fields")


@pytest.mark.parametrize("operation", WRITES, ids=name)
def test_a_write_shows_the_fields_that_it_is_asked_for(full_firm: FullFirm, operation: AnyOperation, covers: Covers) -> None:
    answers = []
    for selection in two_selections(operation):
        answer = FullFirmMock(full_firm).call(operation, fields=selection)
        assert answer.status_code == operation.status, explained(operation, answer)
        assert set(answer.json()["data"]) == named(selection)
        answers.append(answer.json()["data"])
    assert answers[0] != answers[1]
    covers(operation, "fields")


@pytest.mark.parametrize("operation", IDS, ids=name)
def test_a_list_of_ids_checks_its_fields(lists: Lists, operation: AnyOperation, covers: Covers) -> None:
    good, wrong = lists.caller.get(operation, {"fields": "id"}), lists.caller.get(operation, {"fields": "nonsense"})
    assert good is not None
    assert wrong is not None
    assert good.status_code == 200
    assert all(isinstance(row, int) for row in good.json()["data"])
    assert wrong.status_code == 400
    covers(operation, "fields")


def longest(lists: Lists, operation: AnyOperation) -> tuple[int, list[Any]]:
    """The parent under which a list has the most rows, and these rows."""
    return max(((pick, lists.ask(operation, {}, pick)) for pick in lists.parents(operation)), key=lambda place: len(place[1]))


def page(lists: Lists, operation: AnyOperation, pick: int, **parameters: str) -> httpx.Response:
    response = lists.caller.get(operation, parameters, pick)
    assert response is not None
    return response


@pytest.mark.parametrize("operation", LISTS, ids=name)
def test_a_limit_is_the_length_of_a_page(lists: Lists, operation: AnyOperation, covers: Covers) -> None:
    pick, rows = longest(lists, operation)
    assert len(rows) > 1, lacking(operation, "their ids", "the practice has fewer than two rows")
    for limit in (1, 2):
        assert page(lists, operation, pick, limit=str(limit)).json()["data"] == rows[:limit]
    assert page(lists, operation, pick, limit=str(operation.limit + 1)).status_code == 422
    covers(operation, "limit")


@pytest.mark.parametrize("operation", LISTS, ids=name)
def test_a_page_token_is_the_place_of_a_page(lists: Lists, operation: AnyOperation, covers: Covers) -> None:
    pick, rows = longest(lists, operation)
    assert len(rows) > 1, lacking(operation, "their ids", "the practice has fewer than two rows")
    first = page(lists, operation, pick, limit="1").json()
    forward = token(first, "next")
    second = page(lists, operation, pick, limit="1", page_token=forward).json()
    assert second["data"] == rows[1:2]
    assert page(lists, operation, pick, limit="1", page_token=token(second, "previous")).json()["data"] == rows[:1]
    assert page(lists, operation, pick, limit="1", page_token="nonsense").status_code == 422
    covers(operation, "page_token")


def token(answer: dict[str, Any], way: str) -> str:
    return httpx.URL(answer["meta"]["paging"][way]).params["page_token"]


@pytest.mark.parametrize("operation", ORDERED, ids=name)
def test_each_order_sorts_by_what_is_shown(lists: Lists, operation: AnyOperation, covers: Covers) -> None:
    pick, _ = longest(lists, operation)
    for key in keys_of(operation):
        assert sorted_by(lists, operation, key, pick) > 1, lacking(operation, key, "no two rows differ in it")
    covers(operation, "order")

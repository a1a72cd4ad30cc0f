"""The server accepts bodies that are drawn as valid and refuses those drawn as invalid. Drawn histories leave a consistent firm."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockclio import MockClio
from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.store.check import check_document
from mockclio.store.state import build, dump
from mockclio.testing import strategies as st_clio
from tests.contract.support import LONG

NOT_THERE = {("ConversationMessage#index", 404)}
"""Lists of a record that a draw without luck does not name."""
WRITES = sorted((one for one in operations().values() if one.body is not None), key=lambda one: one.operation_id)
LISTS = [one for one in operations().values() if one.kind == "index" and not one.path_parameters]


def drawn(examples: int, long: int) -> Any:
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=long if LONG else examples, deadline=None, derandomize=True, database=None, suppress_health_check=quiet)


@pytest.fixture(scope="module")
def seeded_firm() -> st_clio.SeededFirm:
    return st_clio.SeededFirm()


def name(operation: AnyOperation) -> str:
    return operation.operation_id


@pytest.mark.parametrize("operation", WRITES, ids=name)
def test_every_valid_body_is_taken(seeded_firm: st_clio.SeededFirm, operation: AnyOperation) -> None:
    @given(st_clio.valid_calls(operation, seeded_firm))
    @drawn(6, 150)
    def taken(call: st_clio.Call) -> None:
        with seeded_firm.fork() as mock:
            response = mock.http.request(call.method, call.path, json=call.body)
        assert response.status_code == operation.status, f"{call.data}: {response.text}"

    taken()


@pytest.mark.parametrize("operation", list(filter(st_clio.has_invalid, WRITES)), ids=name)
def test_every_invalid_body_is_refused(seeded_firm: st_clio.SeededFirm, operation: AnyOperation) -> None:
    with seeded_firm.fork() as mock:

        @given(st_clio.invalid_calls(operation, seeded_firm))
        @drawn(4, 100)
        def refused(call: st_clio.Call) -> None:
            response = mock.http.request(call.method, call.path, json=call.body)
            assert 400 <= response.status_code < 500, f"{call.data}: {response.text}"
            assert set(response.json()["error"]) == {"type", "message"}

        refused()


@pytest.mark.parametrize("operation", LISTS, ids=name)
def test_every_drawn_read_is_answered(seeded_firm: st_clio.SeededFirm, operation: AnyOperation) -> None:
    with seeded_firm.fork() as mock:

        @given(st_clio.list_parameters(operation, seeded_firm))
        @drawn(3, 100)
        def answered(query: dict[str, str]) -> None:
            response = mock.http.get(f"/api/v4{operation.path}.json", params=query)
            assert response.status_code == 200 or (operation.operation_id, response.status_code) in NOT_THERE, f"{query}: {response.text}"

        answered()


def checked(mock: MockClio) -> None:
    """A world's document passes every check, and opens again with the same rows."""
    document = dump(mock.world)
    check_document(document, "drawn")
    assert dump(build(document, "drawn"))["_default"]["1"]["last_id"] == document["_default"]["1"]["last_id"]


@given(st_clio.firms())
@drawn(15, 200)
def test_every_drawn_firm_stands_and_loads(steps: list[st_clio.Step]) -> None:
    mock = MockClio("empty")
    answers = st_clio.replay(mock, steps)
    assert [answer.text for answer in answers if answer.status_code != 201] == []
    assert len(mock.http.get("/api/v4/matters.json").json()["data"]) >= 1
    checked(mock)


@given(st_clio.histories())
@drawn(20, 300)
def test_a_history_never_breaks_anything(steps: list[st_clio.Step]) -> None:
    with st_clio.founded([]) as mock:
        answers = st_clio.replay(mock, [*BEGINNING, *steps])
        assert [answer.text for answer in answers if answer.status_code >= 500] == []
        checked(mock)


@given(st_clio.histories(), st.data())
@drawn(5, 50)
def test_every_part_of_a_history_is_one_and_the_same_history_gives_the_same_firm(steps: list[st_clio.Step], data: st.DataObject) -> None:
    part = steps[: data.draw(st.integers(0, len(steps)))]
    one, two = (st_clio.founded([*BEGINNING, *part]) for _ in range(2))
    assert dump(one.world) == dump(two.world)


BEGINNING = [
    st_clio.Step("create", "contacts", data={"type": "Person", "first_name": "Ada", "last_name": "Moreau"}),
    st_clio.Step("create", "matters", data={"client": st_clio.Nth("contacts", 0), "description": "The lease"}),
]


def test_an_operation_that_does_not_exist_is_told(seeded_firm: st_clio.SeededFirm) -> None:
    with pytest.raises(ValueError, match="Matter#create"):
        st_clio.valid_bodies("matters.create", seeded_firm)


def test_bodies_and_selections_can_be_drawn_by_name(seeded_firm: st_clio.SeededFirm) -> None:
    @given(
        st_clio.valid_bodies("Task#create", seeded_firm),
        st_clio.selections("Task#show"),
        st_clio.invalid_bodies("Task#create", seeded_firm),
    )
    @drawn(5, 5)
    def used(body: dict[str, Any], fields: str, wrong: dict[str, Any]) -> None:
        with seeded_firm.fork() as mock:
            made = mock.http.post("/api/v4/tasks.json", json={"data": body}, params={"fields": fields})
            assert (made.status_code, mock.http.post("/api/v4/tasks.json", json={"data": wrong}).status_code) == (201, 422), made.text

    used()


def test_the_old_name_of_the_seeded_firm_warns() -> None:
    with pytest.warns(DeprecationWarning, match="SeededFirm"):
        assert st_clio.Ground is st_clio.SeededFirm

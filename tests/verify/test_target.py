"""What a target tells of itself: whether it is a mock, which world the token opens, and the rows that a mock shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from mockclio.control import rows
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.sample_data.forks import fork
from mockclio.testing.target import Target, is_mock, world_of


@pytest.fixture
def served(mock: MockClio) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=mock.url, headers={"Authorization": f"Bearer {mock.token}"}) as http:
        yield http


def first(mock: MockClio, table: str) -> int:
    return next(iter(mock.world.table(table).ids()))


@pytest.mark.parametrize("answer", [{"json": {"status": "ok"}}, {"text": "<html>"}, {"json": []}, {"json": {"status": "ok", "worlds": 1}}])
def test_a_target_is_a_mock_where_its_health_says_so(answer: dict[str, Any]) -> None:
    with httpx.Client(base_url="http://127.0.0.1", transport=httpx.MockTransport(lambda request: httpx.Response(200, **answer))) as http:
        assert is_mock(Target(http)) is ("worlds" in str(answer))


def test_rows_are_read_over_a_socket_as_in_process(mock: MockClio, served: httpx.Client) -> None:
    id = first(mock, "matters")
    assert Target(served).stored("matters", id) == Target(mock.http).stored("matters", id) == mock.world.table("matters")[id]
    assert Target(served).hidden_ids("matters") == list(mock.world.table("matters").ids())


def test_the_rows_of_a_large_table_come_page_by_page(mock: MockClio, served: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = list(mock.world.table("matters").ids())
    assert len(ids) > 4
    monkeypatch.setattr(rows, "LIMIT", len(ids) // 4)
    for http in (served, mock.http):
        urls: list[httpx.URL] = []
        http.event_hooks["request"] = [lambda request, urls=urls: urls.append(request.url)]
        assert Target(http).hidden_ids("matters") == ids
        assert sum(url.path == "/_mockclio/rows/matters" for url in urls) == -(-len(ids) // rows.LIMIT)


@pytest.mark.parametrize(("limit", "status"), [(0, 400), (1, 200), (rows.MOST, 200), (rows.MOST + 1, 400), ("x", 400)])
def test_a_page_of_rows_has_a_bound(mock: MockClio, limit: object, status: int) -> None:
    assert mock.http.get("/_mockclio/rows/matters", params={"limit": limit}).status_code == status


def test_the_last_page_of_rows_names_no_next(mock: MockClio) -> None:
    ids = list(mock.world.table("matters").ids())
    page = mock.http.get("/_mockclio/rows/matters", params={"limit": len(ids) - 1}).json()
    assert page["next"] == ids[-2]
    last = mock.http.get("/_mockclio/rows/matters", params={"limit": len(ids), "after": page["next"]}).json()
    assert ([row["id"] for row in last["rows"]], last["next"]) == (ids[-1:], None)


def test_a_table_is_read_once_and_again_after_a_write(mock: MockClio) -> None:
    target, calls = Target(mock.http, read_only=False), list[str]()
    mock.http.event_hooks["request"] = [lambda request: calls.append(request.url.path)]
    id = first(mock, "matters")
    for _ in range(3):
        target.stored("matters", id)
    assert calls.count("/_mockclio/rows/matters") == 1
    target.send("PATCH", f"/matters/{id}.json", json={"data": {"description": "A new one"}})
    assert target.stored("matters", id)["description"] == "A new one"
    assert calls.count("/_mockclio/rows/matters") == 2


def test_rows_are_those_of_the_world_that_the_token_opens(mock: MockClio) -> None:
    world = fork(Target(mock.http, read_only=False))
    id = first(mock, "matters")
    world.send("PATCH", f"/matters/{id}.json", json={"data": {"description": "In the fork"}})
    assert world.stored("matters", id)["description"] == "In the fork"
    assert Target(mock.http).stored("matters", id)["description"] != "In the fork"
    with httpx.Client(base_url=mock.url, headers={"Authorization": f"Bearer {world.token}"}) as http:
        assert world_of(Target(http)) == world.world
        assert Target(http).stored("matters", id)["description"] == "In the fork"


def test_a_mock_that_refuses_control_leaves_cases_inconclusive(mock: MockClio, served: httpx.Client) -> None:
    mock.app.extensions["worlds"].settings.control_token = "secret"
    with pytest.raises(Inconclusive, match="the mock refuses GET /_mockclio/worlds: 403"):
        Target(served).stored("matters", 1)


def test_a_token_that_no_world_knows_leaves_cases_inconclusive(mock: MockClio) -> None:
    with (
        httpx.Client(base_url=mock.url, headers={"Authorization": "Bearer other"}) as http,
        pytest.raises(Inconclusive, match="opens no world"),
    ):
        Target(http).stored("matters", 1)

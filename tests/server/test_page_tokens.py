"""Page tokens: of one list, one order and one set of filters, and bounded unless the request asks for the order of ids."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.contract.support import Caller

CONTACTS, MATTERS, TASKS = "/api/v4/contacts", "/api/v4/matters", "/api/v4/tasks"


def token_of(caller: Caller, path: str, **query: Any) -> str:
    """The token of the second page."""
    page = caller.mock.http.get(path, params={"limit": 1, **query}).json()
    return httpx.URL(page["meta"]["paging"]["next"]).params["page_token"]


@pytest.mark.rule("paging.bad-token-is-422")
@pytest.mark.parametrize(
    ("path", "query", "other", "sent"),
    [
        (TASKS, {}, MATTERS, {}),
        (MATTERS, {"order": "display_number(asc)"}, MATTERS, {}),
        (MATTERS, {}, MATTERS, {"order": "id(desc)"}),
        (MATTERS, {"status": "open"}, MATTERS, {}),
        (MATTERS, {}, MATTERS, {"status": "open"}),
        (MATTERS, {"status": "open"}, MATTERS, {"status": "closed"}),
    ],
)
def test_a_token_crosses_neither_lists_nor_orders_nor_filters(
    caller: Caller, path: str, query: dict[str, Any], other: str, sent: dict[str, Any]
) -> None:
    token = token_of(caller, path, **query)
    refused = caller.mock.http.get(other, params={**sent, "page_token": token})
    assert (refused.status_code, refused.json()["error"]["type"]) == (422, "ArgumentError")
    assert "page_token is invalid" in refused.json()["error"]["message"]
    assert caller.mock.http.get(path, params={**query, "page_token": token}).status_code == 200


def test_a_token_is_good_with_another_selection_and_another_limit(caller: Caller) -> None:
    token = token_of(caller, MATTERS, status="open", fields="id")
    query = {"status": "Open", "fields": "id,display_number", "limit": 3, "page_token": token}
    assert caller.mock.http.get(MATTERS, params=query).status_code == 200


def test_a_token_of_one_parent_is_not_of_another(caller: Caller) -> None:
    path = "/api/v4/matters/{}/contacts"
    first, second = [row["id"] for row in caller.mock.http.get(MATTERS, params={"limit": 2}).json()["data"]]
    page = caller.mock.http.get(path.format(first), params={"limit": 1}).json()["meta"]["paging"]
    token = httpx.URL(page["next"]).params["page_token"] if "next" in page else token_of(caller, CONTACTS)
    assert caller.mock.http.get(path.format(second), params={"page_token": token}).status_code == 422


def walked(caller: Caller, path: str, **query: Any) -> tuple[int, httpx.Response]:
    """How many rows the pages gave, and the last answer."""
    answer, seen = caller.mock.http.get(path, params={"limit": 5, **query}), 0
    while answer.status_code == 200:
        seen += len(answer.json()["data"])
        following = answer.json()["meta"]["paging"].get("next")
        if not following:
            break
        answer = caller.mock.http.get(following)
    return seen, answer


@pytest.mark.rule("paging.token-ceiling", "paging.order-by-id-has-no-ceiling")
@pytest.mark.parametrize("path", [CONTACTS, "/api/v4/relationships", "/api/v4/calendar_entries"])
def test_a_walk_ends_at_the_ceiling_unless_it_asks_for_the_order_of_ids(caller: Caller, path: str) -> None:
    whole = caller.mock.http.get(path, params={"limit": 1}).json()["meta"]["records"]
    caller.mock.world.settings = caller.mock.world.settings.changed({"page_token_ceiling": 10})
    seen, last = walked(caller, path)
    assert (seen, last.status_code, last.json()["error"]["type"]) == (10, 422, "ArgumentError")
    assert last.json()["error"]["message"].endswith("page_token is now out of bounds and cannot be used.")
    assert walked(caller, path, order="id(asc)")[0] == whole
    assert whole > 10


@pytest.mark.rule("paging.plain-id-has-no-ceiling")
def test_an_order_of_ids_without_a_direction_lifts_the_ceiling_too(caller: Caller) -> None:
    whole = caller.mock.http.get(CONTACTS, params={"limit": 1}).json()["meta"]["records"]
    caller.mock.world.settings = caller.mock.world.settings.changed({"page_token_ceiling": 10})
    assert walked(caller, CONTACTS, order="id")[0] == whole > 10


@pytest.mark.rule("paging.token-before-offset")
def test_a_token_says_where_a_page_begins_whatever_the_offset(caller: Caller) -> None:
    second = caller.mock.http.get(CONTACTS, params={"limit": 1, "offset": 1}).json()["data"]
    query = {"limit": 1, "offset": 5, "page_token": token_of(caller, CONTACTS)}
    assert caller.mock.http.get(CONTACTS, params=query).json()["data"] == second


@pytest.mark.rule("paging.token-ceiling")
@pytest.mark.parametrize("order", ["id(desc)", "name(asc)"])
def test_another_order_does_not_lift_the_ceiling(caller: Caller, order: str) -> None:
    caller.mock.world.settings = caller.mock.world.settings.changed({"page_token_ceiling": 10})
    assert walked(caller, CONTACTS, order=order)[0] == 10


def test_it_is_the_request_that_carries_the_order_not_the_token(caller: Caller) -> None:
    caller.mock.world.settings = caller.mock.world.settings.changed({"page_token_ceiling": 1})
    token = token_of(caller, CONTACTS)
    for query, status in (({}, 422), ({"order": "id(asc)"}, 200)):
        assert caller.mock.http.get(CONTACTS, params={**query, "page_token": token}).status_code == status


@pytest.mark.parametrize("name", ["contacts", "relationships", "calendar_entries"])
def test_our_own_client_walks_beyond_the_ceiling(caller: Caller, name: str) -> None:
    caller.mock.world.settings = caller.mock.world.settings.changed({"page_token_ceiling": 10})
    listed = getattr(caller.mock.client, name).list(limit=5)
    assert len(listed.all()) == listed.count > 10


def test_our_client_leaves_the_order_that_the_caller_gave(caller: Caller) -> None:
    names = [row.name for row in caller.mock.client.contacts.list(order="name(desc)", limit=9)]
    assert names == sorted(names, key=str.casefold, reverse=True)


def test_a_list_without_that_order_is_asked_for_none(caller: Caller) -> None:
    assert isinstance(caller.mock.client.report_presets.list().all(), list)

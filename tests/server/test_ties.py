"""Rows that an order does not tell apart stand by their ids, up or down with the order, on every page alike."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.contract.support import Caller

TASKS = "/api/v4/tasks"


@pytest.mark.rule("lists.ties-by-id")
@pytest.mark.parametrize(("way", "down"), [("asc", False), ("desc", True)])
@pytest.mark.parametrize("limit", [200, 7])
def test_tasks_of_one_priority_stand_by_their_ids(caller: Caller, way: str, down: bool, limit: int) -> None:
    params = {"order": f"priority({way})", "fields": "id,priority", "limit": limit}
    answer = caller.mock.http.get(TASKS, params=params).json()
    rows = answer["data"]
    while "next" in answer["meta"]["paging"]:
        answer = caller.mock.http.get(answer["meta"]["paging"]["next"]).json()
        rows = rows + answer["data"]
    tied = [(one["id"], other["id"]) for one, other in pairwise(rows) if one["priority"] == other["priority"]]
    assert len(tied) > 10
    assert [(one, other) for one, other in tied if (one > other) != down] == []


def test_a_page_without_ties_names_no_rule_of_ties(caller: Caller) -> None:
    caller.mock.http.get(TASKS, params={"order": "id(desc)", "limit": 5})
    (request, *_) = caller.mock.http.get("/_mockclio/requests", params={"limit": 1}).json()["requests"]
    assert "lists.ties-by-id" not in str(request)

"""Webhooks over /_mockclio/webhooks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api import Api
from tests.webhooks.conftest import Hooks, task


def ask(api: Api, method: str, path: str, status: int = 200, **options: Any) -> Any:
    answer = api.mock.http.request(method, f"/_mockclio/webhooks{path}", **options)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_deliveries_are_listed_and_narrowed(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    made = task(api)
    api.patch(f"/tasks/{made}", {"name": "New"})
    listed = ask(api, "GET", "/deliveries")["deliveries"]
    assert [(row["id"], row["event"]) for row in listed] == [(1, "handshake"), (2, "created"), (3, "updated")]
    assert ask(api, "GET", "/deliveries/2")["delivery"] == listed[1]
    for which in ({"event": "created"}, {"sequence": listed[1]["sequence"]}, {"after": 1, "limit": 1, "state": "delivered"}):
        narrowed = ask(api, "GET", "/deliveries", params={"webhook": id, "model": "task", "record": made, **which})
        assert narrowed["deliveries"] == [listed[1]]


def test_a_delivery_is_sent_again(api: Api, hooks: Hooks) -> None:
    hooks.make()
    task(api)
    again = ask(api, "POST", "/deliveries/2/resend")["delivery"]
    assert (again["copy_of"], again["body"]) == (2, ask(api, "GET", "/deliveries/2")["delivery"]["body"])
    assert hooks.events == ["created", "created"]
    assert "no delivery 99" in ask(api, "POST", "/deliveries/99/resend", 404)["error"]["message"]


def test_waiting_gives_a_delivery_or_says_why_there_is_none(api: Api, hooks: Hooks) -> None:
    hooks.make()
    assert "webhook is for" in ask(api, "GET", "/wait", params={"model": "task", "timeout": 30, "after": 1})["message"]
    made = task(api)
    result = ask(api, "GET", "/wait", params={"model": "task", "event": "created"})["delivery"]
    assert result["record"] == made
    assert ask(api, "GET", "/wait", params={"after": result["id"], "timeout": 0})["delivery"] is None


def test_why_is_answered(api: Api, hooks: Hooks) -> None:
    id = hooks.make(events=["deleted"])
    made = task(api)
    (entry,) = ask(api, "GET", "/why", params={"webhook": id, "record": made})["changes"]
    assert (entry["reason"], entry["event"], entry["sent"]) == ("event", "created", False)
    assert ask(api, "GET", "/why", params={"sequence": entry["sequence"]})["changes"] == [entry]


def test_interventions_are_set_listed_and_cleared(api: Api, hooks: Hooks) -> None:
    hooks.make()
    set_ = [
        {"action": "respond", "answers": [500, None, {"status": 503, "headers": {"A": "b"}, "body": "x"}]},
        {"action": "drop", "times": 2, "event": "deleted"},
        {"action": "delay", "by": "15m", "model": "contact"},
        {"action": "reorder", "model": "contact"},
        {"action": "duplicate", "webhook": 1},
        {"action": "corrupt", "event": "deleted"},
    ]
    for body in set_:
        ask(api, "POST", "/interventions", json=body)
    listed = ask(api, "GET", "/interventions")["interventions"]
    assert [(row["action"], row["left"], row["seconds"]) for row in listed] == [
        ("respond", 3, 0),
        ("drop", 2, 0),
        ("delay", 1, 900),
        ("reorder", 2, 0),
        ("duplicate", 1, 0),
        ("corrupt", 1, 0),
    ]
    task(api)
    assert ask(api, "GET", "/deliveries/2")["delivery"]["attempts"][0]["status"] == 500
    assert ask(api, "DELETE", "/interventions") == {"cleared": 6}
    assert ask(api, "POST", "/deliver") == {"attempts": 0}


def test_sending_by_itself_is_seen_and_changed(api: Api, hooks: Hooks) -> None:
    hooks.make()
    state = ask(api, "GET", "/sending")
    assert (state["automatic"], state["threads"], state["last"]) == (True, False, 1)
    assert ask(api, "POST", "/sending", json={"automatic": False}) == {**state, "automatic": False}
    task(api)
    assert [row["state"] for row in ask(api, "GET", "/deliveries", params={"event": "created"})["deliveries"]] == ["owed"]
    owed = ask(api, "GET", "/sending")
    assert (owed["last"], owed["changes"] > state["changes"]) == (2, True)
    assert ask(api, "GET", "/sending", params={"changes": owed["changes"], "timeout": 1}) == owed
    assert ask(api, "POST", "/deliver") == {"attempts": 1}
    assert ask(api, "GET", "/sending")["changes"] > owed["changes"]
    assert "automatic must be sent" in ask(api, "POST", "/sending", 400, json={})["error"]["message"]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, "action must be sent"),
        ({"action": "explode"}, "one of drop"),
        ({"action": "delay"}, "15m"),
        ({"action": "delay", "by": "soon"}, "72h"),
        ({"action": "respond"}, "list of statuses"),
        ({"action": "respond", "answers": [99]}, "list of statuses"),
        ({"action": "respond", "answers": [{"code": 200}]}, "list of statuses"),
        ({"action": "respond", "answers": [200], "times": 2}, "respond takes answers"),
        ({"action": "drop", "by": "15m"}, "drop takes times"),
        ({"action": "drop", "times": 0}, "between 1 and"),
        ({"action": "drop", "times": "2"}, "type integer"),
        ({"action": "drop", "speed": 1}, "unknown"),
    ],
)
def test_a_wrong_intervention_is_refused_and_says_what_would_be_right(api: Api, body: dict[str, Any], word: str) -> None:
    assert word in ask(api, "POST", "/interventions", 400, json=body)["error"]["message"]
    assert ask(api, "GET", "/interventions") == {"interventions": []}


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/deliveries?limit=0", "between 1 and"),
        ("/deliveries?state=lost", "one of owed"),
        ("/deliveries?webhook=x", "type integer"),
        ("/deliveries?colour=red", "unknown"),
        ("/wait?timeout=long", "type number"),
        ("/why?limit=0", "between 1 and"),
        ("/sending?timeout=long", "type number"),
    ],
)
def test_wrong_parameters_are_refused(api: Api, path: str, word: str) -> None:
    assert word in ask(api, "GET", path, 400)["error"]["message"]

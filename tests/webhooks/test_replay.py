"""A stretch of history is sent once more: in the order of the commits, as copies, signed as the webhooks are now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio.store.clock import parse_time
from tests.api import Api
from tests.webhooks.conftest import Hooks, rename, task
from tests.webhooks.test_control import ask


def payload_fields(hooks: Hooks) -> list[tuple[str, str, bool | None]]:
    """Path, event and name of what arrived."""
    return [(post.path, f"{post.event} {post.json['data'].get('name')}", post.verified) for post in hooks.receiver.events]


def test_all_of_it_comes_again_in_the_order_of_the_commits(api: Api, hooks: Hooks) -> None:
    hooks.make("task")
    hooks.make("contact")
    id = task(api, "First")
    api.post("/contacts", {"type": "Company", "name": "Quay"})
    rename(api, id, "Second")
    before = payload_fields(hooks)
    again = hooks.faults.replay()
    assert payload_fields(hooks) == before * 2
    assert [(one.copy_of, one.state, one.reason) for one in again] == [
        (one.id, "delivered", "answered with 200") for one in hooks.faults.deliveries() if one.kind == "event" and one.copy_of is None
    ]


def test_a_stretch_is_named_by_time_by_ids_and_by_what_it_is_about(api: Api, hooks: Hooks) -> None:
    one, two = hooks.make(), hooks.make()
    begin = api.mock.clock.now()
    for name in ("First", "Second", "Third"):
        task(api, name)
        api.mock.clock.advance(timedelta(hours=1))
    ids = [delivery.id for delivery in hooks.faults.deliveries(event="created", webhook=one)]

    def names(**stretch: object) -> list[str]:
        return [delivery.data["name"] for delivery in hooks.faults.replay(**{"webhook": one, **stretch})]  # type: ignore[arg-type]

    assert names(since=begin + timedelta(hours=1)) == ["Second", "Third"]
    assert names(until="2026-06-01T14:00:00Z") == ["First", "Second"]
    assert names(since=begin.isoformat(), until=begin) == ["First"]
    assert names(first=ids[1]) == ["Second", "Third"]
    assert names(first=ids[0], last=ids[1]) == ["First", "Second"]
    assert names(event="updated") == names(model="contact") == names(event="handshake") == names(first=10_000) == []
    assert {one, two} == {delivery.webhook for delivery in hooks.faults.replay(model="task", event="created")}


def test_handshakes_copies_and_what_is_yet_to_be_sent_are_left_out(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.faults.duplicate(event="created")
    task(api, "First")
    hooks.faults.delay("15m")
    task(api, "Second")
    hooks.faults.resend(hooks.faults.deliveries(event="created")[0])
    assert [one.data["name"] for one in hooks.faults.replay()] == ["First"]


def test_what_was_lost_or_given_up_comes_now_even_where_the_webhook_is_suspended(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    hooks.faults.drop()
    task(api, "Lost")
    hooks.receiver.answers = [410, 200]
    task(api, "Gone")
    assert (hooks.status(id), [one.data["name"] for one in hooks.faults.replay()]) == ("suspended", ["Lost", "Gone"])
    assert [event for _, event, verified in payload_fields(hooks) if verified] == ["created Gone", "created Lost", "created Gone"]


def test_a_replay_is_the_same_over_http(api: Api, hooks: Hooks) -> None:
    hooks.make()
    task(api, "First")
    again = ask(api, "POST", "/replay", json={"event": "created", "since": "2026-06-01T13:00:00Z"})
    assert (again["replayed"], [row["state"] for row in again["deliveries"]]) == (1, ["delivered"])
    assert len(hooks.receiver.events) == 2


@pytest.mark.parametrize(
    ("stretch", "word"),
    [
        ({"since": "2026-06-02", "until": "2026-06-01"}, "ends before it begins"),
        ({"first": 3, "last": 2}, "ends before it begins"),
        ({"since": "yesterday"}, "ISO 8601"),
        ({"first": "one"}, "type integer"),
        ({"from": 1}, "this route takes"),
    ],
)
def test_a_wrong_stretch_is_refused_and_nothing_is_sent(api: Api, hooks: Hooks, stretch: dict[str, object], word: str) -> None:
    hooks.make()
    task(api)
    assert word in ask(api, "POST", "/replay", 400, json=stretch)["error"]["message"]
    assert len(hooks.receiver.events) == 1
    with pytest.raises(ValueError, match="before it begins"):
        hooks.faults.replay(since=parse_time("2026-06-02"), until="2026-06-01")

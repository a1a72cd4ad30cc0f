"""What a test does to deliveries: wait for them, lose them, double them, mix them up, spoil them, answer for the receiver."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio.webhooks.inspection import NothingArrived
from tests.api import Api
from tests.webhooks.conftest import Hooks, rename, task


def names(hooks: Hooks) -> list[str]:
    return [post.json["data"]["name"] for post in hooks.receiver.events]


def test_wait_for_gives_what_arrived_one_after_the_other(api: Api, hooks: Hooks) -> None:
    hooks.make()
    first, second = task(api, "First"), task(api, "Second")
    assert [hooks.faults.wait_for("task", "created").record for _ in range(2)] == [first, second]
    rename(api, second, "Third")
    result = hooks.faults.wait_for(model="task", event="updated", record=second)
    assert (result.data, result.event, result.model) == ({"id": second, "name": "Third"}, "updated", "task")
    assert len(result.signature) == 64


def test_wait_for_says_why_nothing_arrived(api: Api, hooks: Hooks) -> None:
    hooks.make(events=["deleted"])
    task(api)
    with pytest.raises(NothingArrived, match=r"model='task' event='created'.*does not subscribe to this event"):
        hooks.faults.wait_for("task", "created", timeout=60)
    hooks.faults.drop(event="deleted")
    api.delete(f"/tasks/{task(api)}")
    with pytest.raises(NothingArrived, match="the lab dropped it"):
        hooks.faults.wait_for("task", "deleted")


def test_a_dropped_delivery_never_arrives(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.faults.drop(2)
    for name in ("First", "Second", "Third"):
        task(api, name)
    assert names(hooks) == ["Third"]
    assert [delivery.state for delivery in hooks.faults.deliveries(event="created")] == ["dropped", "dropped", "delivered"]


def test_a_delayed_delivery_arrives_later_by_the_worlds_clock(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.faults.delay("15m")
    task(api, "First")
    task(api, "Second")
    api.mock.clock.advance(timedelta(minutes=14))
    assert names(hooks) == ["Second"]
    api.mock.clock.advance(timedelta(minutes=1))
    assert names(hooks) == ["Second", "First"]


def test_a_doubled_delivery_arrives_twice_with_the_same_body(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.faults.duplicate()
    task(api, "First")
    task(api, "Second")
    assert names(hooks) == ["First", "First", "Second"]
    assert hooks.receiver.events[0].body == hooks.receiver.events[1].body


def test_reordered_deliveries_arrive_last_one_first(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.faults.reorder(3)
    task(api, "First")
    task(api, "Second")
    assert names(hooks) == []
    task(api, "Third")
    task(api, "Fourth")
    assert names(hooks) == ["Third", "Second", "First", "Fourth"]


def test_clearing_lets_go_what_was_kept_back(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.faults.reorder(3)
    hooks.faults.drop(event="deleted")
    task(api, "First")
    task(api, "Second")
    assert [row["action"] for row in hooks.faults.delivery_faults()] == ["reorder", "drop"]
    assert hooks.faults.clear() == 2
    assert names(hooks) == ["First", "Second"]
    assert list(hooks.faults.delivery_faults()) == []


def test_a_corrupted_signature_is_refused_by_the_receiver_and_the_retry_is_right(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.faults.corrupt()
    task(api)
    api.mock.clock.advance(timedelta(minutes=2))
    (delivery,) = hooks.faults.deliveries(event="created")
    assert (delivery.statuses, [post.verified for post in hooks.receiver.events]) == ([401, 200], [False, True])
    assert [attempt["lab"] for attempt in delivery.attempts] == [["corrupt"], []]


def test_a_delivery_fault_answers_for_the_receiver(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.faults.respond(500, None, {"status": 503, "headers": {"Retry-After": "1"}, "body": "busy"})
    task(api)
    api.mock.clock.advance(timedelta(minutes=14))
    (delivery,) = hooks.faults.deliveries(event="created")
    assert (delivery.statuses, len(hooks.receiver.events)) == ([500, None, 503, 200], 1)
    assert delivery.attempts[2]["answer"] == {"headers": {"Retry-After": "1"}, "body": "busy"}


def test_a_delivery_fault_answers_where_nobody_listens(api: Api, hooks: Hooks) -> None:
    hooks.faults.respond(200, event="handshake")
    id = hooks.make(url="https://nobody.test/x")
    hooks.faults.respond(200)
    task(api)
    assert (hooks.status(id), [data["name"] for data in hooks.sent()]) == ("enabled", ["Call the court"])


def test_interventions_meet_only_what_they_name(api: Api, hooks: Hooks) -> None:
    first, second = hooks.make(), hooks.make()
    hooks.faults.drop(webhook=second, event="updated")
    id = task(api)
    rename(api, id, "New")
    assert [(delivery.webhook, delivery.event) for delivery in hooks.faults.deliveries(state="dropped")] == [(second, "updated")]
    assert [delivery.event for delivery in hooks.faults.deliveries(webhook=first, state="delivered")] == ["handshake", "created", "updated"]


def test_a_delivery_is_sent_again_by_hand_even_when_its_webhook_is_suspended(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    hooks.receiver.answers = [410, 200]
    task(api)
    again = hooks.faults.resend(hooks.faults.deliveries(event="created")[0])
    assert (hooks.status(id), again.state, again.copy_of) == ("suspended", "delivered", 2)
    assert hooks.receiver.events[0].body == hooks.receiver.events[1].body
    with pytest.raises(LookupError, match="no delivery 99"):
        hooks.faults.resend(99)


def test_why_has_an_answer_for_every_change_and_every_webhook(api: Api, hooks: Hooks) -> None:
    early = hooks.make(events=["created"])
    other = hooks.make("contact")
    id = task(api)
    late = hooks.make()
    rename(api, id, "New")
    rename(api, id, "New")
    api.patch(f"/tasks/{id}", {"priority": "High"})
    reasons = {webhook: [entry["reason"] for entry in hooks.faults.why(webhook, record=id)] for webhook in (early, other, late)}
    assert reasons == {early: ["sent", "event", "event"], other: ["model"] * 3, late: ["absent", "sent", "unwatched"]}
    (first, *_) = hooks.faults.why(early, record=id)
    assert (first["state"], first["outcome"], first["explanation"]) == ("delivered", "answered with 200", "A delivery was queued.")


def test_the_longest_mounted_address_answers_and_one_that_breaks_gave_no_answer(api: Api, hooks: Hooks) -> None:
    def broken(environ, start_response):  # type: ignore[no-untyped-def]
        raise RuntimeError("no disk")

    hooks.faults.mount("https://app.test/tasks/broken", broken)
    id = hooks.make(url="https://app.test/tasks/broken?x=1")
    (delivery,) = hooks.faults.deliveries(webhook=id)
    assert (delivery.state, delivery.attempts[0]["error"]) == ("failed", "the receiver raised RuntimeError: no disk")
    assert hooks.status(hooks.make(url="https://app.test/tasks/broken-not")) == "enabled"


def test_a_receiver_may_ask_the_api_while_it_is_told(api: Api, hooks: Hooks) -> None:
    received = []

    def curious(environ, start_response):  # type: ignore[no-untyped-def]
        body = environ["wsgi.input"].read()
        if "HTTP_X_HOOK_SECRET" not in environ:
            received.append(body)
            if len(received) == 1:
                task(api, "Made by the receiver")
        start_response("200 OK", [("X-Hook-Secret", environ.get("HTTP_X_HOOK_SECRET", ""))])
        return [b""]

    hooks.faults.mount("https://curious.test", curious)
    hooks.make(url="https://curious.test")
    task(api)
    assert len(received) == 2


def test_nothing_is_sent_by_itself_when_the_test_wants_to_do_it(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.faults.automatic = False
    task(api)
    assert [delivery.state for delivery in hooks.faults.deliveries(event="created")] == ["owed"]
    assert hooks.faults.deliver() == 1
    assert hooks.events == ["created"]

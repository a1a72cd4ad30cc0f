"""The handshake: when it is sent, what it holds, and what the receiver's answer does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio.webhooks.receiver import Receiver
from tests.api import Api
from tests.webhooks.conftest import ORIGIN, Hooks, task


@pytest.mark.rule("deliveries.handshake-at-once", "deliveries.handshake-body", "deliveries.handshake-echo-enables")
def test_a_new_webhook_is_greeted_and_the_echoed_secret_enables_it(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    (greeting,) = hooks.receiver
    secret = api.get(f"/webhooks/{id}", "shared_secret")["shared_secret"]
    assert (greeting.path, greeting.json) == ("/task", {"data": {"webhook_id": id}})
    assert greeting.headers["x-hook-secret"] == secret
    assert "x-hook-signature" not in greeting.headers
    assert hooks.status(id) == "enabled"


@pytest.mark.rule("deliveries.handshake-delayed", "deliveries.none-before-activation")
def test_without_the_echo_a_webhook_stays_pending_until_it_is_activated(api: Api, hooks: Hooks) -> None:
    hooks.receiver.echo = False
    id = hooks.make()
    task(api)
    assert (hooks.status(id), hooks.events) == ("pending", [])
    secret = hooks.receiver.received[0].headers["x-hook-secret"]
    assert api.call("PUT", f"/webhooks/{id}/activate.json", headers={"X-Hook-Secret": secret}).status_code == 200
    task(api, "Second")
    assert (hooks.status(id), hooks.events) == ("enabled", ["created"])
    assert hooks.sent()[0]["name"] == "Second"


@pytest.mark.rule("deliveries.handshake-is-sent-once")
@pytest.mark.parametrize("status", [404, 410, 500, None])
def test_a_failed_handshake_is_not_sent_again(api: Api, hooks: Hooks, status: int | None) -> None:
    hooks.faults.respond(status, event="handshake")
    id = hooks.make()
    api.mock.clock.advance(timedelta(hours=3))
    (greeting,) = hooks.faults.deliveries(webhook=id)
    assert (greeting.state, greeting.statuses, hooks.status(id)) == ("failed", [status], "pending")
    hooks.faults.resend(greeting)
    assert hooks.status(id) == "enabled"


@pytest.mark.rule("deliveries.handshake-delayed")
@pytest.mark.parametrize("headers", [{}, {"X-Hook-Secret": "another"}])
def test_another_secret_enables_nothing(hooks: Hooks, headers: dict[str, str]) -> None:
    hooks.faults.respond({"status": 200, "headers": headers}, event="handshake")
    assert hooks.status(hooks.make()) == "pending"


@pytest.mark.rule("deliveries.handshake-at-once")
def test_a_new_address_is_greeted_and_the_old_one_hears_nothing_more(api: Api, hooks: Hooks) -> None:
    id, moved = hooks.make(), Receiver(echo=False)
    hooks.faults.mount("https://moved.test", moved)
    hooks.faults.respond(500)
    task(api)
    api.patch(f"/webhooks/{id}", {"url": "https://moved.test/x"})
    task(api, "While pending")
    assert (hooks.status(id), [post.event for post in moved]) == ("pending", ["handshake"])
    api.mock.clock.advance(timedelta(hours=3))
    assert hooks.events == []
    canceled = next(iter(hooks.faults.deliveries(webhook=id, event="created")))
    assert (canceled.state, canceled.reason) == ("canceled", "the address of the webhook changed")


def test_other_changes_of_a_webhook_need_no_handshake(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    api.patch(f"/webhooks/{id}", {"fields": "id", "events": ["deleted"], "url": f"{ORIGIN}/task"})
    assert (hooks.status(id), len(hooks.receiver.received)) == ("enabled", 1)

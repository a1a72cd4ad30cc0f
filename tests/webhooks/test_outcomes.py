"""What follows from the receiver's answer: success, retries on the world's clock, suspension; expiry and renewal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.api import Api
from tests.webhooks.conftest import Hooks, task

RETRIES = ["13:00:00", "13:02:00", "13:06:00", "13:14:00", "13:30:00", "14:02:00"]


def times(delivery) -> list[str]:  # type: ignore[no-untyped-def]
    return [attempt["at"][11:19] for attempt in delivery.attempts]


@pytest.mark.rule("deliveries.2xx-and-3xx-succeed")
@pytest.mark.parametrize("status", [200, 201, 204, 301, 302, 399])
def test_2xx_and_3xx_are_success(api: Api, hooks: Hooks, status: int) -> None:
    hooks.make()
    hooks.receiver.answers = [status]
    task(api)
    (delivery,) = hooks.faults.deliveries(event="created")
    assert (delivery.state, delivery.statuses) == ("delivered", [status])


@pytest.mark.rule("deliveries.410-disables")
def test_410_is_success_and_disables(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    hooks.receiver.answers = [410]
    task(api)
    task(api, "Second")
    (delivery,) = hooks.faults.deliveries(event="created")
    assert (delivery.state, hooks.status(id), hooks.events) == ("delivered", "suspended", ["created"])


@pytest.mark.rule("deliveries.retries")
def test_a_failure_is_sent_again_after_2_4_8_16_and_32_minutes(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    hooks.receiver.answers = [500, 404, 100, 503, 401, 200]
    task(api)
    assert hooks.faults.deliveries(event="created")[0].state == "waiting"
    api.mock.clock.advance(timedelta(minutes=62))
    (delivery,) = hooks.faults.deliveries(event="created")
    assert (delivery.state, delivery.statuses, times(delivery)) == ("delivered", [500, 404, 100, 503, 401, 200], RETRIES)
    assert len({post.body for post in hooks.receiver.events}) == 1
    assert hooks.status(id) == "enabled"


@pytest.mark.rule("deliveries.retries")
def test_a_retry_is_sent_when_its_time_has_come_and_not_before(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.receiver.answers = [500, 200]
    task(api)
    api.mock.clock.advance(timedelta(minutes=2) - timedelta(seconds=1))
    assert len(hooks.events) == 1
    api.mock.clock.advance(timedelta(seconds=1))
    assert len(hooks.events) == 2


@pytest.mark.rule("deliveries.suspended-after-the-last-retry")
def test_after_the_last_retry_the_webhook_is_suspended(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    hooks.receiver.answers = [500]
    task(api)
    api.mock.clock.advance(timedelta(minutes=30))
    task(api, "Second")
    api.mock.clock.advance(timedelta(hours=5))
    first, second = hooks.faults.deliveries(event="created")
    assert (first.state, times(first), hooks.status(id)) == ("failed", RETRIES, "suspended")
    assert (second.state, second.reason, len(second.attempts)) == ("canceled", "the webhook was suspended", 5)
    task(api, "Third")
    assert hooks.faults.why(id)[-1]["reason"] == "suspended"


@pytest.mark.rule("deliveries.suspended-after-the-last-retry", "deliveries.handshake-at-once")
def test_a_suspended_webhook_comes_back_with_a_new_address(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    hooks.receiver.answers = [410]
    task(api)
    hooks.receiver.answers = [200]
    api.patch(f"/webhooks/{id}", {"url": "https://app.test/again"})
    task(api, "Second")
    assert (hooks.status(id), [data["name"] for data in hooks.sent()][-1]) == ("enabled", "Second")


@pytest.mark.rule("deliveries.commit-order")
def test_a_failed_delivery_does_not_hold_up_the_next(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.faults.respond(500)
    task(api, "First")
    task(api, "Second")
    api.mock.clock.advance(timedelta(minutes=2))
    assert [post.json["data"]["name"] for post in hooks.receiver.events] == ["Second", "First"]


@pytest.mark.rule("deliveries.none-after-expiry")
def test_an_expired_webhook_is_told_nothing_until_it_is_renewed(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    api.mock.clock.advance(timedelta(days=3) - timedelta(seconds=1))
    task(api, "Last second")
    api.mock.clock.advance(timedelta(seconds=1))
    task(api, "Too late")
    api.patch(f"/webhooks/{id}", {"expires_at": "2026-06-10T00:00:00Z"})
    task(api, "Renewed")
    assert [data["name"] for data in hooks.sent()] == ["Last second", "Renewed"]
    assert [entry["reason"] for entry in hooks.faults.why(id)] == ["sent", "expired", "sent"]


@pytest.mark.rule("deliveries.none-after-expiry")
def test_a_retry_after_the_end_is_not_sent(api: Api, hooks: Hooks) -> None:
    hooks.make(expires_at="2026-06-01T13:05:00Z")
    hooks.receiver.answers = [500]
    task(api)
    api.mock.clock.advance(timedelta(hours=2))
    (delivery,) = hooks.faults.deliveries(event="created")
    assert (delivery.state, times(delivery)) == ("canceled", RETRIES[:2])
    assert "expired" in delivery.reason


@pytest.mark.rule("deliveries.none-after-expiry")
def test_a_renewed_webhook_goes_on_without_a_gap(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    api.mock.clock.advance(timedelta(days=2))
    api.patch(f"/webhooks/{id}", {"expires_at": "2026-07-01T00:00:00Z"})
    api.mock.clock.advance(timedelta(days=20))
    task(api)
    assert hooks.events == ["created"]


def test_what_a_deleted_webhook_is_owed_is_not_sent(api: Api, hooks: Hooks) -> None:
    id = hooks.make()
    hooks.receiver.answers = [500]
    task(api)
    api.delete(f"/webhooks/{id}")
    api.mock.clock.advance(timedelta(hours=2))
    (delivery,) = hooks.faults.deliveries(event="created")
    assert (delivery.state, delivery.reason, len(hooks.events)) == ("canceled", "the webhook was deleted", 1)

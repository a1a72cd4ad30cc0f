"""Slow receivers have a lane of their own, and their answers are awaited by one thread."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Event, Semaphore
from typing import Any

import pytest

from mockclio.webhooks import delivery_queue_of, lanes, late_answers, workers
from mockclio.webhooks.delivery_queue import Attempt, DeliveryQueue, SubscriptionQueue
from mockclio.webhooks.hosts import Hosts
from mockclio.webhooks.lanes import Lanes, is_slow
from mockclio.webhooks.late_answers import LateAnswers
from mockclio.webhooks.receiver import Receiver
from mockclio.webhooks.reply import Reply
from mockclio.webhooks.sender import Sender
from tests.api import Api
from tests.webhooks import bad_receivers
from tests.webhooks.bad_receivers import receiving
from tests.webhooks.conftest import rename, task
from tests.webhooks.sockets import Stuck, listening
from tests.webhooks.test_delivery_queue import subscribe

DEADLINE = 0.5


def quick(webhook: int) -> SubscriptionQueue:
    return SubscriptionQueue(webhook)


def slow(webhook: int) -> SubscriptionQueue:
    return SubscriptionQueue(webhook, slow=True)


def taken(waiting: Lanes, number: int) -> list[int | None]:
    queues = [waiting.next() for _ in range(number)]
    return [queue and queue.webhook for queue in queues]


def test_quick_and_slow_receivers_take_turns() -> None:
    waiting = Lanes(lambda: True)
    for queue in (slow(1), slow(2), quick(3), quick(4), quick(5)):
        waiting.add(queue)
    assert taken(waiting, 6) == [3, 1, 4, 2, 5, None]


def test_a_quick_receiver_does_not_wait_for_a_thousand_slow_ones() -> None:
    waiting = Lanes(lambda: True)
    for number in range(1_000):
        waiting.add(slow(number))
    waiting.slow_at_work = lanes.SLOW_THREADS
    waiting.add(quick(1_000))
    assert taken(waiting, 2) == [1_000, None]
    assert not waiting.may_begin(slow(1_001))
    assert waiting.may_begin(quick(1_002))


def test_without_room_for_late_answers_no_slow_receiver_begins() -> None:
    room = [False]
    waiting = Lanes(lambda: room[0])
    waiting.add(slow(1))
    assert taken(waiting, 1) == [None]
    room[0] = True
    assert taken(waiting, 1) == [1]


def test_a_thread_changes_only_to_a_queue_that_it_may_work_on() -> None:
    waiting = Lanes(lambda: True)
    assert not waiting.waits_beside(slow=True)
    waiting.add(slow(1))
    assert (waiting.waits_beside(slow=True), waiting.waits_beside(slow=False)) == (True, False)
    waiting.add(quick(2))
    assert waiting.waits_beside(slow=False)
    waiting.remove(quick(2))
    assert quick(2) not in waiting


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(200, milliseconds=3.0), False),
        (Reply(error="refused", milliseconds=1.0), False),
        (Reply(200, milliseconds=251.0), True),
        (Reply(error="no answer within 10 s", milliseconds=10_000.0), True),
        (Reply(200, milliseconds=3.0, cut=True), True),
        (Reply(200), False),
    ],
)
def test_an_attempt_decides_the_lane(reply: Reply, expected: bool) -> None:
    assert is_slow(reply) is expected


@pytest.mark.parametrize(("behaviour", "cut"), [(bad_receivers.loop, True), (bad_receivers.flood, True)])
def test_a_receiver_that_sends_too_much_is_slow(behaviour: bad_receivers.Behaviour, cut: bool) -> None:
    with receiving(behaviour) as url:
        assert is_slow(Sender(Hosts()).post(url, {}, b"{}")) is cut


# --- the pool ----------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def serving(api: Api, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """A mock with two threads that send, and a short deadline."""
    monkeypatch.setattr(workers, "THREADS", workers.PLACES._taken + 2)
    monkeypatch.setattr(DeliveryQueue, "sender", lambda queue: Sender(queue.hosts, queue.authority, DEADLINE))
    assert api.mock.url
    return api


def lanes_of(api: Api, webhooks: list[int]) -> list[bool]:
    queues = delivery_queue_of(api.mock.world).queues
    return [queues[webhook].slow for webhook in webhooks]


def test_more_hanging_receivers_than_threads_do_not_hold_up_a_healthy_one(serving: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DeliveryQueue, "sender", lambda queue: Sender(queue.hosts, queue.authority))
    with receiving(bad_receivers.hang, handshakes=True) as bad, listening(Receiver()) as url:
        hanging = [subscribe(serving, f"{bad}/{number}") for number in range(6)]
        healthy = subscribe(serving, url)
        for number in range(3):
            made = task(serving, f"Task {number}")
            assert serving.mock.webhooks.wait_for("task", "created", record=made, webhook=healthy, timeout=5).statuses == [200]
        queues = delivery_queue_of(serving.mock.world).queues
        assert all(queues[webhook].under_way for webhook in hanging)


def test_a_receiver_that_does_not_answer_is_slow_until_it_answers_quickly(serving: Api) -> None:
    stuck = Stuck()
    with listening(stuck) as url:
        webhook = subscribe(serving, url)
        made = task(serving)
        queue = delivery_queue_of(serving.mock.world)
        with queue.news:
            assert queue.news.wait_for(lambda: queue.queues[webhook].slow, timeout=10)
        row = next(queue.deliveries.matching(webhook=webhook, event="created"))
        assert (row["state"], row["attempts"][0]["error"]) == ("waiting", f"no answer within {DEADLINE:g} s")
        stuck.let_go.set()
        rename(serving, made, "Call again")
        assert serving.mock.webhooks.wait_for("task", "updated", webhook=webhook).statuses == [200]
        assert lanes_of(serving, [webhook]) == [False]


def test_late_answers_keep_the_order_of_each_webhook(serving: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 0)
    receiver = Receiver()
    with listening(receiver) as url:
        webhooks = [subscribe(serving, f"{url}/{number}") for number in range(3)]
        made = [task(serving, f"Task {number}") for number in range(10)]
        for webhook in webhooks:
            for each in made:
                serving.mock.webhooks.wait_for("task", "created", record=each, webhook=webhook)
    for number in range(3):
        assert [post.json["data"]["id"] for post in receiver.events if post.path == f"/{number}"] == made


def test_with_one_place_for_a_late_answer_everything_is_sent(serving: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then a thread waits for the answer itself, and slow receivers begin when there is a place again."""
    monkeypatch.setattr(workers, "PATIENCE", 0)
    monkeypatch.setattr(late_answers, "LATE_EXCHANGES", 1)
    monkeypatch.setattr(lanes, "SLOW_SECONDS", -1)
    with listening(Receiver()) as url:
        webhooks = [subscribe(serving, f"{url}/{number}") for number in range(4)]
        assert lanes_of(serving, webhooks) == [True] * 4
        made = [task(serving, f"Task {number}") for number in range(3)]
        for webhook in webhooks:
            for each in made:
                assert serving.mock.webhooks.wait_for("task", "created", record=each, webhook=webhook).statuses == [200]
    queue = delivery_queue_of(serving.mock.world)
    assert queue.workers is not None
    assert queue.workers._lanes.slow_at_work in (0, 1, 2)


def test_an_attempt_with_a_late_answer_may_end_when_the_queue_is_stopped(serving: Api) -> None:
    begun = Event()

    class Noting(Stuck):
        def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
            if "HTTP_X_HOOK_SECRET" not in environ:
                begun.set()
            return super().__call__(environ, start_response)

    stuck = Noting()
    with listening(stuck) as url:
        webhook = subscribe(serving, url)
        task(serving)
        assert begun.wait(10)
        queue = delivery_queue_of(serving.mock.world)
        late = queue.workers._late if queue.workers else None
        assert late is not None
        queue.stop()
        stuck.let_go.set()
    row = next(queue.deliveries.matching(webhook=webhook, event="created"))
    assert len(row["attempts"]) == 1
    assert not late._attempts


# --- late answers alone ------------------------------------------------------------------------------------------------------------------


class Outcomes:
    """Notes each reply, and fails at the first one if it should."""

    def __init__(self, *, fails: bool = False) -> None:
        self.replies: list[Reply] = []
        self.arrived = Semaphore(0)
        self._fails = fails

    def __call__(self, attempt: Attempt, reply: Reply) -> None:
        self.replies.append(reply)
        self.arrived.release()
        if self._fails and len(self.replies) == 1:
            raise RuntimeError("the disk is full")


def attempt() -> Attempt:
    return Attempt(quick(1), {}, 1, "", "", {}, b"", [], None)


def begun(url: str) -> Any:
    return Sender(Hosts(), timeout=DEADLINE).begin(url, {}, b"{}")


@pytest.mark.parametrize("behaviour", [bad_receivers.hang, bad_receivers.drip, bad_receivers.drip_continue])
@pytest.mark.parametrize("is_slow_queue", [True, False])
def test_a_late_exchange_ends_at_its_deadline(behaviour: Callable[..., None], is_slow_queue: bool) -> None:
    outcomes = Outcomes()
    late = LateAnswers(outcomes)
    with receiving(behaviour) as url:
        exchanges = [begun(url) for _ in range(5)]
        for exchange in exchanges:
            one = attempt()
            one.queue.slow = is_slow_queue
            assert late.add(exchange, one)
        late.join(10)
    assert {reply.error for reply in outcomes.replies} == {f"no answer within {DEADLINE:g} s"}
    assert len(outcomes.replies) == 5
    assert all(exchange.sock is None for exchange in exchanges)


def test_an_outcome_that_cannot_be_written_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    outcomes = Outcomes(fails=True)
    late = LateAnswers(outcomes)
    with receiving(bad_receivers.hang) as url, caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert late.add(begun(url), attempt())
        late.join(10)
    assert len(outcomes.replies) == 3
    assert [record.getMessage() for record in caplog.records] == ["the outcome of an attempt to send a webhook could not be written"]


def test_the_thread_ends_without_work_and_another_one_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_answers, "IDLE", 0.01)
    ended, outcomes = Event(), Outcomes()

    class Noted(LateAnswers):
        def _ends(self) -> bool:
            result = super()._ends()
            if result:
                ended.set()
            return result

    late = Noted(outcomes)
    with ExitStack() as stack:
        url = stack.enter_context(receiving(bad_receivers.flood))
        for _ in range(2):
            ended.clear()
            assert late.add(begun(url), attempt())
            assert outcomes.arrived.acquire(timeout=10)
            assert ended.wait(10)
    assert [reply.status for reply in outcomes.replies] == [200, 200]


def test_without_a_place_or_a_socket_the_exchange_stays_with_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    late = LateAnswers(Outcomes())

    def no_pair() -> Any:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(late_answers.socket, "socketpair", no_pair)
    with receiving(bad_receivers.hang) as url:
        exchange = begun(url)
        assert not late.add(exchange, attempt())
        exchange.close()

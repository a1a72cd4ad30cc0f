"""The pool of threads that send, and the deadline and the bounds of one attempt."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable, Iterable
from threading import Event, Lock, Semaphore, enumerate
from time import monotonic
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.store.notices import Notices
from mockclio.webhooks import delivery_queue_of, exchange, workers
from mockclio.webhooks.hosts import Hosts
from mockclio.webhooks.sender import Sender
from tests.api import Api
from tests.webhooks import bad_receivers
from tests.webhooks.bad_receivers import Behaviour, receiving
from tests.webhooks.conftest import ORIGIN, Hooks, rename, task


class Gate:
    """A receiver in the process that answers when the gate is open, and notes what came."""

    def __init__(self) -> None:
        self.go, self.begun = Event(), Semaphore(0)
        self.seen: list[tuple[str, bytes]] = []
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.begun.release()
        assert self.go.wait(30)
        with self._lock:
            self.seen.append((environ["PATH_INFO"], environ["wsgi.input"].read()))
        start_response("200 OK", [])
        return [b""]


def senders() -> int:
    return sum(thread.name.startswith("webhook-") and thread.name != "webhook-clock" for thread in enumerate())


@pytest.fixture
def many(hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> tuple[Gate, MockClio, int]:
    """Twenty webhooks with three deliveries each that are owed, and a gate before their receiver."""
    monkeypatch.setattr(workers, "THREADS", 4)
    for number in range(20):
        hooks.make("task", url=f"{ORIGIN}/{number}")
    gate, mock = Gate(), hooks.mock
    queue = delivery_queue_of(mock.world)
    queue.automatic = False
    made = task(hooks.api)
    for number in range(2):
        rename(hooks.api, made, f"Call {number}")
    queue.mount(ORIGIN, gate)
    return gate, mock, made


def test_many_webhooks_share_few_threads_and_each_keeps_its_order(many: tuple[Gate, MockClio, int]) -> None:
    gate, mock, _ = many
    queue, before = delivery_queue_of(mock.world), senders()
    queue.automatic = True
    queue.start()
    try:
        for _ in range(4):
            assert gate.begun.acquire(timeout=20)
        assert senders() - before == 4
        assert not gate.begun.acquire(timeout=0.05)
        gate.go.set()
        with queue.news:
            assert queue.news.wait_for(lambda: not queue.owes, timeout=30)
    finally:
        queue.stop()
    for number in range(20):
        events = [body for path, body in gate.seen if path == f"/{number}"]
        deliveries = [delivery for delivery in queue.deliveries if delivery["attempts"] and delivery["kind"] == "event"]
        mine = [row["body"].encode() for row in deliveries if row["attempts"][0]["url"] == f"{ORIGIN}/{number}"]
        assert events == mine
        assert len(mine) == 3


def test_a_world_has_a_thread_although_others_hold_all_places(hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "THREADS", 0)
    queue = delivery_queue_of(hooks.mock.world)
    hooks.make("task")
    queue.start()
    try:
        made = task(hooks.api)
        assert hooks.mock.webhooks.wait_for("task", "created", record=made).statuses == [200]
    finally:
        queue.stop()


def test_the_places_are_free_again_after_the_end(many: tuple[Gate, MockClio, int]) -> None:
    gate, mock, _ = many
    gate.go.set()
    queue, taken = delivery_queue_of(mock.world), workers.PLACES._taken
    queue.automatic = True
    queue.start()
    with queue.news:
        assert queue.news.wait_for(lambda: not queue.owes, timeout=30)
    threads = [worker.thread for worker in list(queue.workers._workers)] if queue.workers else []
    queue.stop()
    for thread in threads:
        assert thread is not None
        thread.join(timeout=10)
    assert workers.PLACES._taken == taken


@pytest.mark.parametrize("behaviour", [bad_receivers.hang, bad_receivers.drip, bad_receivers.drip_continue])
def test_a_whole_attempt_has_one_deadline(behaviour: Behaviour) -> None:
    with receiving(behaviour) as url:
        before = monotonic()
        reply = Sender(Hosts(), timeout=0.3).post(url, {}, b"{}")
    assert (reply.status, reply.error) == (None, "no answer within 0.3 s")
    assert monotonic() - before < 3


def test_a_receiver_that_reads_nothing_ends_at_the_deadline() -> None:
    with receiving(bad_receivers.hang) as url:
        reply = Sender(Hosts(), timeout=0.3).post(url, {}, b"a" * 12_000_000)
    assert reply.error == "no answer within 0.3 s"


def test_a_receiver_that_sends_without_end_is_cut_off() -> None:
    with receiving(bad_receivers.loop) as url:
        assert Sender(Hosts()).post(url, {}, b"{}").error == f"the receiver sent more than {exchange.ANSWER_BYTES} bytes"


def test_of_a_body_without_end_the_beginning_is_read() -> None:
    with receiving(bad_receivers.flood) as url:
        sender = Sender(Hosts())
        reply = sender.post(url, {}, b"{}")
        assert (reply.status, len(reply.body)) == (200, 65_536)
        assert sender._kept is None


def test_without_file_descriptors_a_sender_waits_and_the_log_gets_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(exchange, "NOTICES", Notices())
    monkeypatch.setattr(exchange, "PAUSE", 0.001)
    failing = iter([errno.EMFILE, errno.ENFILE, errno.EMFILE])
    real = socket.socket

    def made(*about: Any) -> socket.socket:
        for number in failing:
            raise OSError(number, "Too many open files")
        return real(*about)

    with receiving(bad_receivers.flood) as url, caplog.at_level(logging.INFO), monkeypatch.context() as patch:
        patch.setattr(exchange, "new_socket", made)
        assert Sender(Hosts()).post(url, {}, b"{}").status == 200
    assert [record.getMessage()[:31] for record in caplog.records] == ["no file descriptors are left: w"]


def test_a_receiver_without_file_descriptors_for_the_whole_time_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(*about: Any) -> socket.socket:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(exchange, "new_socket", made)
    assert Sender(Hosts(), timeout=0.2).post("http://127.0.0.1:9/", {}, b"{}").error == "no answer within 0.2 s"


def test_a_large_delivery_to_a_deaf_receiver_does_not_stop_a_healthy_one(api: Api) -> None:
    """The send is outside the lock that all threads share."""
    with receiving(bad_receivers.hang) as deaf, receiving(bad_receivers.flood) as healthy:
        from threading import Thread

        stuck = Thread(target=Sender(Hosts(), timeout=2).post, args=(deaf, {}, b"a" * 12_000_000), daemon=True)
        stuck.start()
        before = monotonic()
        assert Sender(Hosts()).post(healthy, {}, b"{}").status == 200
        assert monotonic() - before < 1.5
        stuck.join(timeout=10)

"""Bad receivers beside a healthy one, and a thousand webhooks. It prints the figures of docs/reliability.md: `make test-long`."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from statistics import median
from threading import Semaphore, Thread
from time import perf_counter

import pytest

from mockclio import MockClio
from mockclio.webhooks import delivery_queue_of, workers
from tests.api import Api
from tests.webhooks.conftest import task

pytestmark = pytest.mark.long
CHANGES = 300
ROUNDS = 5
MANY = {"48 hanging, 4 of each other kind": (48, 4, 4, 4), "12 of each kind": (12, 12, 12, 12), "200 hanging": (200, 0, 0, 0)}
"""The webhooks that lead to a hanging, a dripping, a flooding and a looping receiver."""
WEBHOOKS = 1_000


class Healthy:
    """A receiver that answers at once and counts the events."""

    def __init__(self) -> None:
        self.arrived = Semaphore(0)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1_024)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            Thread(target=self._answer, args=(self._listener.accept()[0],), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection:
            while head := connection.recv(65_536):
                secret = [line for line in head.split(b"\r\n") if line.startswith(b"X-Hook-Secret")]
                connection.sendall(b"\r\n".join([b"HTTP/1.1 200 OK", *secret, b"Content-Length: 0", b"", b""]))
                if not secret:
                    self.arrived.release()


@contextmanager
def bad() -> Iterator[list[str]]:
    """The addresses of a hanging, a dripping, a flooding and a looping receiver in another process."""
    command = [sys.executable, "-m", "tests.webhooks.bad_receivers"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield [process.stdout.readline().strip() for _ in range(4)]
        process.terminate()


def subscribe(api: Api, url: str, model: str = "task", fields: str = "id,name") -> int:
    made = int(api.post("/webhooks", {"url": url, "model": model, "fields": fields})["id"])
    api.mock.webhooks.wait_for(event="handshake", webhook=made)
    assert api.get(f"/webhooks/{made}", "status") == {"status": "enabled"}
    return made


def p99(api: Api, healthy: Healthy, made: int, between: Callable[[], None] | None = None) -> float:
    """The milliseconds from a change to its arrival at the healthy receiver. `between` is called at every tenth change, untimed."""
    taken = []
    for number in range(CHANGES):
        if between is not None and number % 10 == 0:
            between()
        before = perf_counter()
        with api.mock.world.session() as session:
            session.update("tasks", made, {"name": f"Call {number}"})
        assert healthy.arrived.acquire(timeout=30)
        taken.append((perf_counter() - before) * 1000)
    return sorted(taken)[CHANGES * 99 // 100]


def test_bad_receivers_do_not_hold_up_a_healthy_one(api: Api) -> None:
    assert api.mock.url
    healthy, made = Healthy(), task(api)
    subscribe(api, healthy.url)
    p99(api, healthy, made)
    alone = sorted(p99(api, healthy, made) for _ in range(3))[1]
    with bad() as urls:
        for url in urls:
            subscribe(api, url)
        beside = sorted(p99(api, healthy, made) for _ in range(3))[1]
    print(f"healthy receiver: p99 {alone:.2f} ms alone, {beside:.2f} ms beside four bad ones")
    assert beside <= 2 * alone


@pytest.mark.parametrize("numbers", MANY.values(), ids=MANY)
def test_many_bad_receivers_do_not_hold_up_a_healthy_one(api: Api, numbers: tuple[int, ...]) -> None:
    """They get so many deliveries that each of them is busy all the time. They follow another model than the healthy receiver."""
    assert api.mock.url
    healthy, made, versions = Healthy(), task(api), count()
    contact = api.post("/contacts", {"type": "Person", "first_name": "Ann", "last_name": "Bell"})["id"]

    def change_contact() -> None:
        with api.mock.world.session() as session:
            session.update("contacts", contact, {"first_name": f"Ann {next(versions)}"})

    subscribe(api, healthy.url)
    p99(api, healthy, made)
    alone = [p99(api, healthy, made) for _ in range(ROUNDS)]
    before, threads, beside = threading.active_count(), 0, []
    with bad() as urls:
        addresses = [f"{url}/{place}" for url, number in zip(urls, numbers, strict=True) for place in range(number)]
        webhooks = [subscribe(api, address, model="contact", fields="id,first_name") for address in addresses]
        for _ in range(20):
            change_contact()
        for _ in range(ROUNDS):
            beside.append(p99(api, healthy, made, between=change_contact))
            threads = max(threads, threading.active_count() - before)
        queue = delivery_queue_of(api.mock.world)
        busy = sum(queue.queues[webhook].under_way is not None for webhook in webhooks)
        for webhook in webhooks:
            api.delete(f"/webhooks/{webhook}")
    with queue.news:
        assert queue.news.wait_for(lambda: not queue.owes, timeout=30)
    alone += [p99(api, healthy, made) for _ in range(ROUNDS)]  # before and after, because the load of the machine changes
    print(f"healthy receiver: p99 {median(alone):.2f} ms alone, {median(beside):.2f} ms beside {numbers} bad ones")
    print(f"{busy} bad ones busy; {threads} threads more")
    assert busy >= numbers[0]
    assert threads <= 64
    assert median(beside) <= 2 * median(alone)


def test_a_thousand_webhooks_need_few_threads() -> None:
    with MockClio("empty") as mock:
        assert mock.url
        api, healthy = Api(mock), Healthy()
        before, most = threading.active_count(), 0
        for number in range(WEBHOOKS):
            api.post("/webhooks", {"url": f"{healthy.url}/{number}", "model": "task", "fields": "id,name"})
        queue = delivery_queue_of(mock.world)
        with queue.news:
            assert queue.news.wait_for(lambda: not queue.owes, timeout=60)
        started = perf_counter()
        task(api)
        for _ in range(WEBHOOKS):
            assert healthy.arrived.acquire(timeout=60)
            sending = [thread for thread in threading.enumerate() if thread.name.startswith("webhook-")]
            most = max(most, len(sending))
        print(f"{WEBHOOKS} webhooks: {most} threads at most, {WEBHOOKS} deliveries in {perf_counter() - started:.1f} s")
    assert most <= workers.THREADS + 1
    assert before > 0

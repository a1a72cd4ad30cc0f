"""A look-up of a name is a part of the attempt: it ends at the deadline, and a name that hangs stops no other name."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Event, enumerate
from typing import Any

import pytest

from mockclio.webhooks import lookup
from mockclio.webhooks.hosts import Hosts
from mockclio.webhooks.lookup import within
from mockclio.webhooks.sender import Sender

RESULTS = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]


class Resolver:
    """A system that answers names with `slow` in them only when it may go on."""

    def __init__(self) -> None:
        self.go, self.hosts = Event(), list[str]()

    def __call__(self, host: str, *arguments: Any, **options: Any) -> Any:
        self.hosts.append(host)
        if "slow" in host:
            assert self.go.wait(30)
        if "none" in host:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return RESULTS


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Resolver]:
    made = Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", made)
    yield made
    made.go.set()
    for thread in running():
        thread.join(10)


def running() -> list[Any]:
    return [thread for thread in enumerate() if thread.name == "lookup"]


def ask(host: str, seconds: float) -> None:
    """Begin a look-up, and leave it at its deadline."""
    with suppress(TimeoutError):
        lookup.addresses(host, within(seconds))


def test_an_attempt_whose_look_up_hangs_ends_at_its_deadline(resolver: Resolver) -> None:
    reply = Sender(Hosts(frozenset(["slow.test"])), timeout=0.2).post("http://slow.test/", {}, b"{}")
    assert (reply.status, reply.error) == (None, "no answer within 0.2 s")
    assert reply.milliseconds is not None
    assert reply.milliseconds < 5_000


def test_a_name_takes_one_thread_and_stops_no_other_name(resolver: Resolver) -> None:
    for _ in range(lookup.THREADS + 2):
        ask("slow.test", 0.01)
    assert (resolver.hosts, len(running())) == (["slow.test"], 1)
    assert lookup.addresses("fast.test", within(10)) == [(socket.AF_INET, "127.0.0.1")]


def test_the_threads_are_bounded_and_free_again_afterwards(resolver: Resolver) -> None:
    for number in range(lookup.THREADS + 3):
        ask(f"slow{number}.test", 0.01)
    assert len(running()) == lookup.THREADS
    with pytest.raises(TimeoutError):
        lookup.addresses("fast.test", within(0.05))
    resolver.go.set()
    for number in range(lookup.THREADS):
        assert lookup.addresses(f"slow{number}.test", within(10))
    assert lookup.addresses("fast.test", within(10))


def test_an_address_is_not_looked_up_in_a_thread(resolver: Resolver) -> None:
    assert lookup.addresses("127.0.0.1", within(10))
    assert lookup.addresses("::1", within(10))
    assert running() == []


def test_a_name_without_addresses_is_an_error_of_the_attempt(resolver: Resolver) -> None:
    reply = Sender(Hosts(frozenset(["none.test"]))).post("http://none.test/", {}, b"{}")
    assert "Name or service not known" in reply.error

"""Webhooks of the checks name an address that the target takes: one elsewhere, or a receiver of the run on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from mockclio import MockClio
from mockclio.testing.sample_data.webhook_address import ELSEWHERE, webhook_address
from mockclio.testing.target import NotMade, Target
from mockclio.webhooks import delivery_queue_of
from mockclio.webhooks.hosts import Hosts


@pytest.fixture
def writer(mock: MockClio) -> Iterator[Target]:
    target = Target(mock.http, read_only=False)
    yield target
    target.clean()


def webhooks(mock: MockClio) -> int:
    return len(mock.world.table("webhooks"))


@pytest.mark.parametrize(
    ("hosts", "begins"),
    [
        (Hosts(), ELSEWHERE),
        (Hosts(allowed=frozenset(("app.test",)), at_once=True), ELSEWHERE),
        (Hosts(at_once=True), "http://127.0.0.1:"),
        (Hosts(at_once=True, https_only=True), "https://127.0.0.1:"),
    ],
)
def test_the_target_is_asked_which_address_it_takes(mock: MockClio, writer: Target, hosts: Hosts, begins: str) -> None:
    before = webhooks(mock)
    delivery_queue_of(mock.world).hosts = hosts
    address = webhook_address(writer, "first")
    assert address.startswith(begins)
    assert address.endswith("/first")
    assert (webhooks(mock), writer.made) == (before, [])
    assert webhook_address(writer, "second") == address.replace("first", "second")


def test_the_receiver_listens_until_the_target_is_cleaned(mock: MockClio, writer: Target) -> None:
    delivery_queue_of(mock.world).hosts = Hosts(at_once=True)
    address = webhook_address(writer, "first")
    answer = httpx.post(address, trust_env=False)
    assert (answer.status_code, answer.content) == (200, b"")
    writer.clean()
    with pytest.raises(httpx.ConnectError):
        httpx.post(address, trust_env=False)


def test_a_target_that_takes_no_address_is_a_finding(mock: MockClio, writer: Target) -> None:
    mock.faults.add("status", status=503, operation="Webhook#create")
    with pytest.raises(NotMade, match="status 503"):
        webhook_address(writer, "first")

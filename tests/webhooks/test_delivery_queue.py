"""Threads that send over real sockets: order, isolation, timeouts, the clock."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from mockclio import MockClio
from mockclio.webhooks import delivery_queue_of
from mockclio.webhooks.hosts import Hosts
from mockclio.webhooks.receiver import Receiver
from mockclio.webhooks.sender import Sender
from tests.api import Api
from tests.webhooks.conftest import task
from tests.webhooks.sockets import Stuck, listening


@pytest.fixture
def serving(mock: MockClio) -> Iterator[Api]:
    """The API of a mock whose delivery queue has threads."""
    assert mock.url.startswith("http://127.0.0.1:")
    return Api(mock)


def subscribe(api: Api, url: str, **values: object) -> int:
    made = api.post("/webhooks", {"url": url, "model": "task", "fields": "id,name", **values})["id"]
    api.mock.webhooks.wait_for(event="handshake", webhook=made)
    assert api.get(f"/webhooks/{made}", "status") == {"status": "enabled"}
    return int(made)


@pytest.mark.rule("deliveries.commit-order")
def test_deliveries_arrive_in_commit_order_over_a_socket(serving: Api) -> None:
    receiver = Receiver()
    with listening(receiver) as url:
        id = subscribe(serving, url)
        made = [task(serving, f"Task {number}") for number in range(20)]
        for each in made:
            assert serving.mock.webhooks.wait_for("task", "created", record=each, webhook=id).statuses == [200]
    assert [post.json["data"]["id"] for post in receiver.events] == made
    assert all(post.verified for post in receiver.events)


def test_a_receiver_that_never_answers_costs_neither_the_api_nor_another_receiver(serving: Api) -> None:
    stuck, quick = Stuck(), Receiver()
    with listening(stuck) as slow_url, listening(quick) as url:
        slow, fast = subscribe(serving, slow_url), subscribe(serving, url)
        before = monotonic()
        made = [task(serving, f"Task {number}") for number in range(10)]
        for each in made:
            serving.mock.webhooks.wait_for("task", "created", record=each, webhook=fast)
        assert monotonic() - before < 5
        owed = [delivery.state for delivery in serving.mock.webhooks.deliveries(webhook=slow, event="created")]
        assert owed == ["owed"] * 10
        stuck.let_go.set()
        for each in made:
            serving.mock.webhooks.wait_for("task", "created", record=each, webhook=slow)
    assert [post.json["data"]["id"] for post in stuck.events] == made


def test_what_takes_too_long_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        reply = Sender(Hosts(), timeout=0.05).post(f"http://127.0.0.1:{deaf.getsockname()[1]}/", {}, b"{}")
    assert (reply.status, reply.error) == (None, "no answer within 0.05 s")


@pytest.mark.rule("deliveries.retries")
def test_moving_the_clock_of_a_server_runs_the_retries_at_their_times(serving: Api) -> None:
    receiver = Receiver(500, 500, 500, 200)
    with listening(receiver) as url:
        id = subscribe(serving, url)
        task(serving)
        serving.mock.http.post("/_mockclio/clock", json={"advance": "3h"}).raise_for_status()
        delivery = serving.mock.webhooks.wait_for("task", "created", webhook=id)
    assert [attempt["at"][11:16] for attempt in delivery.attempts] == ["13:00", "13:02", "13:06", "13:14"]


def test_a_clock_that_runs_sends_what_falls_due_by_itself() -> None:
    with MockClio("empty", frozen=False) as mock, listening(Receiver()) as url:
        assert mock.url
        api = Api(mock)
        subscribe(api, url)
        mock.webhooks.delay("1s")
        id = task(api)
        assert mock.webhooks.wait_for("task", "created", record=id).statuses == [200]


def test_a_lost_connection_is_opened_again_and_nothing_arrives_twice() -> None:
    receiver = Receiver()
    sender = Sender(Hosts())
    with listening(receiver) as url:
        port = int(url.rpartition(":")[2])
        assert sender.post(url, {"X-Hook-Secret": "s"}, b'{"data":{"webhook_id":1}}').status == 200
        assert sender.post(url, {"X-Hook-Secret": "s"}, b'{"data":{"webhook_id":1}}').status == 200
    refused = sender.post(f"http://127.0.0.1:{port}/", {}, b"")
    assert (refused.status, "refused" in refused.error) == (None, True)
    assert len(receiver.received) == 2


@pytest.mark.rule("deliveries.2xx-and-3xx-succeed")
def test_a_redirect_is_not_followed() -> None:
    calls = []

    def moved(environ, start_response):  # type: ignore[no-untyped-def]
        calls.append(environ["PATH_INFO"])
        start_response("302 Found", [("Location", "http://stranger.test/"), ("Content-Length", "0")])
        return [b""]

    with listening(moved) as url:
        assert Sender(Hosts()).post(f"{url}/x", {}, b"").status == 302
    assert calls == ["/x"]


def test_a_receiver_with_a_private_authority_is_trusted_when_its_certificate_is_named(tmp_path: Path) -> None:
    trustme = pytest.importorskip("trustme")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(tmp_path / "server.pem")
    with listening(Receiver(), str(tmp_path / "server.pem")) as url:
        assert "CERTIFICATE_VERIFY_FAILED" in Sender(Hosts()).post(url, {}, b"").error
        trusted = Sender(Hosts(), str(tmp_path / "ca.pem"))
        assert trusted.post(url, {"X-Hook-Secret": "s"}, b'{"data":{"webhook_id":1}}').headers["X-Hook-Secret"] == "s"
        trusted.close()


def test_threads_end_when_the_mock_is_closed(founded) -> None:  # type: ignore[no-untyped-def]
    with MockClio.of(founded[0].fork("default")) as mock, listening(Receiver()) as url:
        assert mock.url
        subscribe(Api(mock), url)
        delivery_queue = delivery_queue_of(mock.world)
        assert delivery_queue.workers is not None
        mock.close()
        assert delivery_queue.workers is None

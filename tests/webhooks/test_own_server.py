"""A mock posts to no server of its own: no webhook and no callback can steer a mock."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mockclio import MockClio
from mockclio.server.serving import is_own, serving
from mockclio.webhooks import delivery_queue_of
from mockclio.webhooks.hosts import Hosts, Refused
from mockclio.webhooks.lookup import within
from tests.api import Api

NEW = {"model": "contact", "fields": "id"}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_webhook_to_the_own_control_interface_wipes_nothing(mock: MockClio, api: Api, host: str) -> None:
    port = httpx.URL(mock.url).port
    api.post("/contacts", {"type": "Person", "name": "Ada King"})
    made = api.post("/webhooks", {**NEW, "url": f"http://{host}:{port}/_mockclio/worlds/default/reset"})
    delivery_queue_of(mock.world).stop()
    delivery_queue_of(mock.world).deliver()
    assert len(mock.world.table("contacts")) == 1
    (greeting,) = mock.webhooks.deliveries(webhook=made["id"])
    assert greeting.state == "failed"
    assert "a server of this mock" in greeting.row["attempts"][-1]["error"]


def test_a_server_is_its_own_as_long_as_it_runs() -> None:
    with serving(5):
        assert is_own("127.0.0.1", 5)
        assert is_own("::1", 5)
        assert not is_own("10.0.0.1", 5)
        assert not is_own("127.0.0.1", 6)
        with serving(5):
            pass
        with pytest.raises(Refused, match="a server of this mock"):
            Hosts().addresses("127.0.0.1", 5, within(10))
    assert not is_own("127.0.0.1", 5)
    assert Hosts().addresses("127.0.0.1", 5, within(10))


def test_a_webhook_of_one_mock_steers_no_other(mock: MockClio, api: Api) -> None:
    with MockClio("empty") as other:
        sent = httpx.post(f"{other.url}/_mockclio/worlds/default/reset", headers={"User-Agent": "mockclio-webhooks"}, trust_env=False)
        assert sent.status_code == 403


def test_a_callback_is_not_posted_to_the_own_server(mock: MockClio, monkeypatch: pytest.MonkeyPatch) -> None:
    from mockclio.oauth import callback

    sent: list[Any] = []
    monkeypatch.setattr(callback, "_send", lambda *arguments: sent.append(arguments))
    for url in (
        f"{mock.url}/_mockclio/worlds/default/reset",
        "http://127.0.0.1:99999/",
        "http://[",
        "https://127.0.0.1/",
        "http://evil.test/",
    ):
        callback.post(url, {})
    with serving(5):
        callback.post("http://localhost:5/", {})
    assert sent == []

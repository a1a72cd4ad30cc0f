"""A mock sends to this machine and to hosts that were named, and to no other host."""

from __future__ import annotations

import socket

import pytest

from mockclio.webhooks import delivery_queue_of
from mockclio.webhooks.hosts import Hosts, Refused
from tests.api import Api
from tests.webhooks.conftest import Hooks, task

NEW = {"model": "task", "fields": "id"}


def answering(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name lead to these addresses."""
    results = [(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: results)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "app.localhost", "127.0.0.1", "127.1.2.3", "::1"])
def test_this_machine_may_be_reached(host: str) -> None:
    assert Hosts().may_reach(host.lower())


@pytest.mark.parametrize("host", ["app.test", "localhost.app.test", "10.0.0.1", "169.254.169.254", "0.0.0.0", "notlocalhost", "::2"])
def test_others_may_be_reached_when_they_are_named(host: str) -> None:
    assert not Hosts().may_reach(host)
    assert Hosts(frozenset([host])).may_reach(host)


def test_a_local_name_that_leads_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "127.0.0.1", "10.0.0.7")
    with pytest.raises(Refused, match=r"app.localhost leads to 10.0.0.7"):
        Hosts().addresses("app.localhost", 80)
    assert len(Hosts(frozenset(["app.localhost"])).addresses("app.localhost", 80)) == 2


def test_a_name_that_leads_here_is_not_looked_up_unless_it_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_up(*arguments: object, **options: object) -> None:
        raise AssertionError(f"looked up {arguments[0]}")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with pytest.raises(Refused, match=r"--allow-webhook-host stranger\.test"):
        Hosts().addresses("stranger.test", 443)


def test_in_process_a_stranger_is_not_sent_to_and_its_webhook_is_not_blamed(api: Api, hooks: Hooks) -> None:
    id = hooks.make(url="https://stranger.test/x")
    (greeting,) = hooks.faults.deliveries(webhook=id)
    assert (greeting.state, greeting.attempts) == ("canceled", [])
    assert "--allow-webhook-host stranger.test" in greeting.reason
    secret = api.get(f"/webhooks/{id}", "shared_secret")["shared_secret"]
    api.call("PUT", f"/webhooks/{id}/activate.json", headers={"X-Hook-Secret": secret})
    task(api)
    assert [delivery.state for delivery in hooks.faults.deliveries(webhook=id)] == ["canceled", "canceled"]
    assert hooks.status(id) == "enabled"


@pytest.mark.rule("webhooks.https-only")
def test_a_server_refuses_strangers_when_the_webhook_is_written(api: Api, hooks: Hooks) -> None:
    delivery_queue_of(hooks.mock.world).hosts.at_once = True
    delivery_queue_of(hooks.mock.world).hosts.allowed = frozenset(["friend.test"])
    for url in ("https://stranger.test/x", "https://10.0.0.1/", "https://friend.test.stranger.test/"):
        assert "--allow-webhook-host" in api.refused(422, "POST", "/webhooks", {**NEW, "url": url})
    for url in ("https://friend.test/x", "https://localhost:1/", "http://127.0.0.1:1/", "https://app.test/x"):
        api.post("/webhooks", {**NEW, "url": url})
    id = hooks.make()
    assert "stranger.test" in api.refused(422, "PATCH", f"/webhooks/{id}", {"url": "https://stranger.test/"})


@pytest.mark.rule("webhooks.https-only")
def test_the_strict_profile_refuses_plain_http_everywhere(api: Api, hooks: Hooks) -> None:
    delivery_queue_of(hooks.mock.world).hosts.https_only = True
    for url in ("http://127.0.0.1:3000/", "http://localhost/", "http://app.test/"):
        assert api.refused(422, "POST", "/webhooks", {**NEW, "url": url}).endswith("url must begin with https://")

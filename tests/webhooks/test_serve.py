"""The flags of `mockclio serve` that are about webhooks, and what a served mock sends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from mockclio.webhooks.receiver import Receiver
from tests.webhooks.sockets import listening


@contextmanager
def serving(*flags: str) -> Iterator[httpx.Client]:
    """A client of a server in a process of its own."""
    command = [sys.executable, "-m", "mockclio", "serve", "--port", "0", "--firm", "empty", *flags]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOCKCLIO_")}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("ready ").strip()
        with httpx.Client(base_url=url, headers={"Authorization": "Bearer dev-token"}, trust_env=False) as client:
            yield client
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()


def subscribe(client: httpx.Client, url: str) -> httpx.Response:
    body = {"data": {"url": url, "model": "contact", "fields": "id,name"}}
    return client.post("/api/v4/webhooks.json", json=body)


@pytest.mark.rule("webhooks.https-only")
def test_the_strict_profile_takes_https_and_only_hosts_that_were_named() -> None:
    with serving("--profile", "clio", "--allow-webhook-host", "one.test", "--allow-webhook-host", "Two.Test") as client:
        statuses = {url: subscribe(client, url).status_code for url in ("https://one.test/x", "https://two.test/", "https://localhost:1/")}
        assert statuses == dict.fromkeys(statuses, 201)
        assert "https://" in subscribe(client, "http://127.0.0.1:1/").json()["error"]["message"]
        assert "--allow-webhook-host three.test" in subscribe(client, "https://three.test/").json()["error"]["message"]


def test_a_served_mock_sends_by_itself_and_refuses_strangers() -> None:
    receiver = Receiver()
    with listening(receiver) as url, serving() as client:
        made = subscribe(client, url).json()["data"]["id"]
        wait = {"webhook": made, "after": 0, "event": "handshake"}
        assert client.get("/_mockclio/webhooks/wait", params=wait).json()["delivery"]["reason"].endswith("the webhook is enabled")
        client.post("/api/v4/contacts.json", json={"data": {"type": "Company", "name": "Quay"}}).raise_for_status()
        result = client.get("/_mockclio/webhooks/wait", params={**wait, "event": "created"}).json()
        assert result["delivery"]["state"] == "delivered", result
        assert subscribe(client, "https://stranger.test/").status_code == 422
    assert [(post.event, post.verified) for post in receiver] == [("handshake", None), ("created", True)]
    assert receiver.events[0].json["data"]["name"] == "Quay"


def test_a_file_of_certificates_that_is_not_there_is_refused() -> None:
    command = [sys.executable, "-m", "mockclio", "serve", "--port", "0", "--webhook-ca", "nowhere.pem"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert "nowhere.pem" in done.stderr

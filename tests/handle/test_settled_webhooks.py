"""A webhook that a test makes can receive when the test goes on, in every mode; assertions wait for what is on its way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import httpx
import pytest

from mockclio.handle.deliveries import Undelivered
from mockclio.handle.handle import MockHandle
from mockclio.webhooks import delivery_queue_of, handshakes
from mockclio.webhooks.missing import NothingArrived
from mockclio.webhooks.receiver import Receiver
from tests.handle.conftest import KINDS


@pytest.fixture(params=KINDS)
def handle(request: pytest.FixtureRequest, servers: dict[str, Any]) -> Iterator[MockHandle]:
    """A world without any webhook."""
    with servers[request.param].fork("empty") as made:
        yield made


class Gate(Receiver):
    """Answers when it is opened. `begun` is set when a post is there."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.opened = Event(), Event()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        self.begun.set()
        assert self.opened.wait(10)
        return super().__call__(environ, start_response)


@pytest.fixture
def gate(handle: MockHandle) -> Iterator[tuple[Gate, str]]:
    """A receiver that answers nothing before it is opened, and its address."""
    gate = Gate()
    with handle.webhooks.listening(gate) as url:
        yield gate, url
        gate.opened.set()


def plain(handle: MockHandle, method: str, path: str, data: dict[str, Any]) -> httpx.Response:
    """A request as the program under test sends it, which knows an address from its environment."""
    variables = handle.environment()
    headers = {"Authorization": f"Bearer {variables['CLIO_TOKEN']}"}
    answer = httpx.request(method, f"{variables['CLIO_API_URL']}{path}", json={"data": data}, headers=headers, trust_env=False, timeout=20)
    return answer.raise_for_status()


def hook(url: str) -> dict[str, Any]:
    return {"url": url, "model": "contact", "fields": "id,name", "events": ["created"]}


def person(name: str) -> dict[str, Any]:
    return {"type": "Company", "name": name}


def test_no_change_comes_before_the_handshake(handle: MockHandle) -> None:
    receiver = Receiver()
    with handle.webhooks.listening(receiver) as url:
        for number in range(8):
            made = plain(handle, "POST", "/webhooks.json?fields=id", hook(f"{url}/{number}")).json()["data"]["id"]
            assert handle.http.get(f"/api/v4/webhooks/{made}.json?fields=status").json()["data"]["status"] == "enabled"
            contact = plain(handle, "POST", "/contacts.json", person(f"Quay {number}")).json()["data"]["id"]
            handle.webhooks.assert_delivered("contact", "created", record=contact, times=number + 1)


def test_a_webhook_of_a_client_of_the_handle_can_receive_at_once(handle: MockHandle) -> None:
    receiver = Receiver()
    assert handle.url
    with handle.webhooks.listening(receiver) as url:
        made = handle.client.webhooks.create(**hook(url)).id
        handle.client.contacts.create(**person("Quay"))
        handle.webhooks.assert_delivered("contact", "created", times=1)
        handle.client.webhooks.update(made, url=f"{url}/moved")
        handle.client.contacts.create(**person("Wharf"))
        handle.webhooks.wait_until_idle()
    assert [(post.path, post.event) for post in receiver] == [
        ("/", "handshake"),
        ("/", "created"),
        ("/moved", "handshake"),
        ("/moved", "created"),
    ]


def test_a_receiver_that_answers_late_costs_its_patience_and_its_change_names_the_cure(
    handle: MockHandle, gate: tuple[Gate, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handshakes, "PATIENCE", 0.05)
    receiver, url = gate
    made = plain(handle, "POST", "/webhooks.json?fields=id", hook(url)).json()["data"]["id"]
    contact = plain(handle, "POST", "/contacts.json", person("Quay")).json()["data"]["id"]
    cure = r"webhooks\.wait_for\(event='handshake'\), or `mockclio webhooks wait --event handshake`\. Its last handshake is owed"
    with pytest.raises(Undelivered, match=cure):
        handle.webhooks.assert_delivered("contact", "created", record=contact, timeout=0.05)
    with pytest.raises(NothingArrived, match=cure):
        handle.webhooks.wait_for("contact", "created", record=contact, timeout=0.05)
    with pytest.raises(Undelivered, match=r"1 deliveries were still to be sent after 0.05 s:\n  delivery 1 .* handshake to webhook"):
        handle.webhooks.wait_until_idle(timeout=0.05)
    receiver.opened.set()
    handle.webhooks.wait_for(event="handshake", webhook=made)
    plain(handle, "POST", "/contacts.json", person("Wharf"))
    with pytest.raises(Undelivered, match=re.compile(r"2 times, 1 arrived.*the handshake with its address was not done", re.DOTALL)):
        handle.webhooks.assert_delivered("contact", "created", times=2, timeout=0.05)


def test_the_next_write_waits_for_a_handshake_that_the_first_could_not_wait_for(
    handle: MockHandle, gate: tuple[Gate, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receiver in one thread with its caller answers after its caller has the answer, and before the test goes on."""
    monkeypatch.setattr(handshakes, "PATIENCE", 0.01)
    receiver, url = gate
    plain(handle, "POST", "/webhooks.json", hook(url))
    assert receiver.begun.wait(10)
    monkeypatch.setattr(handshakes, "PATIENCE", 10)
    receiver.opened.set()
    plain(handle, "POST", "/contacts.json", person("Quay"))
    handle.webhooks.assert_delivered("contact", "created", times=1)


def test_a_receiver_may_activate_its_webhook_and_read_during_the_handshake(handle: MockHandle) -> None:
    answers: list[int] = []

    def receiver(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if secret := environ.get("HTTP_X_HOOK_SECRET"):
            (made,) = handle.http.get("/api/v4/webhooks.json").json()["data"]
            headers = {"X-Hook-Secret": secret}
            answers.append(handle.http.put(f"/api/v4/webhooks/{made['id']}/activate.json", headers=headers).status_code)
        start_response("200 OK", [])
        return []

    with handle.webhooks.listening(receiver) as url:
        plain(handle, "POST", "/webhooks.json", hook(url))
        plain(handle, "POST", "/contacts.json", person("Quay"))
        handle.webhooks.assert_delivered("contact", "created", times=1)
    assert answers == [200]


def test_nobody_waits_while_deliveries_are_sent_by_hand(handle: MockHandle) -> None:
    assert handle.url
    handle.webhooks.automatic = False
    with handle.webhooks.listening(Receiver()) as url:
        plain(handle, "POST", "/webhooks.json", hook(url))
        handle.webhooks.wait_until_idle()
        assert [one.state for one in handle.webhooks.deliveries()] == ["owed"]
        assert handle.webhooks.deliver() == 1


def test_waiting_is_on_for_handles_and_off_for_what_is_served(handle: MockHandle) -> None:
    assert handle.control("GET", "webhooks/sending")["await_handshakes"] is True
    assert handle.control("POST", "webhooks/sending", {"await_handshakes": False})["await_handshakes"] is False
    with pytest.raises(ValueError, match="await_handshakes or automatic must be sent"):
        handle.control("POST", "webhooks/sending", {})


def test_a_fork_and_its_source_wait_alike(servers: dict[str, Any]) -> None:
    with servers["in process"].fork("empty") as mock:
        copy = mock.world.fork("copy")
        assert delivery_queue_of(copy).awaits_handshakes is True

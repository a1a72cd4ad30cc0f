"""The receiver that comes along: it refuses what is no delivery with the reason, and may be told to give no answer."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest

from mockclio.webhooks.receiver import Receiver, Unanswered
from tests.api import Api
from tests.webhooks.conftest import Hooks, task


def post(receiver: Receiver, content: bytes, **headers: str) -> httpx.Response:
    with httpx.Client(transport=httpx.WSGITransport(app=receiver), base_url="http://app.test") as client:
        return client.post("/hook", content=content, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("content", [b"", b"x", b"[]", b"{}", b'{"data":null}', b'{"data":{}}', b'{"data":{"webhook_id":{}}}'])
def test_a_malformed_handshake_is_refused_with_the_reason(content: bytes) -> None:
    receiver = Receiver()
    refused = post(receiver, content, X_Hook_Secret="hush")
    assert (refused.status_code, "webhook_id" in refused.text) == (400, True)
    assert "X-Hook-Secret" not in refused.headers
    assert [(one.status, one.event, one.reason) for one in receiver] == [(400, "handshake", refused.text)]
    assert receiver.secrets == {}
    assert post(receiver, b'{"data":{"webhook_id":7}}', X_Hook_Secret="hush").headers["X-Hook-Secret"] == "hush"


@pytest.mark.parametrize("content", [b"", b"x", b"[1]", b'{"meta":7}', b'{"meta":{"webhook_id":[]}}'])
def test_a_malformed_event_is_refused_with_the_reason(content: bytes) -> None:
    refused = post(Receiver(), content)
    assert (refused.status_code, "meta" in refused.text) == (400, True)


def test_a_wrong_signature_is_refused_with_the_reason() -> None:
    refused = post(Receiver(secrets={7: "hush"}), b'{"meta":{"webhook_id":7}}', X_Hook_Signature="no")
    assert (refused.status_code, "X-Hook-Signature" in refused.text) == (401, True)


def test_an_answer_may_be_none(api: Api, hooks: Hooks) -> None:
    hooks.make()
    hooks.receiver.answers = [None, 200]
    task(api)
    api.mock.clock.advance(timedelta(minutes=2))
    (delivery,) = hooks.faults.deliveries(event="created")
    assert (delivery.statuses, delivery.state) == ([None, 200], "delivered")
    assert [one.status for one in hooks.receiver.events] == [None, 200]


def test_whoever_serves_it_hears_that_there_is_no_answer() -> None:
    body = b'{"meta":{"webhook_id":7}}'
    answers: list[Any] = []
    with pytest.raises(Unanswered):
        Receiver(None)({"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}, lambda *words: answers.append(words))
    assert answers == []

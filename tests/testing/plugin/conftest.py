"""A firm that tells a receiver in the process of new matters."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from mockclio.webhooks.receiver import Receiver


@pytest.fixture
def hooked(mock: MockClio) -> MockClio:
    mock.webhooks.mount("https://app.test", Receiver())
    hook = {"url": "https://app.test/hook", "model": "matter", "fields": "id,description", "events": ["created"]}
    assert mock.http.post("/api/v4/webhooks.json", json={"data": hook}).status_code == 201
    mock.webhooks.wait_for(event="handshake")
    return mock

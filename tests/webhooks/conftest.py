"""A receiver that is mounted in the process, and webhooks that send to it."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.store.world import World
from mockclio.webhooks.receiver import Receiver
from tests.api import Api

ORIGIN = "https://app.test"


class Hooks:
    """Webhooks of one mock and the receiver that they lead to: `hooks.make("matter")`, `hooks.events`."""

    def __init__(self, api: Api) -> None:
        self.api, self.mock = api, api.mock
        self.faults = api.mock.webhooks
        self.receiver = Receiver()
        self.faults.mount(ORIGIN, self.receiver)

    def make(self, model: str = "task", fields: str = "id,name", **values: Any) -> int:
        """The id of a new webhook; its handshake is done unless the receiver does not want to."""
        body = {"url": f"{ORIGIN}/{model}", "model": model, "fields": fields, **values}
        return int(self.api.post("/webhooks", body)["id"])

    def status(self, id: int) -> str:
        return str(self.api.get(f"/webhooks/{id}", "status")["status"])

    @property
    def events(self) -> list[str]:
        """Events that arrived, in order."""
        return [post.event for post in self.receiver.events]

    def sent(self, **which: Any) -> list[dict[str, Any]]:
        """The `data` of deliveries of events that arrived."""
        return [delivery.data for delivery in self.faults.deliveries(state="delivered", **which) if delivery.kind == "event"]


@pytest.fixture(scope="session")
def small() -> World:
    """The firm with something in every table."""
    return open_firm("small", frozen=True)


@pytest.fixture
def hooks(api: Api) -> Hooks:
    return Hooks(api)


@pytest.fixture
def receiver(hooks: Hooks) -> Receiver:
    return hooks.receiver


def task(api: Api, name: str = "Call the court", **values: Any) -> int:
    owner = api.get("/users/who_am_i")["id"]
    return int(api.post("/tasks", {"name": name, "description": "-", "assignee": {"id": owner, "type": "User"}, **values})["id"])


def rename(api: Api, id: int, name: str) -> None:
    api.patch(f"/tasks/{id}", {"name": name})


def token(mock: MockClio, value: str, permissions: Any) -> dict[str, str]:
    """The header of a bearer token with less reach."""
    mock._worlds.grant(mock.world, value).permissions = permissions
    return {"Authorization": f"Bearer {value}"}

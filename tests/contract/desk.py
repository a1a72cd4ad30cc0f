"""A mock of one's own in which every write of `examples` is right."""

from __future__ import annotations

from typing import Any

import httpx

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.testing.laws.writing import bodies as examples
from tests.contract.chambers import Chambers


class Desk:
    """Writes to a fork of the chambers, each with the smallest body that is right. What was owed to webhooks is sent before."""

    def __init__(self, chambers: Chambers) -> None:
        self.chambers = chambers
        self.mock = MockClio.of(chambers.world.fork("default"))
        self.mock.http.get("/api/v4/users/who_am_i")

    def call(self, operation: AnyOperation, headers: dict[str, str] | None = None, **parameters: str) -> httpx.Response:
        path = f"/api/v4{examples.path(self.chambers, operation)}"
        body: dict[str, Any] = {"json": {"data": examples.body(self.chambers, operation)}} if operation.body else {}
        return self.mock.http.request(operation.method, path, params=parameters, headers=headers or {}, **body)

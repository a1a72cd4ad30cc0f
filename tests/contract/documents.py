"""A mock of its own in which every write of `examples` is right."""

from __future__ import annotations

from typing import Any

import httpx

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.testing.sample_data import bodies as examples
from tests.contract.full_firm import FullFirm


class FullFirmMock:
    """Writes to a fork of the full firm, each with the smallest valid body. Deliveries that are due are sent before."""

    def __init__(self, full_firm: FullFirm) -> None:
        self.full_firm = full_firm
        self.mock = MockClio.of(full_firm.world.fork("default"))
        self.mock.http.get("/api/v4/users/who_am_i")

    def call(self, operation: AnyOperation, headers: dict[str, str] | None = None, **parameters: str) -> httpx.Response:
        path = f"/api/v4{examples.path(self.full_firm, operation)}"
        body: dict[str, Any] = {"json": {"data": examples.body(self.full_firm, operation)}} if operation.body else {}
        return self.mock.http.request(operation.method, path, params=parameters, headers=headers or {}, **body)

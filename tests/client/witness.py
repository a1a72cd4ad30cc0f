"""A server that only reads. It parses requests with mockclio's own readers, keeps the result, and gives prepared answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import orjson
from flask import Request, Response

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import accepted
from mockclio.client import AsyncClio, Clio
from mockclio.handle.transport import AsyncInProcess
from mockclio.server import arguments, bodies, fields, routing

HOST = "http://witness.test"
FILE = b"\x00the bytes of a file\xff"
PAGE = "<!doctype html><title>Bill</title>"


@dataclass
class Understood:
    """What the server made of a request."""

    operation: AnyOperation
    ids: dict[str, Any]
    arguments: dict[str, Any]
    data: dict[str, Any]
    headers: dict[str, str]


@dataclass
class Witness:
    """A WSGI application. `answer` is what stands under `data`."""

    answer: Any = None
    received: list[Understood] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        if request.path == "/file":
            assert "Authorization" not in request.headers
            return Response(FILE, content_type="application/pdf")(environ, start_response)
        result = routing.match(request.method, request.path.removeprefix("/api/v4/"))
        assert result is not None, request.path
        operation, ids = result
        read = arguments.read(operation, request.args, ZoneInfo("UTC"))
        if operation.record is not None:
            fields.parse(read.get("fields", ""), operation.record)
        data = bodies.checked(accepted(operation.body), bodies.read(request), ZoneInfo("UTC")) if request.get_data() else {}
        self.received.append(Understood(operation, ids, read, data, dict(request.headers)))
        return self._respond(operation)(environ, start_response)

    def _respond(self, operation: AnyOperation) -> Response:
        if operation.kind == "download":
            return Response(status=303, headers={"Location": f"{HOST}/file"})
        if operation.kind == "page":
            return Response(PAGE, content_type="text/html")
        if operation.status == 204:
            return Response(status=204)
        meta = {"meta": {"paging": {}, "records": len(self.answer)}} if operation.kind == "index" else {}
        return Response(orjson.dumps({"data": self.answer, **meta}), operation.status, content_type="application/json")

    def client(self) -> Clio:
        return Clio("token", base_url=HOST, transport=httpx.WSGITransport(app=self))

    def async_client(self) -> AsyncClio:
        return AsyncClio("token", base_url=HOST, transport=AsyncInProcess(self))

"""Breaking a server on the wire: what stands between a request and the application, and between its answer and the client."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from werkzeug.test import run_wsgi_app

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.server import routing
from tests.mutants.mutant import Apply

API = "/api/v4/"


@dataclass(frozen=True)
class Request:
    """A request as it came in. `operation` is None where the path is none of the API's."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes
    operation: AnyOperation | None
    environ: dict[str, Any] = field(repr=False)

    def given(self, *names: str) -> list[str]:
        """The values of parameters, in order."""
        return [value for name, value in self.query if name in names]

    def less(self, *names: str) -> Request:
        """The same request without some parameters."""
        return replace(self, query=[(name, value) for name, value in self.query if name not in names])

    def more(self, **parameters: str) -> Request:
        """The same request with parameters set."""
        return replace(self, query=[*self.less(*parameters).query, *parameters.items()])

    def unheaded(self, *names: str) -> Request:
        return replace(self, headers={name: value for name, value in self.headers.items() if name not in names})

    @property
    def data(self) -> dict[str, Any] | None:
        """What stands under `data` in a JSON body."""
        try:
            sent = json.loads(self.body)
        except ValueError:
            return None
        data = sent.get("data") if isinstance(sent, dict) else None
        return data if isinstance(data, dict) else None

    def sending(self, data: dict[str, Any]) -> Request:
        return replace(self, body=json.dumps({"data": data}).encode())


@dataclass(frozen=True)
class Answered:
    """An answer on its way out."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, parsed; None where it is no JSON."""
        if "json" not in self.headers.get("Content-Type", ""):
            return None
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def saying(self, body: Any, status: int = 0, **headers: str) -> Answered:
        """Another body, as JSON."""
        merged = {**self.headers, **headers}
        return Answered(status or self.status, merged, json.dumps(body).encode())


Ask = Callable[[Request], Answered]
Twist = Callable[[Request, Ask], Answered]
"""Answers a request in the application's place; it may ask the application, once, more often or not at all."""


def twisted(twist: Twist, *operation_ids: str) -> Apply:
    """A mutant that twists the requests of some operations, or all requests."""

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        inner = mock.app.wsgi_app

        def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            environ["mutants.app"] = mock.app
            incoming = _request(environ)
            if operation_ids and (incoming.operation is None or incoming.operation.operation_id not in operation_ids):
                return inner(environ, start_response)
            answered = twist(incoming, lambda request: _answered(inner, request))
            body = b"" if incoming.method == "HEAD" else answered.body
            headers = {**answered.headers, "Content-Length": str(len(answered.body))}
            start_response(f"{answered.status} ", list(headers.items()))
            return [body]

        mock.app.wsgi_app = application  # type: ignore[method-assign]
        try:
            yield
        finally:
            mock.app.wsgi_app = inner  # type: ignore[method-assign]

    return apply


def _request(environ: dict[str, Any]) -> Request:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    path = environ.get("PATH_INFO", "/")
    matched = routing.match(environ["REQUEST_METHOD"], path.removeprefix(API)) if path.startswith(API) else None
    headers = {key[5:].replace("_", "-").title(): value for key, value in environ.items() if key.startswith("HTTP_")}
    query = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    return Request(environ["REQUEST_METHOD"], path, query, headers, body, matched[0] if matched else None, environ)


def _answered(inner: Any, incoming: Request) -> Answered:
    environ = {key: value for key, value in incoming.environ.items() if not key.startswith("HTTP_")}
    environ.update({f"HTTP_{name.upper().replace('-', '_')}": value for name, value in incoming.headers.items()})
    environ.update(
        REQUEST_METHOD=incoming.method,
        PATH_INFO=incoming.path,
        RAW_URI=incoming.path,
        QUERY_STRING=urlencode(incoming.query),
        CONTENT_LENGTH=str(len(incoming.body)),
    )
    environ["wsgi.input"] = io.BytesIO(incoming.body)
    chunks, status, headers = run_wsgi_app(inner, environ, buffered=True)
    return Answered(int(status.partition(" ")[0]), dict(headers), b"".join(chunks))


def rows_of(answered: Answered) -> list[dict[str, Any]]:
    """The records of an answer, of a list or of one record."""
    body = answered.json
    data = body.get("data") if isinstance(body, dict) and 200 <= answered.status < 300 else None
    rows = data if isinstance(data, list) else [data]
    return [row for row in rows if isinstance(row, dict)]


def changing(answered: Answered, rows: list[dict[str, Any]]) -> Answered:
    """The answer with its records replaced."""
    body = answered.json
    return answered.saying({**body, "data": rows if isinstance(body["data"], list) else rows[0]})


def saying_again(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Twist:
    """Changes every record of the answer."""

    def twist(incoming: Request, ask: Ask) -> Answered:
        answered = ask(incoming)
        rows = rows_of(answered)
        return changing(answered, [change(row) for row in rows]) if rows else answered

    return twist


def asking_other(change: Callable[[Request], Request]) -> Twist:
    """Lets the application hear another request than was sent."""
    return lambda incoming, ask: ask(change(incoming))

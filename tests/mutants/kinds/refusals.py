"""Every refusal that an operation documents, provoked by a plain request: what is sent, what comes back, and the request put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, accepted, parameters
from mockclio.server.filters import PAGING
from tests.contract.support import Caller
from tests.mutants.wire import Request
from tests.mutants.worlds import ALL, body_with

NEVER = '"00000000000000000000000000000000"'
UNKNOWN = 987_654_321
POOR = "token-without-scopes"
Repair = Callable[[Request], Request]


@dataclass(frozen=True)
class Refusal:
    """One way in which one operation refuses. `about` is what the message names, `repair` makes the request one that is answered; `one`
    says that it is about one parameter or attribute, one of many whose refusals have the same form."""

    operation: AnyOperation
    name: str
    status: int
    provoke: Callable[[MockClio], httpx.Response | None] = field(repr=False)
    repair: Repair | None = field(default=None, repr=False)
    about: str = ""
    one: bool = False


def send(
    mock: MockClio,
    operation: AnyOperation,
    *,
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    id: Any = None,
    data: dict[str, Any] | None = None,
    content: bytes | None = None,
) -> httpx.Response | None:
    """The operation as it is right, but for what is given."""
    reads = operation.method == "GET"
    path = Caller(mock).path(operation) if reads else body_with(operation)[0]
    if path is None:
        return None
    if id is not None:
        path = "/api/v4" + operation.path.replace("{id}", str(id)).replace("{document_version_id}", "1")
    required = Caller(mock).required(operation) if reads else {}
    body: dict[str, Any] = {"content": content} if content is not None else {}
    if operation.body is not None and content is None and operation.method != "DELETE":
        body = {"json": {"data": data if data is not None else body_with(operation)[1]}}
    return mock.http.request(operation.method, path, params={**required, **(query or {})}, headers=headers or {}, **body)


def refusals() -> list[Refusal]:
    """All of them, in a fixed order."""
    return [refusal for operation in ALL for refusal in _of(operation)]


def _of(operation: AnyOperation) -> Iterator[Refusal]:
    yield from _of_anything(operation)
    if operation.method == "GET":
        yield from _of_reads(operation)
    if operation.body is not None and operation.method != "DELETE":
        yield from _of_bodies(operation)
    if "IF-MATCH" in operation.headers:
        yield Refusal(operation, "412", 412, _sending(operation, headers={"If-Match": NEVER}), lambda request: request.unheaded("If-Match"))


def _sending(operation: AnyOperation, **changes: Any) -> Callable[[MockClio], httpx.Response | None]:
    return lambda mock: send(mock, operation, **changes)


def _of_anything(operation: AnyOperation) -> Iterator[Refusal]:
    yield Refusal(operation, "401 no token", 401, _sending(operation, headers={"Authorization": ""}), _with_token)
    yield Refusal(operation, "401 bad token", 401, _sending(operation, headers={"Authorization": "Bearer nobody"}), _with_token)
    yield Refusal(operation, "403", 403, _poor(operation), _with_token)
    version = {"X-API-VERSION": "4.0.99"}
    yield Refusal(operation, "410", 410, _sending(operation, headers=version), lambda request: request.unheaded("X-Api-Version"))
    if "{id}" in operation.path:
        yield Refusal(operation, "404", 404, _sending(operation, id=UNKNOWN))
    if operation.record is not None and operation.fields:
        for name, text in (("400 fields", "nonsense"), ("400 nested fields", "id{nonsense}"), ("400 two levels", "id{id{id}}")):
            yield Refusal(
                operation, name, 400, _sending(operation, query={"fields": text}), lambda request: request.less("fields"), text[:8]
            )


def _with_token(request: Request) -> Request:
    return replace(request, headers={**request.headers, "Authorization": "Bearer dev-token"})


def _poor(operation: AnyOperation) -> Callable[[MockClio], httpx.Response | None]:
    """A token that opens nothing but what the operation does not need."""

    def provoke(mock: MockClio) -> httpx.Response | None:
        mock._worlds.grant(mock.world, POOR).permissions = {}
        return send(mock, operation, headers={"Authorization": f"Bearer {POOR}"})

    return provoke


def _of_reads(operation: AnyOperation) -> Iterator[Refusal]:
    if "IF-NONE-MATCH" in operation.headers:
        yield Refusal(
            operation, "304 etag", 304, _unchanged(operation, "ETag", "If-None-Match"), lambda request: request.unheaded("If-None-Match")
        )
        since = _unchanged(operation, "Last-Modified", "If-Modified-Since")
        yield Refusal(operation, "304 since", 304, since, lambda request: request.unheaded("If-Modified-Since"))
    if operation.kind == "index":
        for name, text in (("limit", "0"), ("limit", "201"), ("page_token", "nonsense"), ("order", "nonsense(asc)")):
            if name in parameters(operation):
                # the ids keep their 400, by which drawing.json names what was drawn
                yield Refusal(operation, f"400 {name}={text}", 422, _sending(operation, query={name: text}), _less(name), name, True)
        yield Refusal(operation, "422 offset", 422, _sending(operation, query={"offset": "10000"}), _less("offset"), "offset")
    for attribute in parameters(operation).values():
        if attribute.name not in ("fields", "order", "page_token", "offset") and attribute.kind not in (
            "str",
            "json",
            "custom_field_conditions",
        ):
            query = {attribute.wire: "nonsense"}
            yield Refusal(
                operation, f"400 {attribute.name}", 422, _sending(operation, query=query), _less(attribute.wire), attribute.wire, True
            )
        if attribute.required and attribute.name not in PAGING:
            yield Refusal(
                operation, f"400 without {attribute.name}", 400, _sending(operation, query={attribute.wire: ""}), None, attribute.wire, True
            )


def _less(*names: str) -> Repair:
    return lambda request: request.less(*names)


def _unchanged(operation: AnyOperation, brought: str, sent: str) -> Callable[[MockClio], httpx.Response | None]:
    def provoke(mock: MockClio) -> httpx.Response | None:
        first = send(mock, operation)
        return send(mock, operation, headers={sent: first.headers.get(brought, "")}) if first is not None else None

    return provoke


def _of_bodies(operation: AnyOperation) -> Iterator[Refusal]:
    json = {"Content-Type": "application/json"}
    yield Refusal(
        operation, "400 no JSON", 400, _sending(operation, content=b'{"data": ', headers=json), lambda request: request.sending({})
    )
    yield Refusal(
        operation, "400 no data", 400, _sending(operation, content=b'{"name": "x"}', headers=json), lambda request: request.sending({})
    )
    for attribute in accepted(operation.body).values():
        for name, status, value in _wrong(attribute):
            provoke = _wrongly(operation, attribute, value)
            yield Refusal(operation, f"{name} {attribute.name}", status, provoke, _unsent(attribute.name), attribute.name, True)
        if attribute.required:
            yield Refusal(operation, f"422 without {attribute.name}", 422, _wrongly(operation, attribute, ...), None, attribute.name, True)


def _wrong(attribute: Attribute) -> Iterator[tuple[str, int, Any]]:
    """What the attribute must refuse, and how."""
    if attribute.kind in ("int", "float", "bool", "date", "datetime", "enum"):
        yield "422", 422, ["nonsense"] if attribute.many else "nonsense"
    if attribute.kind == "ref" and not attribute.many:
        yield "404", 404, {"id": UNKNOWN}
        yield "422", 422, "nonsense"
    if attribute.max_length and not attribute.many:
        yield "422 long", 422, "x" * (attribute.max_length + 1)
    if attribute.range and not attribute.many:
        yield "422 range", 422, attribute.range[1] + 1
    if attribute.many:
        yield "422 no list", 422, "nonsense"


def _wrongly(operation: AnyOperation, attribute: Attribute, value: Any) -> Callable[[MockClio], httpx.Response | None]:
    def provoke(mock: MockClio) -> httpx.Response | None:
        _, body = body_with(operation, attribute, value)
        return send(mock, operation, data=body)

    return provoke


def _unsent(name: str) -> Repair:
    def repair(request: Request) -> Request:
        return request.sending({key: value for key, value in (request.data or {}).items() if key != name})

    return repair

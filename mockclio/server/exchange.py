"""One request as a whole: its faults, its answer, the write to the kept file, and its entry in the request log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import orjson
from flask import Response

from mockclio.ledger import Recording, recording
from mockclio.server import credentials, faults, keeping, request_shape, sizes
from mockclio.server.call import Answer, Call
from mockclio.store.faults import Fault
from mockclio.store.request_log import LoggedRequest
from mockclio.store.world import World
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from flask import Request


ENTRY = "mockclio.request_log.entry"
"""The key of the entry in the environment of its request, for what writes a line for each request."""


@dataclass(slots=True)
class Trace:
    """The operation, user, rules and call of a request, for the request log and the coverage."""

    operation: str = ""
    user: int | None = None
    rules: Recording = field(default_factory=Recording)
    call: Call | None = None


Respond = Callable[[Worlds, "Request", str, Trace], Answer]


def exchange(worlds: Worlds, waiting: faults.Waiting, request: Request, path: str, respond: Respond) -> Response:
    """Answer one request to the API, the OAuth pages or the file store."""
    begun = perf_counter()
    refused = sizes.refusal(request)
    body = b"" if refused else request.get_data()
    token = credentials.token(request.headers.get("Authorization", ""), request.environ.get("QUERY_STRING", ""))
    world = _world(worlds, request, token, body)
    at = world.clock.stamp()
    matched = faults.meet(worlds, world, request, token, path)
    for fault in matched:
        if fault.kind == "latency":
            waiting.wait(world.faults.seconds(fault), request.environ)
    trace = Trace()
    answer = next(filter(None, map(faults.answer, matched)), None)
    if answer is None and refused:
        answer = Answer(status=refused.status, json=refused.body)
    answer = answer or keeping.hindrance(worlds, request.method)
    if answer is None:
        with recording(trace.rules):
            answer = respond(worlds, request, path, trace)
    answer = keeping.kept(worlds, request.method, answer, credentials=not request.path.startswith("/api/")) or answer
    response = send(answer)
    if matched:
        trace.operation = trace.operation or faults.operation_of(request, path)
        _spoil(response, answer, matched, world, waiting, request)
    if request.path.startswith("/api/"):
        worlds.coverage.note(request_shape.shape(request, path, trace.operation, trace.call, answer, matched))
    entry = LoggedRequest(
        id=0,
        world=world.name,
        at=at,
        method=request.method,
        path=request.path,
        query=request.environ.get("QUERY_STRING", ""),
        base_url=request.host_url.rstrip("/"),
        token=token,
        headers=list(request.headers),
        body=body,
        status=response.status_code,
        answer_headers=list(response.headers),
        answer=answer.content(),
        operation=trace.operation,
        user=trace.user,
        rules=_rules(answer, trace),
        faults=tuple(fault.id for fault in matched),
        error=_message(answer),
    )
    entry.milliseconds = round((perf_counter() - begun) * 1000, 3)
    request.environ[ENTRY] = world.request_log.record(entry)
    return response


def send(answer: Answer) -> Response:
    response = Response(answer.content(), status=answer.status, content_type=answer.content_type)
    if answer.status in (204, 304):
        response.headers.pop("Content-Type", None)
    for name, value in answer.headers.items():
        response.headers[name] = value
    return response


def _spoil(response: Response, answer: Answer, matched: list[Fault], world: World, waiting: faults.Waiting, request: Request) -> None:
    response.headers[faults.ID_HEADER] = ", ".join(fault.id for fault in matched)
    content = answer.content()
    for fault in matched:
        pieces = faults.broken(fault, content, world.faults.seconds(fault), waiting, request.environ)
        if pieces is not None:
            response.response = pieces
            response.headers["Content-Length"] = str(len(content))


def _rules(answer: Answer, trace: Trace) -> tuple[str, ...]:
    named = answer.headers.get("X-Mockclio-Rule", "")
    return tuple(dict.fromkeys([*filter(None, named.split(", ")), *trace.rules]))


def _message(answer: Answer) -> str:
    if answer.status < 400 or not isinstance(answer.json, dict):
        return ""
    error = answer.json.get("error")
    return str(error.get("message", "") if isinstance(error, dict) else answer.json.get("error_description", error))


def _world(worlds: Worlds, request: Request, token: str, body: bytes) -> World:
    """The world of a request, found by its application, its token, or its path in the file store. Otherwise `default`."""
    result = worlds.world_of(_client_id(request, body)) if request.path.startswith("/oauth/") else None
    if result is None and token:
        result = worlds.world_of(token)
    if result is None and request.path.startswith("/_storage/"):
        result = worlds.by_name.get(request.path.split("/")[3]) if request.path.count("/") >= 4 else None
    return result or worlds.first


def _client_id(request: Request, body: bytes) -> str:
    if "client_id" in request.args:
        return request.args["client_id"]
    if (named := credentials.basic(request.headers.get("Authorization", ""))) is not None:
        return named[0]
    if request.mimetype == "application/json":
        try:
            sent = orjson.loads(body)
        except orjson.JSONDecodeError:
            return ""
        return str(sent.get("client_id", "")) if isinstance(sent, dict) else ""
    return next(iter(parse_qs(body[:10_000].decode("latin-1")).get("client_id", [])), "")

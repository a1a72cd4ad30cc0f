"""One request as a whole: its faults, its answer, the write to the kept file, and its entry in the request log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import orjson

from mockclio.ledger import Recording, recording
from mockclio.server import credentials, faults, keeping, request_shape, sizes
from mockclio.server.call import Answer, Call
from mockclio.server.hooks import AFTER_WRITES, BEFORE_WRITES
from mockclio.server.wire import Reply, content_of, headers_of
from mockclio.store.faults import Fault
from mockclio.store.request_log import LoggedRequest
from mockclio.store.world import World
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from werkzeug.wrappers import Request


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


def exchange(worlds: Worlds, waiting: faults.Waiting, request: Request, path: str, respond: Respond) -> Reply:
    """Answer one request to the API, the OAuth pages or the file store."""
    begun = perf_counter()
    environ = request.environ
    method, query = request.method, environ.get("QUERY_STRING", "")
    refused = sizes.refusal(request)
    body = b"" if refused else content_of(request)
    token = credentials.token(environ.get("HTTP_AUTHORIZATION", ""), query)
    world = _world(worlds, request, token, body)
    at = world.clock.stamp()
    matched = faults.meet(worlds, world, request, token, path)
    for fault in matched:
        if fault.kind == "latency":
            waiting.wait(world.faults.seconds(fault), environ)
    trace = Trace()
    answer = next(filter(None, (faults.answer(fault, world) for fault in matched)), None) if matched else None
    if answer is None and refused:
        answer = Answer(status=refused.status, json=refused.body)
    answer = answer or keeping.hindrance(worlds, method)
    is_api = request.path.startswith("/api/")
    writes = is_api and method not in keeping.READS
    if answer is None:
        if writes:
            _call(BEFORE_WRITES, world, method, path)
        with recording(trace.rules):
            answer = respond(worlds, request, path, trace)
        if writes:
            _call(AFTER_WRITES, world, method, path)
    answer = keeping.kept(worlds, method, answer, credentials=not is_api) or answer
    reply = Reply.of(answer)
    if matched:
        trace.operation = trace.operation or faults.operation_of(request, path)
        _spoil(reply, answer, matched, world, waiting, request)
    if is_api:
        worlds.coverage.note(request_shape.shape(request, path, trace.operation, trace.call, answer, matched))
    entry = LoggedRequest(
        id=0,
        world=world.name,
        at=at,
        method=method,
        path=request.path,
        query=query,
        base_url=request.host_url.rstrip("/"),
        token=token,
        headers=headers_of(environ),
        body=body,
        status=reply.status,
        answer_headers=reply.headers,
        answer=answer.content,
        operation=trace.operation,
        user=trace.user,
        rules=_rules(answer, trace),
        faults=tuple(fault.id for fault in matched) if matched else (),
        error=_message(answer),
    )
    entry.milliseconds = round((perf_counter() - begun) * 1000, 3)
    environ[ENTRY] = world.request_log.record(entry)
    return reply


def _call(functions: list[Callable[[World, str, str], None]], world: World, method: str, path: str) -> None:
    for function in functions:
        function(world, method, path)


def _spoil(reply: Reply, answer: Answer, matched: list[Fault], world: World, waiting: faults.Waiting, request: Request) -> None:
    reply.headers.append((faults.ID_HEADER, ", ".join(fault.id for fault in matched)))
    for fault in matched:
        pieces = faults.broken(fault, answer.content, world.faults.seconds(fault), waiting, request.environ)
        if pieces is not None:
            reply.pieces = pieces


def _rules(answer: Answer, trace: Trace) -> tuple[str, ...]:
    named = answer.headers.get("X-Mockclio-Rule")
    return tuple(dict.fromkeys([*named.split(", "), *trace.rules])) if named else tuple(trace.rules)


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

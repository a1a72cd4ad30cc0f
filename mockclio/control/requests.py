"""The request log over HTTP: search, export, explain."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from mockclio.control.bodies import path_id
from mockclio.control.explain import explain
from mockclio.control.exports import FORMS
from mockclio.control.route import ControlCall, Route
from mockclio.errors import BadRequest, NotFound
from mockclio.server.call import Answer
from mockclio.store.request_log import LoggedRequest

MOST = 1_000
SEARCH = {
    "after": "integer: only requests with a greater number",
    "method": "string: only this method",
    "path": "string: only paths that fit, as in /api/v4/matters*",
    "operation": "string: only operations that fit, as in Matter#*",
    "status": "string: only this status, or as 4xx its hundred",
    "rule": "string: only answers that this rule had a part in",
    "fault": "string: only requests that this fault struck",
    "token": "string: only requests with this bearer token",
    "text": "string: only those whose path, query or bodies hold this",
    "limit": "integer: at most so many, the newest; 100 if left out",
}
LISTED = {**SEARCH, "packed": "boolean: all of each request, nothing masked, its bodies in base64; for tests that compare what was sent"}
EXPORT = {"form": f"string: {', '.join(FORMS)}", **SEARCH}
EXPLAIN_QUERY = {"record": "integer: say what kept this record out of the list"}


def index(call: ControlCall) -> Any:
    """Requests that match, oldest first. Only packed requests have their bodies."""
    request_log, packed = call.world.request_log, call.query.get("packed", False)
    results = [entry.packed() if packed else entry.line() for entry in _matches(call)]
    return {"requests": results, "kept": len(request_log), "last": request_log.last}


def show(call: ControlCall) -> Any:
    """One request with its answer, headers and bodies."""
    return {"request": _entry(call).document()}


def clear(call: ControlCall) -> Any:
    """Forget the requests of a world."""
    return {"removed": call.world.request_log.clear()}


def export(call: ControlCall) -> Any:
    """Requests as an HTTP archive, as curl commands, or as a test."""
    form = call.query.pop("form", "har")
    if form not in FORMS:
        raise BadRequest(f"form must be one of {', '.join(FORMS)}")
    kind, made = FORMS[form]
    return Answer(body=made(call, _matches(call)).encode(), content_type=f"{kind}; charset=utf-8")


def why(call: ControlCall) -> Any:
    """The reasons for an answer."""
    world = call.world
    with world.lock:
        return explain(world, _entry(call), call.query.get("record"))


def _entry(call: ControlCall) -> LoggedRequest:
    entry = call.world.request_log.get(path_id(call.ids))
    if entry is None:
        cached = list(call.world.request_log)
        there = f"there are {cached[0].id} to {cached[-1].id}" if cached else "there are none"
        raise NotFound(f"There is no request {call.ids['id']} in the request log of {call.world.name}: {there}")
    return entry


def _matches(call: ControlCall) -> list[LoggedRequest]:
    query = call.query
    limit = query.get("limit", 100)
    if not 1 <= limit <= MOST:
        raise BadRequest(f"limit must be between 1 and {MOST}")
    tests = [TESTS[name](value) for name, value in query.items() if name in TESTS]
    return [entry for entry in call.world.request_log if all(test(entry) for test in tests)][-limit:]


def _status(text: str) -> Any:
    if len(text) == 3 and text[0].isdecimal() and (text[1:].isdecimal() or text[1:].lower() == "xx"):
        return lambda entry: str(entry.status)[: 3 if text[1:].isdecimal() else 1] == (text if text[1:].isdecimal() else text[0])
    raise BadRequest("status must be a status, as 404, or a hundred, as 4xx")


def _text(text: str) -> Any:
    sought = text.encode("utf-8", "replace")
    return lambda entry: text in entry.path or text in entry.query or sought in entry.body or sought in entry.answer


TESTS: dict[str, Any] = {
    "after": lambda number: lambda entry: entry.id > number,
    "method": lambda method: lambda entry: entry.method == method.upper(),
    "path": lambda path: lambda entry: fnmatchcase(entry.path, path),
    "operation": lambda operation: lambda entry: fnmatchcase(entry.operation, operation),
    "status": _status,
    "rule": lambda rule: lambda entry: rule in entry.rules,
    "fault": lambda fault: lambda entry: fault in entry.faults,
    "token": lambda token: lambda entry: entry.token == token,
    "text": _text,
}

ROUTES = (
    Route("GET", "/requests", "Search the requests that a world answered", index, query=LISTED, refuses=(400,)),
    Route("DELETE", "/requests", "Forget the requests of a world", clear),
    Route("GET", "/requests/export", "Requests as HAR, curl commands or a test", export, query=EXPORT, produces="*/*", refuses=(400,)),
    Route("GET", "/requests/{id}", "One request with its answer", show, refuses=(400, 404)),
    Route("GET", "/requests/{id}/explain", "Why an answer was what it was", why, query=EXPLAIN_QUERY, refuses=(400, 404)),
)

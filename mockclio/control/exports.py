"""Exports of the request log: HAR, curl commands, a test for pytest."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable
from datetime import UTC
from typing import Any
from urllib.parse import parse_qsl

from mockclio.store.clock import parse_time
from mockclio.store.masking import mask_query
from mockclio.store.request_log import LoggedRequest

SKIPPED = ("host", "content-length", "connection", "accept-encoding", "user-agent", "accept", "transfer-encoding")
TOKEN = "Bearer $MOCKCLIO_TOKEN"
TOKEN_OF_THE_SHELL = "MOCKCLIO_TOKEN=${MOCKCLIO_TOKEN:-${CLIO_TOKEN:-dev-token}}"


def har(entries: Iterable[LoggedRequest]) -> str:
    """An HTTP Archive 1.2, which browser tools can open."""
    log = {"version": "1.2", "creator": {"name": "mockclio", "version": "1"}, "entries": [_har(entry) for entry in entries]}
    return json.dumps({"log": log}, indent=1) + "\n"


def _har(entry: LoggedRequest) -> dict[str, Any]:
    shown = entry.document()
    sent, answer = shown["request"], shown["answer"]
    request: dict[str, Any] = {
        "method": entry.method,
        "url": entry.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(sent["headers"]),
        "queryString": _pairs(parse_qsl(mask_query(entry.query), keep_blank_values=True)),
        "headersSize": -1,
        "bodySize": len(entry.body),
    }
    if entry.body:
        request["postData"] = {"mimeType": _header(sent["headers"], "content-type"), "text": sent["body"]}
    return {
        "startedDateTime": parse_time(entry.at).astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "time": entry.milliseconds,
        "request": request,
        "response": {
            "status": entry.status,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(answer["headers"]),
            "content": {"size": len(entry.answer), "mimeType": _header(answer["headers"], "content-type"), "text": answer["body"]},
            "redirectURL": _header(answer["headers"], "location"),
            "headersSize": -1,
            "bodySize": len(entry.answer),
        },
        "cache": {},
        "timings": {"send": 0, "wait": entry.milliseconds, "receive": 0},
        "comment": f"{entry.operation} in the world {entry.world}",
    }


def _pairs(pairs: Iterable[Any]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _header(pairs: Iterable[Any], name: str) -> str:
    return next((str(value) for key, value in pairs if key.lower() == name), "")


def curl(entries: Iterable[LoggedRequest]) -> str:
    """One command for each request. The token is MOCKCLIO_TOKEN, then CLIO_TOKEN, then that of a new server."""
    lines = [_curl(entry) for entry in entries]
    return "".join(f"{line}\n" for line in ([TOKEN_OF_THE_SHELL] if any(TOKEN in line for line in lines) else []) + lines)


def _curl(entry: LoggedRequest) -> str:
    shown = entry.document()["request"]
    words = ["curl", "-X", entry.method, entry.url]
    for name, value in shown["headers"]:
        if name.lower() not in (*SKIPPED, "authorization"):
            words += ["-H", f"{name}: {value}"]
    if entry.body:
        words += ["--data-binary", shown["body"]]
    authorized = any(name.lower() == "authorization" for name, _ in shown["headers"])
    return shlex.join(words) + (f' -H "Authorization: {TOKEN}"' if authorized else "")


def pytest(entries: Iterable[LoggedRequest]) -> str:
    """A module with one test that sends the same requests in order and expects the same statuses."""
    lines = ["from mockclio import MockClio", "", "", "def test_the_recorded_requests(mock: MockClio) -> None:"]
    lines += [line for entry in entries for line in _step(entry)]
    return "\n".join(lines if len(lines) > 4 else [*lines, "    assert len(mock.requests) == 0"]) + "\n"


def _step(entry: LoggedRequest) -> list[str]:
    shown = entry.document()["request"]
    address = entry.path + ("?" + mask_query(entry.query) if entry.query else "")
    words = [repr(entry.method), repr(address)]
    if entry.body:
        words.append(f"content={shown['body']!r}")
    cached = {name: value for name, value in shown["headers"] if name.lower() not in (*SKIPPED, "authorization")}
    if cached:
        words.append(f"headers={cached!r}")
    return [f"    answer = mock.http.request({', '.join(words)})", f"    assert answer.status_code == {entry.status}"]


FORMS: dict[str, tuple[str, Callable[[Iterable[LoggedRequest]], str]]] = {
    "har": ("application/json", har),
    "curl": ("text/plain", curl),
    "pytest": ("text/x-python", pytest),
}

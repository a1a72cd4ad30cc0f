"""Exports of the request log: HAR, curl commands, a test for pytest. Each of them runs, and gives the same answers on the same firm.

Secrets stay masked, so each request is sent with the token of whoever runs the export. A request that was refused with 401 keeps its wrong
token. A body that the log has cut is left out, with a comment.
"""

from __future__ import annotations

import json
import shlex
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from mockclio.catalog.loopback import is_loopback
from mockclio.control.route import ControlCall
from mockclio.store.clock import parse_time
from mockclio.store.masking import mask_body, mask_query
from mockclio.store.request_log import LONGEST_BODY, LoggedRequest

SKIPPED = ("host", "content-length", "connection", "accept-encoding", "user-agent", "accept", "transfer-encoding", "authorization")
PATH_MARKS = "/:@!$&'()*+,;=~"
"""Marks that stand in a path as they are."""
TOKEN = "Bearer $MOCKCLIO_TOKEN"
KNOWN_TOKEN = "dev-token"
"""The token that everybody knows. Where a world has it, exports use it if the environment names no token."""

Pairs = Sequence[tuple[str, str]]
Export = Callable[[ControlCall, list[LoggedRequest]], str]


def har(call: ControlCall, entries: list[LoggedRequest]) -> str:
    """The entries as an HTTP Archive."""
    return archive(entries)


def archive(entries: Iterable[LoggedRequest]) -> str:
    """An HTTP Archive 1.2, which browser tools can open."""
    log = {"version": "1.2", "creator": {"name": "mockclio", "version": "1"}, "entries": [_har(entry) for entry in entries]}
    return json.dumps({"log": log}, indent=1) + "\n"


def _har(entry: LoggedRequest) -> dict[str, Any]:
    shown = entry.document()
    sent, answered = shown["request"]["headers"], shown["answer"]["headers"]
    request: dict[str, Any] = {
        "method": entry.method,
        "url": f"{entry.base_url}{_address(entry)}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(sent),
        "queryString": _pairs(parse_qsl(mask_query(entry.query), keep_blank_values=True)),
        "headersSize": -1,
        "bodySize": len(entry.body),
    }
    if entry.body:
        request["postData"] = {"mimeType": _header(sent, "content-type"), **_content(entry.body, entry.path, "_encoding")}
    mime_type = _header(answered, "content-type")
    return {
        "startedDateTime": parse_time(entry.at).astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "time": entry.milliseconds,
        "request": request,
        "response": {
            "status": entry.status,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(answered),
            "content": {"size": len(entry.answer), "mimeType": mime_type, **_content(entry.answer, entry.path, "encoding")},
            "redirectURL": _header(answered, "location"),
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


def _content(body: bytes, path: str, encoding: str) -> dict[str, str]:
    """A body in an archive: as text, or in base64 if it is not text. The archive says so under the key `encoding`."""
    text = _masked(body[:LONGEST_BODY], path)
    cut = {"comment": f"cut at {LONGEST_BODY} bytes"} if len(body) > LONGEST_BODY else {}
    if isinstance(text, str):
        return {"text": text, **cut}
    return {"text": b64encode(text).decode(), encoding: "base64", **cut}


def _masked(body: bytes, path: str) -> str | bytes:
    """The body with its secrets masked, as text if it is text."""
    try:
        return mask_body(body.decode(), path)
    except UnicodeDecodeError:
        return mask_body(body.decode("latin-1"), path).encode("latin-1", "replace")


def curl(call: ControlCall, entries: list[LoggedRequest]) -> str:
    """One command for each request. The token is MOCKCLIO_TOKEN, then CLIO_TOKEN, then `dev-token` where the world has it."""
    base = call.request.host_url.rstrip("/")
    commands = "".join(f"{_note(entry)}{_curl(entry, base)}\n" for entry in entries)
    last = f"${{CLIO_TOKEN:-{KNOWN_TOKEN}}}" if KNOWN_TOKEN in call.world.access.tokens else "$CLIO_TOKEN"
    return f"MOCKCLIO_TOKEN=${{MOCKCLIO_TOKEN:-{last}}}\n{commands}" if TOKEN in commands else commands


def _curl(entry: LoggedRequest, base: str) -> str:
    if _is_cut(entry):
        return f"# {entry.method} {entry.path}"
    method = ["--head"] if entry.method == "HEAD" else ["-X", entry.method]
    words = ["curl", *method, "-g", f"{base}{_address(entry)}"]
    for name, value in _own_headers(entry):
        words += ["-H", f"{name}: {value}" if value else f"{name};"]
    host = urlsplit(entry.base_url).netloc
    if entry.base_url != base and not is_loopback(urlsplit(entry.base_url).hostname or ""):
        words += ["-H", f"Host: {host}"]
    before = ""
    if entry.body:
        body = _masked(entry.body, entry.path)
        if not _header(entry.headers, "content-type"):
            words += ["-H", "Content-Type:"]
        if isinstance(body, str) and "\0" not in body:
            words += ["--data-raw", body]
        else:
            content = body.encode() if isinstance(body, str) else body
            before, words = f"printf %s {b64encode(content).decode()} | base64 -d | ", [*words, "--data-binary", "@-"]
    return before + shlex.join(words) + _authorization(entry)


def _authorization(entry: LoggedRequest) -> str:
    """The header of the token, in which the shell puts the token. A wrong one stays as it was, masked."""
    sent = _header(entry.document()["request"]["headers"], "authorization")
    if not sent:
        return ""
    if entry.status == 401:
        return f" -H {shlex.quote(f'Authorization: {sent}')}"
    return f' -H "Authorization: {TOKEN}"'


def pytest(call: ControlCall, entries: list[LoggedRequest]) -> str:
    """A module with one test that sends the same requests in order and expects the same statuses."""
    at = f"at={entries[0].at!r}" if entries else ""
    lines = [
        '"""Requests that were sent to mockclio. `firm` in the mark names the firm that they need, if it is not `small`."""',
        *("", "import pytest", "", ""),
        f"@pytest.mark.mockclio({at})",
        "def test_the_recorded_requests(mockclio):",
    ]
    steps = [line for entry in entries for line in _step(entry)]
    if not any(not line.lstrip().startswith("#") for line in steps):
        steps.append("    assert len(mockclio.requests) == 0")
    return "\n".join([*lines, *steps]) + "\n"


def _step(entry: LoggedRequest) -> list[str]:
    notes = [f"    {line}" for line in _note(entry).splitlines()]
    if _is_cut(entry):
        return [*notes, f"    # {entry.method} {entry.path}"]
    words = [repr(entry.method), repr(_address(entry))]
    if entry.body:
        words.append(f"content={_masked(entry.body, entry.path)!r}")
    headers = dict(_own_headers(entry))
    sent = _header(entry.document()["request"]["headers"], "authorization")
    if entry.status == 401 or not sent:
        headers["Authorization"] = sent
    if headers:
        words.append(f"headers={headers!r}")
    expected = [] if entry.faults else [f"    assert answer.status_code == {entry.status}"]
    return [*notes, f"    answer = mockclio.http.request({', '.join(words)})", *expected]


def _note(entry: LoggedRequest) -> str:
    """Comments on what cannot be sent again as it was."""
    notes = [f"# {', '.join(entry.faults)} struck this request: it was answered with {entry.status}\n"] if entry.faults else []
    if _is_cut(entry):
        notes.append(f"# this request is left out: the log keeps {LONGEST_BODY} bytes of its body\n")
    return "".join(notes)


def _is_cut(entry: LoggedRequest) -> bool:
    return len(entry.body) > LONGEST_BODY


def _address(entry: LoggedRequest) -> str:
    """The path and the query, as a client writes them."""
    return quote(entry.path, safe=PATH_MARKS) + ("?" + mask_query(entry.query) if entry.query else "")


def _own_headers(entry: LoggedRequest) -> Pairs:
    """The headers of the request, without those that every client writes by itself."""
    shown: Pairs = entry.document()["request"]["headers"]
    return [(name, value) for name, value in shown if name.lower() not in SKIPPED]


FORMS: dict[str, tuple[str, Export]] = {
    "har": ("application/json", har),
    "curl": ("text/plain", curl),
    "pytest": ("text/x-python", pytest),
}

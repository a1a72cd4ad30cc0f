"""Requests without a socket: the mock, and the least that an application of Flask does, asked in the same way."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Flask, Response

from mockclio import MockClio

FIELDS = "fields=id,etag,display_number,description,status,open_date,created_at,updated_at,client%7Bid,name,type%7D"
MATTERS = 200
Ask = Callable[[], tuple[str, bytes]]
"""Sends one request. It returns the status line and the body of the answer."""


def environ(method: str, path: str, query: str = "", body: bytes = b"") -> dict[str, Any]:
    """A request of a usual client, as a server gives it to an application."""
    result = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8428",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8428",
        "HTTP_AUTHORIZATION": "Bearer dev-token",
        "HTTP_ACCEPT": "*/*",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate",
        "HTTP_USER_AGENT": "benchmarks",
        "HTTP_CONNECTION": "keep-alive",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    return result | ({"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))} if body else {})


def asking(app: Any, method: str, path: str, query: str = "", body: bytes = b"") -> Ask:
    """The function that sends that request to an application."""

    def ask() -> tuple[str, bytes]:
        lines: list[str] = []
        pieces = app(environ(method, path, query, body), lambda status, headers, error=None: lines.append(status))
        content = b"".join(pieces)
        if hasattr(pieces, "close"):
            pieces.close()
        return lines[0], content

    return ask


def kinds(mock: MockClio) -> dict[str, Ask]:
    """One request of each kind to the mock, which has at least 200 matters then."""
    clients = json.loads(asking(mock.app, "GET", "/api/v4/contacts.json", "limit=1")()[1])["data"]
    body = json.dumps({"data": {"description": "A lease", "client": {"id": clients[0]["id"]}}}).encode()
    create = asking(mock.app, "POST", "/api/v4/matters.json", "fields=id,etag", body)
    while True:
        rows = json.loads(asking(mock.app, "GET", "/api/v4/matters.json", "limit=200")()[1])["data"]
        if len(rows) == MATTERS:
            break
        create()
    path = f"/api/v4/matters/{rows[0]['id']}.json"
    return {
        "show": asking(mock.app, "GET", path, "fields=id,etag,display_number,status,updated_at"),
        "nested": asking(mock.app, "GET", path, FIELDS),
        "list of 200": asking(mock.app, "GET", "/api/v4/matters.json", f"limit=200&{FIELDS}"),
        "patch": asking(mock.app, "PATCH", path, "fields=id,etag", b'{"data":{"location":"Room 9"}}'),
        "create": create,
    }


def floor() -> Ask:
    """One request to a bare application of Flask, which answers bytes from a dict."""
    app, answers = Flask("floor"), {"matters/1.json": b'{"data":{"id":1}}'}

    @app.route("/api/v4/<path:path>")
    def answer(path: str) -> Response:
        return Response(answers[path], content_type="application/json; charset=utf-8")

    return asking(app, "GET", "/api/v4/matters/1.json", "fields=id")

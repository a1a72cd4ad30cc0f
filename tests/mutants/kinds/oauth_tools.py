"""What mutants of logins read from a request to an OAuth address, and put in its place."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from flask import Flask

from mockclio.store.world import World
from tests.mutants.wire import Answered, Request, Twist

AUTHORIZE, TOKEN, DEAUTHORIZE = "/oauth/authorize", "/oauth/token", "/oauth/deauthorize"
Form = dict[str, str]


def world_of(request: Request) -> World:
    app: Flask = request.environ["mutants.app"]
    result: World = app.extensions["worlds"].first
    return result


def form_of(request: Request) -> Form:
    """What a form, a query or JSON sends, and what HTTP Basic does."""
    sent = dict(request.query)
    if "json" in request.environ.get("CONTENT_TYPE", ""):
        try:
            sent.update({name: str(value) for name, value in json.loads(request.body).items()})
        except (ValueError, AttributeError):
            return sent
    else:
        sent.update(parse_qsl(request.body.decode("latin-1"), keep_blank_values=True))
    header = request.headers.get("Authorization", "")
    if header.startswith("Basic "):
        sent["client_id"], _, sent["client_secret"] = base64.b64decode(header[6:]).decode().partition(":")
    return sent


def formed(request: Request, form: Form) -> Request:
    environ = {**request.environ, "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    headers = {name: value for name, value in request.headers.items() if not value.startswith("Basic ")}
    return replace(request, environ=environ, headers=headers, query=[], body=urlencode(form).encode())


def at(path: str, method: str, twist: Twist) -> Twist:
    """Twists one of the OAuth addresses only."""
    return lambda request, ask: twist(request, ask) if (request.path, request.method) == (path, method) else ask(request)


def status_for(answered: Answered, status: int, other: int) -> Answered:
    return replace(answered, status=other) if answered.status == status else answered

"""What mutants of logins read from a request to an OAuth address, and put in its place."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from flask import Flask

from mockclio.store.world import World
from tests.mutants.wire import Answered, Asked, Twist

AUTHORIZE, TOKEN, DEAUTHORIZE = "/oauth/authorize", "/oauth/token", "/oauth/deauthorize"
Form = dict[str, str]


def world_of(asked: Asked) -> World:
    app: Flask = asked.environ["mutants.app"]
    result: World = app.extensions["worlds"].first
    return result


def form_of(asked: Asked) -> Form:
    """What a form, a query or JSON sends, and what HTTP Basic does."""
    sent = dict(asked.query)
    if "json" in asked.environ.get("CONTENT_TYPE", ""):
        try:
            sent.update({name: str(value) for name, value in json.loads(asked.body).items()})
        except (ValueError, AttributeError):
            return sent
    else:
        sent.update(parse_qsl(asked.body.decode("latin-1"), keep_blank_values=True))
    header = asked.headers.get("Authorization", "")
    if header.startswith("Basic "):
        sent["client_id"], _, sent["client_secret"] = base64.b64decode(header[6:]).decode().partition(":")
    return sent


def formed(asked: Asked, form: Form) -> Asked:
    environ = {**asked.environ, "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    headers = {name: value for name, value in asked.headers.items() if not value.startswith("Basic ")}
    return replace(asked, environ=environ, headers=headers, query=[], body=urlencode(form).encode())


def at(path: str, method: str, twist: Twist) -> Twist:
    """Twists one of the OAuth addresses only."""
    return lambda asked, ask: twist(asked, ask) if (asked.path, asked.method) == (path, method) else ask(asked)


def status_for(answered: Answered, status: int, other: int) -> Answered:
    return replace(answered, status=other) if answered.status == status else answered

"""The table of the routes under /oauth."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mockclio.errors import APIError, NotFound
from mockclio.oauth import authorize, deauthorize, token
from mockclio.server.call import Answer
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

ROUTES: dict[tuple[str, str], Callable[[Worlds, Request], Answer]] = {
    ("GET", "authorize"): authorize.ask,
    ("POST", "authorize"): authorize.decide,
    ("GET", "approval"): authorize.approval,
    ("POST", "token"): token.grant,
    ("POST", "deauthorize"): deauthorize.deauthorize,
}


def respond(worlds: Worlds, request: Request, path: str) -> Answer:
    """Answer one request under /oauth."""
    handler = ROUTES.get(("GET" if request.method == "HEAD" else request.method, path.strip("/")))
    try:
        if handler is None:
            raise NotFound(rule="wire.unknown-route-is-404")
        return handler(worlds, request)
    except APIError as refused:
        headers = {**refused.headers, **({"X-Mockclio-Rule": refused.rule} if refused.rule else {})}
        return Answer(status=refused.status, json=refused.body, headers=headers)

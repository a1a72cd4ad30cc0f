"""Answers that pages of named origins may read (CORS). Without `serve --cors` the mock sends none of these headers, like the service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mockclio.server.guard import API, Area

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
EXPOSED = (
    "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, X-API-VERSION, ETag, Last-Modified, Location, "
    "Content-Range, Accept-Ranges, Content-Disposition, Content-Length, WWW-Authenticate, X-Mockclio-Rule, X-Mockclio-Fault-Id"
)
"""The headers that the scripts of a page may read, besides the few that every page may."""
SECONDS = "600"
"""The time for which a browser keeps the answer of a preflight."""


def respond(application: Application, environ: dict[str, Any], start_response: Any, area: Area, origins: frozenset[str]) -> Iterable[bytes]:
    """Answer a request of the API. A page of a named origin may read the answer; control is for no other page."""
    sent = environ.get("HTTP_ORIGIN")
    if area is not API:
        return application(environ, start_response)
    headers = [("Vary", "Origin")]
    if sent in origins:
        headers += [("Access-Control-Allow-Origin", sent), ("Access-Control-Expose-Headers", EXPOSED)]
        if environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
            start_response("204 No Content", [*headers, *_allowed(environ)])
            return []

    def start(status: str, own: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*own, *headers], *more)

    return application(environ, start)


def _allowed(environ: dict[str, Any]) -> list[tuple[str, str]]:
    """The headers of the answer to a preflight: whatever headers the page wants to send, it may."""
    wanted = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
    allowed = [("Access-Control-Allow-Methods", METHODS), ("Access-Control-Max-Age", SECONDS)]
    return [*allowed, ("Access-Control-Allow-Headers", wanted)] if wanted else allowed

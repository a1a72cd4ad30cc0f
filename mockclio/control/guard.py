"""Who may use the control interface: callers on this machine, or, if the server has a control token, callers that send it."""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mockclio.catalog.loopback import is_local
from mockclio.errors import Forbidden
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from flask import Request

OPEN = ("health",)
OWNER = "mockclio.owner"
"""A key in the environment of a request that a process makes to its own mock. No header can set it. Such a request needs no token."""


def guard(worlds: Worlds, request: Request, path: str) -> None:
    """Refuse a request from a page of another origin, to a foreign name of this address, or without the token."""
    if path in OPEN or OWNER in request.environ:
        return
    token = worlds.settings.control_token
    if token:
        sent = request.headers.get("X-Mockclio-Control-Token", "")
        if not compare_digest(sent.encode(), token.encode()):
            raise Forbidden("Control needs the token that the server was started with, in the header X-Mockclio-Control-Token")
        return
    if worlds.settings.control_closed:
        raise Forbidden("Control is closed, because the server listens beyond this machine: start it with --control-token")
    host = urlsplit(f"//{request.host}").hostname or ""
    if not is_local(host):
        raise Forbidden(f"Control answers to names of this machine only, not to {host!r}")
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise Forbidden(f"Control refuses pages of another origin, such as {origin!r}")

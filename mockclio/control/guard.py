"""Who may use the control interface beyond this machine: callers that send the token. The guard of the server comes before it."""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING

from mockclio.errors import Forbidden
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

OPEN = ("health",)
OWNER = "mockclio.owner"
"""A key in the environment of a request that a process makes to its own mock. No header can set it. Such a request needs no token."""


def guard(worlds: Worlds, request: Request, path: str) -> None:
    """Refuse a request without the token, if the server has one, and every request beyond this machine if it has none."""
    if path in OPEN or OWNER in request.environ:
        return
    token = worlds.settings.control_token
    if token:
        sent = request.headers.get("X-Mockclio-Control-Token", "")
        if not compare_digest(sent.encode(), token.encode()):
            raise Forbidden("Control needs the token that the server was started with, in the header X-Mockclio-Control-Token")
    elif worlds.settings.host_policy.beyond:
        raise Forbidden("Control is closed, because the server listens beyond this machine: start it with --control-token")

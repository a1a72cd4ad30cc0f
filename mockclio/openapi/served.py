"""The exported document as the server gives it: at `/openapi.json`, with the server's own address, for generators that read from a URL."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mockclio.errors import BadRequest, NotFound
from mockclio.openapi.export import VERSIONS, Version, render
from mockclio.server.call import Answer

if TYPE_CHECKING:
    from werkzeug.wrappers import Request


def respond(request: Request) -> Answer:
    """The document. `?version=3.0` asks for OpenAPI 3.0."""
    if request.method not in ("GET", "HEAD"):
        return _refused(NotFound())
    wanted = request.args.get("version", VERSIONS[0])
    version = next((version for version in VERSIONS if version == wanted), None)
    if version is None:
        return _refused(BadRequest(f"version is {' or '.join(VERSIONS)}, not {wanted[:20]!r}"))
    return Answer(body=_rendered(version, request.host_url.rstrip("/")), content_type="application/json")


@lru_cache(maxsize=4)
def _rendered(version: Version, server: str) -> bytes:
    return render(version, server)


def _refused(error: BadRequest | NotFound) -> Answer:
    return Answer(status=error.status, json=error.body)

"""Authentication: the token of a request and its world. There are two 401 answers: without a bearer token, and with an invalid token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.addresses import authority
from mockclio.errors import InvalidRequest, InvalidToken, Unauthorized
from mockclio.server import credentials
from mockclio.store.access import Token
from mockclio.store.world import World
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

HOSTS = {"app.clio.com": "us", "eu.app.clio.com": "eu", "ca.app.clio.com": "ca", "au.app.clio.com": "au"}
"""The region of each host name. For every other name, the region is that of the server."""


def region_of(worlds: Worlds, request: Request) -> str:
    named = authority(request.host)
    return HOSTS.get(named.host if named else "", worlds.settings.region)


def authenticate(worlds: Worlds, request: Request) -> tuple[World, Token]:
    """The world and the token of a request."""
    result = worlds.by_token(_token(request))
    if result is None:
        raise InvalidToken(rule="oauth.unknown-token-is-invalid-token")
    world, token = result
    if token.revoked or (token.expires_at is not None and token.expires_at <= world.clock.stamp()):
        raise InvalidToken(rule="oauth.dead-token-is-invalid-token")
    if token.region != region_of(worlds, request):
        raise InvalidToken(rule="oauth.token-of-another-region-is-invalid-token")
    return world, token


def _token(request: Request) -> str:
    """The bearer token of a request. It must be in one place only."""
    header = credentials.bearer(request.headers.get("Authorization", ""))
    query = credentials.in_query(request.environ.get("QUERY_STRING", ""))
    if header and query:
        raise InvalidRequest(rule="oauth.token-twice-is-400")
    if not header and not query:
        raise Unauthorized(rule="oauth.no-token-is-unauthorized-error")
    return header or query

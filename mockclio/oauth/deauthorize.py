"""Deauthorization: an application revokes one token, or a user revokes everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.errors import InvalidToken
from mockclio.ledger import rule
from mockclio.server.authentication import authenticate
from mockclio.server.call import Answer
from mockclio.store.access import Application
from mockclio.store.world import World
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

ALL = "all"


def deauthorize(worlds: Worlds, request: Request) -> Answer:
    """Revoke the bearer token that the form names, and post to the callback of the application. The refresh token stays valid."""
    world, token = authenticate(worlds, request)
    named = request.form.get("token") or request.args.get("token") or token.value
    with world.lock:
        given = world.access.tokens.get(named)
        if given is None or (given.client_id, given.user) != (token.client_id, token.user):
            raise InvalidToken(rule="oauth.deauthorize")
        given.revoked = True
        rule("oauth.deauthorize")
        application = world.access.applications.get(given.client_id)
    if application is not None:
        tell(worlds, application, given.user, named)
    return Answer(status=200, body=b"", content_type="text/html; charset=utf-8")


def revoke_all(worlds: Worlds, world: World, application: Application, user: int) -> None:
    """Revoke every bearer and refresh token, as when a user removes the application in Clio."""
    with world.lock:
        world.access.revoke_all(application.client_id, user)
    tell(worlds, application, user, ALL)


def tell(worlds: Worlds, application: Application, user: int, token: str) -> None:
    """Post to the deauthorization callback of the application, if it has one. Never call it under a world's lock."""
    if application.deauthorization_url:
        rule("oauth.deauthorization-callback")
        body = {"client_id": application.client_id, "user_id": user, "access_token": token}
        worlds.on_deauthorized(application.deauthorization_url, body)

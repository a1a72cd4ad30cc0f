"""The token endpoint: it exchanges codes and refresh tokens for bearer tokens.

Credentials come in the form, in the query, as JSON, or as HTTP Basic.
"""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING

import orjson

from mockclio.errors import InvalidClient, InvalidGrant, InvalidRequest, UnsupportedGrantType
from mockclio.ledger import rule
from mockclio.server import credentials
from mockclio.server.authentication import region_of
from mockclio.server.bodies import refuse_compressed
from mockclio.server.call import Answer
from mockclio.store.access import Application, Permissions, RefreshToken, Token
from mockclio.store.clock import stamp
from mockclio.store.world import World
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

LIFE = timedelta(days=30)
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def grant(worlds: Worlds, request: Request) -> Answer:
    """Grant a bearer token, or answer with an OAuth error."""
    sent = _sent(request)
    world, application = _client(worlds, request, sent)
    with world.lock:
        world.clock.run_due()
        kind = sent.get("grant_type")
        if not kind:
            raise InvalidRequest(rule="oauth.token-errors")
        if kind == "authorization_code":
            body = _by_code(worlds, world, application, sent)
        elif kind == "refresh_token":
            body = _by_refresh_token(worlds, world, application, sent)
        else:
            raise UnsupportedGrantType(rule="oauth.token-errors")
    return Answer(json=body, content_type="application/json", headers=NO_STORE)


def issue(worlds: Worlds, world: World, user: int, client_id: str, permissions: Permissions | None, life: timedelta = LIFE) -> Token:
    """A new bearer token of a user."""
    value = world.secret()
    token = Token(value, user, permissions, client_id, stamp(world.clock.now() + life), worlds.settings.region)
    world.access.tokens[value] = token
    worlds.register(value, world)
    return token


def issue_refresh_token(worlds: Worlds, world: World, user: int, client_id: str, permissions: Permissions | None) -> RefreshToken:
    """A new refresh token of a user."""
    value = world.secret()
    token = RefreshToken(value, user, client_id, permissions, worlds.settings.region)
    world.access.refresh_tokens[value] = token
    worlds.register(value, world)
    return token


def _by_code(worlds: Worlds, world: World, application: Application, sent: dict[str, str]) -> dict[str, object]:
    code = world.access.codes.get(sent.get("code", ""))
    if not sent.get("code") or not sent.get("redirect_uri"):
        raise InvalidRequest(rule="oauth.token-errors")
    if (
        code is None
        or code.used
        or code.client_id != application.client_id
        or code.redirect_uri != sent["redirect_uri"]
        or code.expires_at <= world.clock.stamp()
    ):
        raise InvalidGrant(rule="oauth.token-errors")
    code.used = True
    rule("oauth.code-is-single-use")
    if world.settings.one_refresh_token:
        _end_earlier(world, application, code.user)
    token = issue(worlds, world, code.user, application.client_id, application.permissions)
    refresh = issue_refresh_token(worlds, world, code.user, application.client_id, application.permissions)
    return {**_shown(token), "refresh_token": refresh.value}


def _end_earlier(world: World, application: Application, user: int) -> None:
    """End the refresh tokens that the user gave to the application before."""
    for refresh in world.access.refresh_tokens.values():
        if (refresh.client_id, refresh.user) == (application.client_id, user) and not refresh.revoked:
            rule("oauth.second-authorization-ends-the-first")
            refresh.revoked = True


def _by_refresh_token(worlds: Worlds, world: World, application: Application, sent: dict[str, str]) -> dict[str, object]:
    if not sent.get("refresh_token"):
        raise InvalidRequest(rule="oauth.token-errors")
    refresh = world.access.refresh_tokens.get(sent["refresh_token"])
    if refresh is None or refresh.revoked or refresh.client_id != application.client_id:
        raise InvalidGrant(rule="oauth.token-errors")
    rule("oauth.refresh-tokens-stay")
    return _shown(issue(worlds, world, refresh.user, refresh.client_id, refresh.permissions))


def _shown(token: Token) -> dict[str, object]:
    return {"token_type": "bearer", "access_token": token.value, "expires_in": int(LIFE.total_seconds())}


def _client(worlds: Worlds, request: Request, sent: dict[str, str]) -> tuple[World, Application]:
    """The application that the credentials name. An application of another region gets the same error as a wrong secret."""
    client_id, given = sent.get("client_id", ""), sent.get("client_secret", "")
    named = credentials.basic(request.headers.get("Authorization", ""))
    if named is not None:
        if "client_secret" in sent:
            raise InvalidClient(rule="oauth.client-credentials")
        client_id, given = named
    world = worlds.world_of(client_id)
    application = world.access.applications.get(client_id) if world else None
    if (
        world is None
        or application is None
        or not compare_digest(application.client_secret.encode(), given.encode())
        or application.region != region_of(worlds, request)
    ):
        raise InvalidClient(rule="oauth.client-credentials")
    return world, application


def _sent(request: Request) -> dict[str, str]:
    """The parameters of the body and the query. When both have a parameter, the body counts."""
    refuse_compressed(request)
    sent = dict(request.args.items())
    if request.mimetype == "application/json":
        try:
            body = orjson.loads(request.get_data() or b"{}")
        except orjson.JSONDecodeError:
            raise InvalidRequest(rule="oauth.token-errors") from None
        if isinstance(body, dict):
            sent.update({name: str(value) for name, value in body.items() if isinstance(value, str | int)})
        return sent
    return {**sent, **dict(request.form.items())}

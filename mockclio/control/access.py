"""Control of credentials: make tokens, revoke tokens, change applications."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args

from mockclio.catalog.addresses import authority, web_address
from mockclio.catalog.operations import Scope
from mockclio.errors import BadRequest, NotFound, shortened
from mockclio.oauth.authorize import find_user
from mockclio.oauth.deauthorize import revoke_all
from mockclio.oauth.token import LIFE, issue, issue_refresh_token
from mockclio.server.scopes import PORTAL
from mockclio.store.access import REGIONS, Permissions
from mockclio.store.clock import parse_duration
from mockclio.store.tables import Row
from mockclio.store.world import World
from mockclio.store.worlds import DEV_CLIENT

if TYPE_CHECKING:
    from mockclio.control.routes import ControlCall

SCOPES = (*get_args(Scope), *PORTAL)
OLDEST = timedelta(days=36_500)
"""The greatest age of a token that is minted."""


def mint(call: ControlCall) -> Any:
    """Make a bearer token and a refresh token of a user, as if granted `age` ago."""
    world, body = call.world, call.body
    user = _user(world, body.get("user"))
    permissions = _permissions(body.get("scopes"))
    client_id = str(body.get("client_id") or next(iter(world.access.applications), DEV_CLIENT))
    if client_id not in world.access.applications:
        raise BadRequest(f"client_id must be one of {', '.join(sorted(world.access.applications))}")
    region = str(body.get("region", call.worlds.settings.region))
    if region not in REGIONS:
        raise BadRequest(f"region must be one of {', '.join(REGIONS)}")
    try:
        age = parse_duration(str(body.get("age", "0")))
    except ValueError as error:
        raise BadRequest(str(error)) from None
    if age > OLDEST:
        raise BadRequest(f"age must be at most {OLDEST.days} days")
    with world.lock:
        token = issue(call.worlds, world, user["id"], client_id, permissions, LIFE - age)
        refresh = issue_refresh_token(call.worlds, world, user["id"], client_id, permissions)
        token.region = refresh.region = region
    left = max(timedelta(0), LIFE - age)
    return {
        "access_token": token.value,
        "refresh_token": refresh.value,
        "token_type": "bearer",
        "expires_in": int(left.total_seconds()),
        "user": {"id": user["id"], "name": user["name"]},
        "scopes": permissions,
        "region": region,
    }


def revoke(call: ControlCall) -> Any:
    """Revoke one token, or everything that a user gave to an application. The callback then gets `all` as the token."""
    world, body = call.world, call.body
    if "token" in body:
        result = world.access.tokens.get(str(body["token"])) or world.access.refresh_tokens.get(str(body["token"]))
        if result is None:
            raise NotFound("There is no such token in this world")
        result.revoked = True
        return {"revoked": 1}
    application = world.access.applications.get(str(body.get("client_id", "")))
    if application is None:
        raise BadRequest(f"Name a token, or a client_id: {', '.join(sorted(world.access.applications))}")
    user = _user(world, body.get("user"))
    revoke_all(call.worlds, world, application, user["id"])
    return {"revoked": "all"}


def expire(call: ControlCall) -> Any:
    """Let a bearer token end now. The refresh token that was granted with it stays valid."""
    named, world = str(call.body["token"]), call.world
    with world.lock:
        token = world.access.tokens.get(named)
        if token is None and named in world.access.refresh_tokens:
            raise BadRequest("A refresh token does not expire: revoke it, or expire its bearer token")
        if token is None:
            raise NotFound("There is no such token in this world")
        token.expires_at = world.clock.stamp()
    return {"expired": 1, "expires_at": token.expires_at}


def update_application(call: ControlCall) -> Any:
    """Change an application: its scopes, redirect URIs and hosts, deauthorization callback, approval. Existing grants keep their scopes."""
    application = call.world.access.applications.get(call.ids["client_id"])
    if application is None:
        raise NotFound(f"There is no application {shortened(call.ids['client_id'])!r}")
    body = call.body
    checked = {name: check(body[sent]) for sent, (name, check) in CHANGES.items() if sent in body}
    if checked.get("auto_approve"):
        _user(call.world, checked["auto_approve"])
    for name, value in checked.items():
        setattr(application, name, value)
    return {
        "client_id": application.client_id,
        "name": application.name,
        "redirect_uris": application.redirect_uris,
        "any_loopback": application.any_loopback,
        "scopes": application.permissions,
        "deauthorization_url": application.deauthorization_url,
        "auto_approve": application.auto_approve,
        "redirect_hosts": application.redirect_hosts,
        "region": application.region,
    }


def _redirect_uris(sent: Any) -> list[str]:
    if not isinstance(sent, list) or not all(isinstance(uri, str) and web_address(uri) and "#" not in uri for uri in sent):
        raise BadRequest("redirect_uris must be a list of http or https addresses without a fragment, as in http://127.0.0.1:3000/callback")
    return sent


def _hosts(sent: Any) -> list[str]:
    if not isinstance(sent, list) or not all(isinstance(name, str) and (named := authority(name)) and named.port is None for name in sent):
        raise BadRequest("redirect_hosts must be a list of host names alone, as in app or host.docker.internal")
    return [name.lower().strip("[]") for name in sent]


def _approving(sent: Any) -> str:
    if sent is not None and (isinstance(sent, bool) or not isinstance(sent, str | int)):
        raise BadRequest("auto_approve must be the id, the e-mail or the place in the list (from 1) of a user; null shows the consent page")
    return "" if sent is None else str(sent)


def _callback(sent: Any) -> str:
    sent = sent or ""
    if sent and (not isinstance(sent, str) or web_address(sent) is None):
        raise BadRequest("deauthorization_url must be an http or https address with a port up to 65535, as in http://127.0.0.1:3000/bye")
    return str(sent)


def _user(world: World, named: Any) -> Row:
    user = world.owner() if named is None else find_user(world, str(named))
    if user is None:
        raise BadRequest("user must be the id, the e-mail or the place in the list (from 1) of an enabled user")
    return user


def _permissions(sent: Any) -> Permissions | None:
    """The scopes in a body: `{"Matters": "write", "Contacts": "read"}`. A list of names means write. No scopes mean everything."""
    if sent is None:
        return None
    wanted = dict.fromkeys(sent, "write") if isinstance(sent, list) and all(isinstance(name, str) for name in sent) else sent
    if not isinstance(wanted, dict) or any(name not in SCOPES or level not in ("read", "write") for name, level in wanted.items()):
        raise BadRequest(f"scopes must map names to read or write; the names are {', '.join(SCOPES)}")
    return wanted


CHANGES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "scopes": ("permissions", _permissions),
    "redirect_uris": ("redirect_uris", _redirect_uris),
    "deauthorization_url": ("deauthorization_url", _callback),
    "auto_approve": ("auto_approve", _approving),
    "redirect_hosts": ("redirect_hosts", _hosts),
}
"""For each key of the body that changes an application: the attribute, and the check of the value."""

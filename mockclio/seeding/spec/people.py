"""The account, its users with their tokens, and OAuth applications."""

from __future__ import annotations

import re
from typing import Any, get_args

from mockclio.catalog.operations import Scope
from mockclio.catalog.time_zones import TIME_ZONES
from mockclio.seeding.builder import TOKEN, Builder
from mockclio.seeding.office import add_user
from mockclio.seeding.spec.resolving import Misplaced
from mockclio.seeding.spec.source import Place, near
from mockclio.server.scopes import PORTAL
from mockclio.store.access import Application, Permissions, Token
from mockclio.store.tables import Row

CREDENTIAL = re.compile(r"[!-~]{1,200}")
SCOPES = (*get_args(Scope), *PORTAL)
KEPT = ("initials", "email", "enabled", "rate", "roles", "subscription_type", "time_zone", "first_name", "last_name")
Data = dict[str, Any]


def change_account(builder: Builder, data: Data, place: Place) -> None:
    _check_zone(data, place)
    with builder.session() as session:
        account = next(iter(session.table("accounts")))
        session.update("accounts", account["id"], data)
        if "time_zone" in data:
            for user in list(session.table("users")):
                if user["time_zone"] == account["time_zone"]:
                    session.update("users", user["id"], {"time_zone": data["time_zone"]})


def make_user(builder: Builder, data: Data, place: Place) -> Row:
    """Make a user, or change the one whom the base has. The token of the entry is one of this user."""
    _check_zone(data, place)
    _complete(data, place)
    world = builder.world
    same = _same(builder, data)
    values = {name: data[name] for name in KEPT if data.get(name) is not None}
    with builder.session() as session:
        if same is None:
            email = values.pop("email", None) or f"{data['first_name']}.{data['last_name']}@example.test".lower().replace(" ", "")
            names = values.pop("first_name"), values.pop("last_name")
            account = next(iter(session.table("accounts")))
            id = add_user(session, account["id"], *names, email, **{"time_zone": account["time_zone"], **values})
        else:
            id = same["id"]
            _rename(session, same, values)
    if data.get("token"):
        _grant(builder, data, id, place)
    return world.table("users")[id]


def _complete(data: Data, place: Place) -> None:
    """Give a user a first and a last name."""
    if data.get("name") and not data.get("last_name"):
        first, _, last = str(data["name"]).strip().rpartition(" ")
        data.update(first_name=first, last_name=last)
    if not data.get("first_name") or not data.get("last_name"):
        raise Misplaced(place, "name must have a first and a last name, as in `name: Ada Quill`")
    data["name"] = f"{data['first_name']} {data['last_name']}"


def _same(builder: Builder, data: Data) -> Row | None:
    """The user of the base who is meant."""
    if data.get("owner"):
        return builder.world.owner()
    for user in builder.world.table("users"):
        if data.get("email") and user["email"] == data["email"]:
            return user
        if not data.get("email") and user["name"] == data["name"]:
            return user
    return None


def _rename(session: Any, before: Row, values: Data) -> None:
    """Change a user, and what bears the user's name."""
    name = f"{values['first_name']} {values['last_name']}"
    initials = values["first_name"][0] + values["last_name"][0]
    session.update("users", before["id"], {"name": name, "initials": initials, **values})
    for table, key in (("calendars", "user"), ("calendar_visibilities", "user"), ("groups", "users")):
        for row in list(session.table(table)):
            if row["name"] == before["name"] and (row.get(key) in (before["id"], [before["id"]])):
                session.update(table, row["id"], {"name": name})
    for row in list(session.table("notification_methods")):
        if row.get("user") == before["id"] and row.get("email_address") == before["email"] and "email" in values:
            session.update("notification_methods", row["id"], {"email_address": values["email"]})


def _grant(builder: Builder, data: Data, user: int, place: Place) -> None:
    value = _credential(data["token"], (*place, "token"))
    tokens = builder.world.access.tokens
    if value in tokens or value == TOKEN:
        raise Misplaced((*place, "token"), f"{value!r} is another user's token")
    if not builder.world.table("users")[user]["enabled"]:
        raise Misplaced((*place, "token"), "nobody can log in with it: the user is not enabled")
    tokens[value] = Token(value, user, _scopes(data.get("scopes"), (*place, "scopes")))


def make_application(builder: Builder, data: Data, place: Place) -> None:
    client_id = _credential(data.get("client_id"), (*place, "client_id"))
    secret = _credential(data.get("client_secret"), (*place, "client_secret"))
    applications = builder.world.access.applications
    if client_id in applications:
        raise Misplaced((*place, "client_id"), f"{client_id!r} is that of another application")
    uris = data.get("redirect_uris") or []
    wrong = [uri for uri in uris if not re.match(r"[a-z][a-z0-9+.-]*://", str(uri))]
    if wrong:
        raise Misplaced((*place, "redirect_uris"), f"{wrong[0]!r} is no address, as in http://127.0.0.1:3000/callback")
    applications[client_id] = Application(
        client_id,
        secret,
        str(data.get("name") or client_id),
        redirect_uris=uris,
        any_loopback=not uris,
        permissions=_scopes(data.get("scopes"), (*place, "scopes")),
        deauthorization_url=str(data.get("deauthorization_url") or ""),
    )


def _credential(value: Any, place: Place) -> str:
    if value is None:
        raise Misplaced(place, "is required")
    if not CREDENTIAL.fullmatch(str(value)):
        raise Misplaced(place, "must be 1 to 200 letters, digits or signs without spaces")
    return str(value)


def _scopes(value: Any, place: Place) -> Permissions | None:
    """`[Matters, Contacts]` may write; `{Matters: read}` says how far. Without scopes everything is allowed."""
    if value is None:
        return None
    wanted = dict.fromkeys(value, "write") if isinstance(value, list) and all(isinstance(one, str) for one in value) else value
    if not isinstance(wanted, dict):
        raise Misplaced(place, "must be a list of scopes, as in `[Matters, Contacts]`, or a mapping, as in `{Matters: read}`")
    for name, level in wanted.items():
        if name not in SCOPES:
            raise Misplaced(place, f"there is no scope {name!r}; {near(name, SCOPES)}")
        if level not in ("read", "write"):
            raise Misplaced(place, f"{name} must be read or write, not {level!r}")
    return wanted


def _check_zone(data: Data, place: Place) -> None:
    if data.get("time_zone") is not None and data["time_zone"] not in TIME_ZONES:
        raise Misplaced((*place, "time_zone"), f"there is no time zone {data['time_zone']!r}; {near(str(data['time_zone']), TIME_ZONES)}")

"""Worlds over HTTP: make one from a firm, a saved state or another world; list, reset and delete worlds.

A route that makes a world answers with its token and its application.
"""

from __future__ import annotations

from typing import Any

from mockclio.control.bodies import read
from mockclio.control.route import ControlCall, Route
from mockclio.errors import BadRequest, Conflict
from mockclio.store import resources
from mockclio.store.clock import parse_time, stamp, within
from mockclio.store.state import HEAD, WrongState
from mockclio.store.world import World
from mockclio.store.worlds import DEFAULT, Worlds, WrongName

CREATE = {
    "name": "string: letters, digits, '.', '_' and '-'; a free one if left out",
    "firm": "string: the firm to begin with: the name of one that ships (GET /worlds lists them); in place of state",
    "state": "string: the saved state to begin with; in place of firm",
    "document": "object: the rows of a firm or of a saved state, as `mockclio seed` writes them; in place of firm",
    "at": "string: the time at which its clock begins",
    "frozen": "boolean: whether its clock stands still",
}
FORK = {"name": CREATE["name"]}


def index(call: ControlCall) -> Any:
    """Every world, and the firms that a world can be made from."""
    return {"worlds": [_shown(world) for world in list(call.worlds.by_name.values())], "firms": resources.firms()}


def show(call: ControlCall) -> Any:
    """One world with its credentials."""
    world = call.find(call.ids["name"])
    return {"world": {**_shown(world), **keys(world)}}


def create(call: ControlCall) -> Any:
    """Make a world from a firm, a state or a document. Without any, the firm is `small`."""
    body = read(call.body, CREATE)
    name = free_name(call.worlds, body.get("name", ""))
    if len(body.keys() & {"firm", "state", "document"}) > 1:
        raise BadRequest("Send firm, state or document, not both")
    frozen, at = body.get("frozen", False), body.get("at")
    try:
        moment = within(parse_time(at)) if at else None
    except ValueError as error:
        raise BadRequest(f"at: {error}") from None
    if "state" in body:
        from mockclio.control.states import open_state

        world = open_state(call.worlds, body["state"], name)
        if moment is not None:
            world.clock.set(moment)
        if "frozen" in body:
            world.clock.freeze() if frozen else world.clock.run()
    else:
        firm = body.get("document") or body.get("firm", "small")
        if isinstance(firm, str) and firm not in resources.firms():
            raise BadRequest(f"firm must be one of {', '.join(resources.firms())}; the rows of another one are sent as document")
        if isinstance(firm, dict) and HEAD not in firm:
            raise BadRequest(f"document must have the table {HEAD} with its head: `mockclio seed` writes one")
        try:
            world = call.worlds.open_firm(firm, name, at=moment, frozen=body.get("frozen") if isinstance(firm, dict) else frozen)
        except WrongState as error:
            raise BadRequest(str(error)) from None
    return made(call.worlds, world)


def fork(call: ControlCall) -> Any:
    """Make a new world with the rows, time and webhooks of another. Later writes to one do not change the other."""
    source = call.find(call.ids["name"])
    copy = call.worlds.fork(source, free_name(call.worlds, read(call.body, FORK).get("name", "")))
    return {"world": {**_shown(copy), **keys(copy)}}


def reset(call: ControlCall) -> Any:
    """Set a world back to the rows and the time that it began with. Its tokens stay, its faults are removed."""
    world = call.find(call.ids["name"])
    call.worlds.reset(world)
    return {"world": _shown(world)}


def delete(call: ControlCall) -> Any:
    """Delete a world and its credentials."""
    world = call.find(call.ids["name"])
    if world.name == DEFAULT:
        raise Conflict("The world default stays as long as the server runs: reset it instead")
    call.worlds.delete(world)
    return {"deleted": world.name}


def made(worlds: Worlds, world: World) -> Any:
    """Add a new world to the server, and show it with its credentials."""
    worlds.admit(world)
    return {"world": {**_shown(world), **keys(world)}}


def free_name(worlds: Worlds, name: str) -> str:
    if name in worlds.by_name:
        raise Conflict(f"There is a world {name!r} already: choose another name, or delete it")
    try:
        return worlds.free_name(name)
    except WrongName as wrong:
        raise BadRequest(str(wrong)) from None


def keys(world: World) -> dict[str, Any]:
    """A token without limits, and the OAuth applications with their secrets."""
    lasting = [
        token.value for token in world.access.tokens.values() if token.permissions is None and not token.expires_at and not token.revoked
    ]
    return {
        "token": next(iter(lasting), None),
        "applications": [
            {
                "client_id": one.client_id,
                "client_secret": one.client_secret,
                "redirect_uris": one.redirect_uris,
                "any_loopback": one.any_loopback,
            }
            for one in world.access.applications.values()
        ],
    }


def _shown(world: World) -> dict[str, Any]:
    with world.lock:
        return {
            "name": world.name,
            "now": stamp(world.clock.now()),
            "frozen": world.clock.frozen,
            "rows": {name: len(table) for name, table in sorted(world.tables.items()) if len(table)},
            "tokens": len(world.access.tokens),
            "faults": len(world.faults),
            "requests": len(world.request_log),
        }


ROUTES = (
    Route("GET", "/worlds", "All worlds of this server", index, world=False),
    Route("POST", "/worlds", "Make a world from a firm or a saved state", create, CREATE, world=False, refuses=(404, 409)),
    Route("GET", "/worlds/{name}", "One world, with its token and its OAuth applications", show, world=False, refuses=(404,)),
    Route("DELETE", "/worlds/{name}", "Forget a world", delete, world=False, refuses=(404, 409)),
    Route(
        "POST",
        "/worlds/{name}/fork",
        "Fork a world; the fork has a token and an application of its own",
        fork,
        FORK,
        world=False,
        refuses=(404, 409),
    ),
    Route("POST", "/worlds/{name}/reset", "Give a world the rows and the time that it began with", reset, world=False, refuses=(404,)),
)

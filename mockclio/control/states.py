"""Saved states over HTTP: a whole world under a name, in a file that a person can read and edit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from mockclio.control.bodies import read
from mockclio.control.route import ControlCall, Route
from mockclio.control.worlds import FORK, free_name, made
from mockclio.errors import APIError, BadRequest, NotFound, shortened
from mockclio.store.differences import as_text, differences
from mockclio.store.saved_states import snapshot
from mockclio.store.sqlite_errors import NotKept
from mockclio.store.state import FORMAT, HEAD, WrongState
from mockclio.store.world import World
from mockclio.store.worlds import Worlds

SAVE = {"name": "string: letters, digits, '.', '_' and '-'; a state of that name is replaced"}
DIFF = {
    "from": "string: the state that was before",
    "to": "string: the state that is after; the world as it is now if left out",
}


class NotSaved(APIError):
    """The file of a state cannot be written, such as on a full or read-only disk. The message names it."""

    status = 507
    type = NotKept.type

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path} cannot be written: {error.strerror}")


def index(call: ControlCall) -> Any:
    """The saved states of this server, and their folder."""
    states = call.worlds.states
    return {"states": states.names(), "folder": str(states.folder.resolve())}


def save(call: ControlCall) -> Any:
    """Save a world."""
    name = read(call.body, SAVE, required={"name"})["name"]
    try:
        path = call.worlds.states.save(call.world, name)
    except WrongState as error:
        raise BadRequest(str(error)) from None
    except OSError as error:
        raise NotSaved(call.worlds.states.path(name), error) from None
    return {"state": name, "path": str(path.resolve()), "bytes": path.stat().st_size}


def show(call: ControlCall) -> Any:
    """The head of a state and how many rows each table holds."""
    name = call.ids["name"]
    document = _document(call.worlds, name)
    return {
        "state": name,
        "head": document[HEAD]["1"],
        "format": FORMAT,
        "rows": {table: len(rows) for table, rows in document.items() if table != HEAD},
    }


def load(call: ControlCall) -> Any:
    """Replace a world by a saved state. Its tokens stay, and those of the state are added. Nothing changes if the state is wrong."""
    world, name = call.world, call.ids["name"]
    loaded = open_state(call.worlds, name, world.name)
    take(call.worlds, world, loaded)
    return {"world": world.name, "state": name, "rows": sum(map(len, world.tables.values())), "now": world.clock.stamp()}


def take(worlds: Worlds, world: World, loaded: World) -> None:
    """Replace a served world by a loaded one."""
    worlds.adopt_into(world, loaded)
    with world.lock:
        world.become(loaded)
        world.faults.replace(loaded.faults)
        world.settings = replace(loaded.settings)
    world.clock.moved()


def fork(call: ControlCall) -> Any:
    """Make a new world from a state, with a new token and a new application."""
    name = free_name(call.worlds, read(call.body, FORK).get("name", ""))
    return made(call.worlds, open_state(call.worlds, call.ids["name"], name))


def delete(call: ControlCall) -> Any:
    """Remove a state's file."""
    name = call.ids["name"]
    try:
        result = call.worlds.states.delete(name)
    except WrongState as error:
        raise NotFound(str(error)) from None
    except OSError as error:
        raise NotSaved(call.worlds.states.path(name), error) from None
    if not result:
        raise NotFound(_unknown(call.worlds, name))
    return {"deleted": name}


def diff(call: ControlCall) -> Any:
    """The differences between two states, or between a state and a world."""
    query = call.query
    if "from" not in query:
        raise BadRequest("from must be sent: the name of a state")
    before = _document(call.worlds, query["from"])
    after = _document(call.worlds, query["to"]) if "to" in query else snapshot(call.world)
    result = differences(before, after)  # type: ignore[arg-type]
    return {"differences": [one.document() for one in result], "text": as_text(result)}


def open_state(worlds: Worlds, name: str, world: str) -> World:
    """The world of a state."""
    if name not in worlds.states.names():
        raise NotFound(_unknown(worlds, name))
    try:
        return worlds.states.load(name, world)
    except WrongState as error:
        raise BadRequest(str(error)) from None


def _document(worlds: Worlds, name: str) -> Any:
    if name not in worlds.states.names():
        raise NotFound(_unknown(worlds, name))
    try:
        document = worlds.states.document(name)
    except WrongState as error:
        raise BadRequest(str(error)) from None
    if not _is_saved_world(document):
        raise BadRequest(f"{worlds.states.path(name)}: not a saved world")
    return document


def _is_saved_world(document: Any) -> bool:
    if not isinstance(document, dict) or not all(isinstance(rows, dict) for rows in document.values()):
        return False
    return "1" in document.get(HEAD, {}) and all(isinstance(row, dict) for rows in document.values() for row in rows.values())


def _unknown(worlds: Worlds, name: str) -> str:
    there = ", ".join(worlds.states.names()) or "none: save one with POST /_mockclio/states"
    return f"There is no state {shortened(name)!r}; there are {there}"


ROUTES = (
    Route("GET", "/states", "The saved states", index, world=False),
    Route("POST", "/states", "Save a world under a name", save, SAVE, required=("name",), refuses=(507,)),
    Route("GET", "/states/{name}", "What a saved state holds", show, world=False, refuses=(400, 404)),
    Route("DELETE", "/states/{name}", "Remove a saved state", delete, world=False, refuses=(404, 507)),
    Route("POST", "/states/{name}/load", "Let a world be what a saved state says", load, refuses=(400, 404)),
    Route("POST", "/states/{name}/fork", "Make a world of a saved state", fork, FORK, world=False, refuses=(404, 409)),
    Route("GET", "/differences", "What differs between two saved states, or a state and a world", diff, query=DIFF, refuses=(400, 404)),
)

"""The clock of a world over HTTP: show, move, freeze and run it."""

from __future__ import annotations

from typing import Any

from mockclio.control.bodies import read
from mockclio.control.route import ControlCall, Route
from mockclio.errors import BadRequest
from mockclio.store.clock import after, parse_duration, parse_time, stamp

SECONDS = {"seconds": "number: how far to move, in seconds; less than 0 goes back"}
MOVE = {
    "set": "string: an ISO 8601 time to move to",
    "advance": "string: a duration such as 72h or 1d12h",
    **SECONDS,
    "frozen": "boolean: stand still, or run on at real speed",
}
AGENDA = {"limit": "integer: how many of the things that will fall due are listed; 100 if left out"}


def show(call: ControlCall) -> Any:
    """The time and the agenda."""
    clock, limit = call.world.clock, call.query.get("limit", 100)
    if limit < 0:
        raise BadRequest("limit must be at least 0")
    return {"now": stamp(clock.now()), "frozen": clock.frozen, "agenda": clock.agenda[:limit]}


def move(call: ControlCall) -> Any:
    """Freeze, set, advance or run the clock. One request may set and freeze it."""
    world, body = call.world, call.body
    seconds = read({name: value for name, value in body.items() if name in SECONDS}, SECONDS).get("seconds")
    ran = 0
    with world.lock:
        try:
            if "set" in body:
                ran += world.clock.move(parse_time(str(body["set"])))
            if "advance" in body:
                ran += world.clock.move(after(world.clock.now(), parse_duration(str(body["advance"]))))
            if seconds is not None:
                ran += world.clock.move(after(world.clock.now(), seconds))
        except ValueError as error:
            raise BadRequest(str(error)) from None
        if "frozen" in body:
            if not isinstance(body["frozen"], bool):
                raise BadRequest("frozen must be true or false")
            world.clock.freeze() if body["frozen"] else world.clock.run()
    world.clock.moved()
    moved = {"now": world.clock.stamp(), "frozen": world.clock.frozen, "ran": ran}
    call.worlds.feed.add("clock", world.name, lambda: moved)
    return {**show(call), "ran": ran}


ROUTES = (
    Route("GET", "/clock", "The time of a world and what will fall due", show, query=AGENDA, refuses=(400,)),
    Route("POST", "/clock", "Move, freeze or release the clock of a world; what falls due runs, in order", move, MOVE),
)

"""The faults of a world over HTTP: add one or a preset, list, pause, remove, clear."""

from __future__ import annotations

from typing import Any, get_args

from mockclio.control.bodies import read
from mockclio.control.route import ControlCall, Route
from mockclio.errors import BadRequest, NotFound, shortened
from mockclio.server.fault_patterns import check
from mockclio.store.clock import parse_time, stamp
from mockclio.store.fault_kinds import KINDS, PRESETS, Distribution
from mockclio.store.faults import make

ADD = {
    "kind": f"string: {', '.join(KINDS)}",
    "preset": f"string: in place of a kind, rules under one name: {', '.join(PRESETS)}",
    "status": "integer: the status of the answer",
    "message": "string: the message in the answer",
    "retry_after": "integer: seconds in Retry-After",
    "delay": "number: seconds that the answer takes longer",
    "spread": "number: how far the delay strays: half the range of uniform, the deviation of normal",
    "distribution": f"string: {', '.join(get_args(Distribution))}",
    "operation": "string: only this operation, as in Matter#create or Matter#*",
    "tag": "string: only operations of this tag, as in Matters",
    "method": "string: only this method",
    "path": "string: only paths that fit, as in /matters, /matters/{id} or /matters*",
    "token": "string: only requests with this bearer token",
    "probability": "number: from 0 to 1; 1 if left out",
    "count": "integer: at most this many requests",
    "starts": "string: a duration of the world's clock from now, as in 10m",
    "lasts": "string: a duration of the world's clock from its start, as in 60s",
    "begins": "string: a time of the world's clock, in place of starts",
    "ends": "string: a time of the world's clock, in place of lasts",
}
WHERE = {"operation", "tag", "method", "path"}
CHANGE = {"paused": "boolean: true lets it strike nothing, false lets it strike again; it keeps its counts"}


def index(call: ControlCall) -> Any:
    """The faults of a world with their counts, and all kinds and presets."""
    return {
        "faults": [fault.document() for fault in call.world.faults],
        "kinds": {name: {"meaning": kind.meaning, "takes": list(kind.takes)} for name, kind in KINDS.items()},
        "presets": PRESETS,
    }


def add(call: ControlCall) -> Any:
    """Add one fault, or those of a preset."""
    world, body = call.world, read(call.body, ADD)
    preset, now = body.pop("preset", None), world.clock.now()
    for moment in ("starts", "lasts"):
        if moment in body and not body[moment]:
            raise BadRequest(f"{moment} must be a duration, as in 10m")
    for moment in ("begins", "ends"):
        if moment in body:
            body[moment] = _stamped(moment, body[moment])
    check(make("status", **{name: body[name] for name in WHERE & body.keys()}))
    if preset is not None:
        if "kind" in body:
            raise BadRequest("Send a kind or a preset, not both")
        added = world.faults.use(preset, now=now, **body)
    else:
        added = [world.faults.add(now=now, **{"kind": "status", **body})]
    return {"faults": [fault.document() for fault in added]}


def show(call: ControlCall) -> Any:
    """One fault."""
    fault = call.world.faults.get(call.ids["id"])
    if fault is None:
        raise _missing(call)
    return {"fault": fault.document()}


def change(call: ControlCall) -> Any:
    """Pause or resume one fault."""
    paused = read(call.body, CHANGE, required=("paused",))["paused"]
    if not call.world.faults.pause(call.ids["id"], paused):
        raise _missing(call)
    return show(call)


def remove(call: ControlCall) -> Any:
    """Remove one fault."""
    if not call.world.faults.remove(call.ids["id"]):
        raise _missing(call)
    return {"removed": 1}


def clear(call: ControlCall) -> Any:
    """Remove all faults."""
    return {"removed": call.world.faults.clear()}


def _missing(call: ControlCall) -> NotFound:
    there = ", ".join(fault.id for fault in call.world.faults) or "none"
    return NotFound(f"There is no fault {shortened(call.ids['id'])!r}; there are {there}")


def _stamped(name: str, text: str) -> str:
    try:
        return stamp(parse_time(text))
    except (ValueError, OverflowError) as error:
        raise BadRequest(f"{name}: {error}") from None


ROUTES = (
    Route("GET", "/faults", "The faults of a world, and the kinds and presets that there are", index),
    Route("POST", "/faults", "Let requests go wrong", add, ADD),
    Route("DELETE", "/faults", "Take all faults away", clear),
    Route("GET", "/faults/{id}", "One fault", show),
    Route("PATCH", "/faults/{id}", "Pause a fault, or let it go on", change, CHANGE, required=("paused",)),
    Route("DELETE", "/faults/{id}", "Take a fault away", remove),
)

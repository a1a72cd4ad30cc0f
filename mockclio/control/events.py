"""The event feed over HTTP: requests, changes, deliveries and moves of the clock, as server-sent events or as a long poll."""

from __future__ import annotations

from time import monotonic
from typing import Any

from flask import Response, current_app

from mockclio.control.route import ControlCall, Route
from mockclio.errors import APIError, BadRequest
from mockclio.server.call import Answer
from mockclio.server.extensions import streams_of
from mockclio.server.streams import RETRY, SSE, Stream, as_frames, handed_over, polled, take_socket
from mockclio.store.feed import KINDS, Event

LONGEST = 60.0
FOLLOW = {
    "after": "integer: the number of the last event that is known; what happened since then comes first",
    "kinds": f"string: some of {', '.join(KINDS)}, with commas; all if left out",
    "world": "string: only this world; all if left out",
}
POLL = {**FOLLOW, "wait": "number: seconds to wait for something to happen, at most 60; 0 answers at once"}


class TooMany(APIError):
    """The server has no room for another stream."""

    status = 503
    type = "TooManyStreamsError"
    default_message = "Too many streams are open: close some"


def poll(call: ControlCall) -> Any:
    """The events after the number `after`. If there are none, it waits for one."""
    after, world, kinds = _selection(call)
    wait = call.query.get("wait", 0)
    if not 0 <= wait <= LONGEST:
        raise BadRequest(f"wait must be between 0 and {LONGEST:g} seconds")
    result = _since(call, after, world, kinds)
    if result or not wait or call.request.method != "GET":
        return polled(result, after)
    return _hand_over(call, after, world, kinds, monotonic() + wait) or polled(result, after)


def stream(call: ControlCall) -> Any:
    """Server-sent events. The header `Last-Event-ID` sets where they begin."""
    after, world, kinds = _selection(call)
    streamed = _hand_over(call, after, world, kinds, None) if call.request.method == "GET" else None
    if streamed is not None:
        return streamed
    body = f"retry: {RETRY}\n\n".encode() + as_frames(_since(call, after, world, kinds))
    return Answer(body=body, content_type=SSE, headers={"Cache-Control": "no-store"})


def _selection(call: ControlCall) -> tuple[int, str, tuple[str, ...]]:
    """The number to begin after, the world, and the kinds of events."""
    world = call.query.get("world", "")
    if world:
        call.find(world)
    kinds = tuple(filter(None, call.query.get("kinds", "").split(",")))
    wrong = [kind for kind in kinds if kind not in KINDS]
    if wrong:
        raise BadRequest(f"kinds must be some of {', '.join(KINDS)}, not {', '.join(wrong)}")
    last = call.worlds.feed.last
    known = call.request.headers.get("Last-Event-ID", "")
    after = int(known) if known.isascii() and known.isdigit() and len(known) < 19 else call.query.get("after", last)
    if after < 0:
        raise BadRequest("after must be the number of an event, or 0")
    return after, world, kinds


def _since(call: ControlCall, after: int, world: str, kinds: tuple[str, ...]) -> list[Event]:
    return call.worlds.feed.since(after, world, kinds)


def _hand_over(call: ControlCall, after: int, world: str, kinds: tuple[str, ...], deadline: float | None) -> Response | None:
    """Give the socket of the request to the thread of the streams. None when the request has no socket."""
    sock = take_socket(call.request.environ)
    if sock is None:
        return None
    if not streams_of(current_app).open(Stream(sock, after, world, kinds, deadline)):
        sock.close()
        raise TooMany
    return Response(handed_over())


ROUTES = (
    Route(
        "GET",
        "/events",
        "What happened, at once or as soon as something does (long poll)",
        poll,
        query=POLL,
        world=False,
        refuses=(400, 404, 503),
    ),
    Route(
        "GET",
        "/events/stream",
        "What happens, as server-sent events",
        stream,
        query=FOLLOW,
        world=False,
        produces=SSE,
        refuses=(400, 404, 503),
    ),
)

"""What requests to all worlds of the server touched, over HTTP."""

from __future__ import annotations

from typing import Any

from mockclio.control.route import ControlCall, Route


def show(call: ControlCall) -> Any:
    """What was touched and how much there is, in the form of the files that `mockclio coverage` merges."""
    from mockclio.openapi.surface import measure

    covered = call.worlds.coverage.document()
    return {**covered, "measured": {name: count.document() for name, count in measure(covered).items()}}


def clear(call: ControlCall) -> Any:
    """Begin to count anew."""
    call.worlds.coverage.clear()
    return {"cleared": True}


ROUTES = (
    Route("GET", "/coverage", "What requests to all worlds touched of the API", show, world=False),
    Route("DELETE", "/coverage", "Forget what was touched", clear, world=False),
)

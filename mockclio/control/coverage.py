"""The coverage over HTTP: what requests to all worlds of the server used."""

from __future__ import annotations

from typing import Any

from mockclio.control.route import ControlCall, Route


def show(call: ControlCall) -> Any:
    """What was used and what exists, in the form of the files that `mockclio coverage` merges."""
    from mockclio.openapi.surface import measure

    covered = call.worlds.coverage.document()
    return {**covered, "measured": {name: count.document() for name, count in measure(covered).items()}}


def clear(call: ControlCall) -> Any:
    """Clear the counts."""
    call.worlds.coverage.clear()
    return {"cleared": True}


ROUTES = (
    Route("GET", "/coverage", "What requests to all worlds used of the API", show, world=False),
    Route("DELETE", "/coverage", "Forget what was used", clear, world=False),
)

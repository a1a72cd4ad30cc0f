"""Paths at which nothing can be done, but which are known to refuse in another way than a path that does not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request

from mockclio.errors import InvalidArgument, NotFound
from mockclio.server import bodies


def refuse(request: Request, path: str) -> None:
    """Refuse a request that leads to such a path; return where it leads to no known one."""
    result = KNOWN.get((request.method, path.removesuffix(".json").strip("/")))
    if result is not None:
        sent = bodies.read(request)
        result(sent if isinstance(sent, dict) else {})


def _new_line(data: dict[str, Any]) -> None:
    """Lines come with their bill: without a matter the refusal says so, with one there is nothing to be found."""
    matter = data.get("matter")
    if not isinstance(matter, dict) or matter.get("id") in (None, ""):
        raise InvalidArgument("The matter is invalid", rule="bills.lines-are-not-made")
    raise NotFound(rule="bills.lines-are-not-made")


KNOWN: dict[tuple[str, str], Callable[[dict[str, Any]], None]] = {("POST", "line_items"): _new_line}
"""By method and path below /api/v4."""

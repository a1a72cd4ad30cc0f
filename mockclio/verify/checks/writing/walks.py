"""Check of long walks: by page_token a list ends at a ceiling, unless the request itself asks for the order of ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.sample_data.forks import Fork, fork
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import LISTS, Caller, good
from mockclio.verify.checks.reading.errors import refused
from mockclio.verify.checks.reading.pages import same, several
from mockclio.verify.checks.reading.sorting import keys_of

CEILING = 2
"""How many records a walk reaches in the world of these checks; the service has 10,000."""
UNBOUNDED = ("id(asc)", "id")
"""The orders in which a walk reaches every record."""
WORDS = "page_token is now out of bounds and cannot be used."

RULES = ("paging.token-ceiling", "paging.order-by-id-has-no-ceiling", "paging.plain-id-has-no-ceiling")


def _world(target: Target) -> Fork:
    """A fork of the mock with a low ceiling. No check writes to it."""
    cached: Any = target.shared.get("world of walks")
    if cached is None:
        cached = target.shared["world of walks"] = fork(target)
        cached.control("PATCH", "/settings", {"page_token_ceiling": CEILING})
    return cached  # type: ignore[no-any-return]


def _walk(target: Target, operation: AnyOperation) -> None:
    world = _world(target)
    place, rows = several(world, operation)
    for order in _bounded(operation):
        seen, last = _pages(world, Caller.of(world).at(operation, place, {"limit": "1", **order}))
        if len(rows) <= CEILING:
            same((200, len(rows)), (last.status_code, seen), "status of the last page, rows of a list below the ceiling", world)
            continue
        same(CEILING, seen, "rows until the refusal", world)
        refused(world, last, 422, "ArgumentError", WORDS)
    if not operation.takes_order_by_id:
        raise Inconclusive("the list has no order by id")
    for unbounded in UNBOUNDED:
        first = Caller.of(world).at(operation, place, {"limit": "1", "order": unbounded})
        seen, last = _pages(world, first)
        records = good(first).json()["meta"]["records"]
        same((200, records), (last.status_code, seen), f"status of the last page, rows with order={unbounded}", world)


def _bounded(operation: AnyOperation) -> list[dict[str, str]]:
    """No order, falling ids, and one order by something else."""
    falling = ["id(desc)"] if operation.takes_order_by_id else []
    others = [f"{name}(asc)" for name in keys_of(operation) if name != "id"][:1]
    return [{}, *({"order": order} for order in (*falling, *others))]


def _pages(target: Target, response: httpx.Response) -> tuple[int, httpx.Response]:
    """How many rows the pages have by their next links, and the answer that ended them."""
    seen = 0
    while response.status_code == 200:
        body = good(response).json()
        seen += len(body["data"])
        if "next" not in body["meta"]["paging"]:
            break
        response = target.send("GET", body["meta"]["paging"]["next"])
    return seen, response


@check("paging/ceiling", "cursors", writes=True, rules=RULES)
def ceilings() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """By page_token a list ends at the ceiling with 422, unless the request carries order=id(asc)."""
    for operation in LISTS:
        yield operation, "", lambda target, operation=operation: _walk(target, operation)  # type: ignore[misc]

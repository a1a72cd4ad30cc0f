"""Checks of ties: rows that an order does not tell apart stand by their ids, and in the same sequence on every page."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import Caller, good
from mockclio.verify.checks.reading.listing import Lists, identity
from mockclio.verify.checks.reading.orders import ORDERED, in_order, longest
from mockclio.verify.checks.reading.pages import chosen, names, several, walked
from mockclio.verify.checks.reading.sorting import key_of, keys_of

FEW, MOST_PAGES = 8, 30


@check("paging/ties", "paging")
def pages() -> Cases:
    """Rows that an order does not tell apart stand in the same sequence whatever the limit, up and down."""
    for operation in ORDERED:
        for key in keys_of(operation):
            yield operation, key, partial(_walked, operation, key)


def _walked(operation: AnyOperation, key: str, target: Target) -> None:
    place, rows = several(target, operation)
    for way in ("asc", "desc"):
        params = {**chosen(operation), "order": f"{key}({way})"}
        whole = good(Caller.of(target).at(operation, place, {**params, "limit": str(operation.limit)})).json()
        if whole["meta"]["records"] > len(whole["data"]):
            raise Inconclusive("the list has more rows than a page")
        for limit in sorted({1, 2, 3, len(rows) // 2} if len(rows) <= FEW else {3, len(rows) // 2}):
            if 0 < limit < len(rows) and len(rows) / limit <= MOST_PAGES:
                walked(target, operation, place, {**params, "limit": str(limit)}, names(whole["data"]))


@check("orders/ties", "paging", rules=("lists.ties-by-id",))
def by_id() -> Cases:
    """Rows that an order does not tell apart stand in the order of their ids, up where it ascends and down where it descends."""
    for operation in ORDERED:
        for key in keys_of(operation):
            if key != "id" and not operation.ids_only:
                yield operation, key, partial(_by_id, operation, key)


def _by_id(operation: AnyOperation, key: str, target: Target) -> None:
    lists = Lists.of(target)
    pick, _ = longest(lists, operation)
    place = key_of(operation, key)
    for way, down in (("asc", False), ("desc", True)):
        rows = in_order(lists, operation, f"{key}({way})", pick)
        ranks = [(place(row, lists), number(row)) for row in rows]
        for row, (one, other) in enumerate(pairwise(ranks)):
            if one[0] == other[0] and (one < other) == down:
                call = lists.caller.described(operation, pick, {"order": f"{key}({way})"})
                expected = [max(one, other)[1], min(one, other)[1]] if down else [min(one, other)[1], max(one, other)[1]]
                raise CheckFailed(expected, [one[1], other[1]], f"data[{row}:{row + 2}].id", call)


def number(row: Any) -> int:
    """The id by which a row is placed; that of an occurrence begins with the id of its series."""
    return int(identity(row).partition("-")[0])

"""Check of last pages: after the last row there is no next link, for any limit, in any order, with a filter, by token and by offset."""

from __future__ import annotations

from functools import partial
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import listed_parameters, parameters
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import LISTS, Caller, Place, good
from mockclio.verify.checks.reading.pages import chosen, place_of, same
from mockclio.verify.checks.reading.sorting import keys_of

BEGINNING = "1990-01-01T00:00:00Z"
"""A time that every record was made after, so that asking for what is newer finds the same rows."""
MOST_PAGES, FEW_PAGES = 20, 2
"""In how many pages a list is read: as it stands, and in an order or with a filter."""


@check("paging/last-page", "cursors")
def plain() -> Cases:
    """A page after which there are no rows has no next link, whatever the limit."""
    for operation in LISTS:
        yield operation, "", partial(_last, operation, {})


@check("paging/last-page-in-order", "cursors")
def ordered() -> Cases:
    """A page after which there are no rows has no next link, in whatever order."""
    for operation in LISTS:
        for key in keys_of(operation) if "order" in listed_parameters(operation) else ():
            for way in ("asc", "desc"):
                yield operation, f"{key}({way})", partial(_last, operation, {"order": f"{key}({way})"})


@check("paging/last-page-filtered", "cursors")
def filtered() -> Cases:
    """A page after which there are no rows that a filter chooses has no next link."""
    for operation in LISTS:
        for name in ("created_since", "updated_since"):
            if name in parameters(operation):
                yield operation, name, partial(_last, operation, {name: BEGINNING})
        if "ids" in parameters(operation) and chosen(operation):
            yield operation, "ids", partial(_chosen, operation)


def _last(operation: AnyOperation, query: dict[str, str], target: Target) -> None:
    place, rows = place_of(target, operation)
    _ends(target, operation, place, query, len(rows), FEW_PAGES if query else MOST_PAGES)


def _chosen(operation: AnyOperation, target: Target) -> None:
    """Every other row, by its id."""
    place, rows = place_of(target, operation)
    ids = [row["id"] for row in rows[::2]][:MOST_PAGES]
    if not ids:
        raise Inconclusive("the list is empty")
    _ends(target, operation, place, {"ids[]": ids}, len(ids), FEW_PAGES)


def _ends(target: Target, operation: AnyOperation, place: Place, query: dict[str, Any], count: int, most: int) -> None:
    """The list ends with its last row: in one page, in pages that it fills to the end, in others, and by offset."""
    caller = Caller.of(target)

    def page(**params: Any) -> dict[str, Any]:
        body: dict[str, Any] = good(caller.at(operation, place, {**chosen(operation), **query, **params})).json()
        if body["meta"]["records"] > count:
            raise Inconclusive("the list has more rows than a page")
        return body

    for limit in limits(count, operation.limit, most):
        body, seen = page(limit=str(limit)), 0
        while True:
            seen += len(body["data"])
            same(
                seen < count,
                "next" in body["meta"]["paging"],
                f"limit {limit}: meta.paging.next is there after {seen} of {count} rows",
                target,
            )
            if seen >= count:
                break
            body = good(target.send("GET", body["meta"]["paging"]["next"])).json()
    for offset in sorted({max(0, count - 1), count}) if most > FEW_PAGES else ():
        body = page(limit="1", offset=str(offset))
        same(False, "next" in body["meta"]["paging"], f"offset {offset}: meta.paging.next is there", target)


def limits(count: int, longest: int, most: int) -> list[int]:
    """Limits that fill the last page and limits that do not, in no more pages than that."""
    wanted = {1, 2, 3, count // 2, -(-count // 2), count - 1, count, count + 1}
    return sorted(one for one in wanted if 1 <= one <= longest and count / one <= most)

"""Checks of page tokens: each is good for one list, one order and one set of filters; the last page has none; ties are broken one way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import parameters
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import LISTS, Caller, Place, good
from mockclio.verify.checks.reading.errors import refused
from mockclio.verify.checks.reading.orders import ORDERED
from mockclio.verify.checks.reading.pages import chosen, names, same, several, token, walked
from mockclio.verify.checks.reading.sorting import keys_of

Check = Callable[[Target], None]
Found = Iterator[tuple[AnyOperation | None, str, Check]]
Judge = Callable[[Target, AnyOperation], None]
BEGINNING = "1990-01-01T00:00:00Z"
"""A time that every record was made after, so that asking for what is newer finds the same rows."""
RULES = ("paging.bad-token-is-422",)


def _token(target: Target, operation: AnyOperation, place: Place, **params: str) -> str:
    """The token of the second page, where a page has one row."""
    return token(good(Caller.of(target).at(operation, place, {**chosen(operation), **params, "limit": "1"})).json(), "next")


def _refused(target: Target, operation: AnyOperation, place: Place, params: dict[str, str]) -> None:
    refused(target, Caller.of(target).at(operation, place, params), 422, "ArgumentError", "page_token is invalid")


def _good(target: Target, operation: AnyOperation, place: Place, params: dict[str, str]) -> None:
    good(Caller.of(target).at(operation, place, params))


@check("paging/token-of-another-list", "paging", rules=RULES)
def lists() -> Found:
    """A page_token of one list is refused by another."""
    for operation, other in zip(LISTS, [*LISTS[1:], LISTS[0]], strict=True):
        yield operation, other.operation_id, _of_another(operation, other)


def _of_another(operation: AnyOperation, other: AnyOperation) -> Check:
    def run(target: Target) -> None:
        place, _ = several(target, other)
        addressed = Caller.of(target).place(operation)
        if addressed is None:
            raise Inconclusive("the account has no record that holds such a list")
        _refused(target, operation, addressed, {"page_token": _token(target, other, place)})

    return run


@check("paging/token-of-another-order", "paging", rules=RULES)
def orders() -> Found:
    """A page_token of one order is refused where the request asks for another."""
    for operation in ORDERED:
        yield operation, "", lambda target, operation=operation: _of_another_order(target, operation)  # type: ignore[misc]


def _of_another_order(target: Target, operation: AnyOperation) -> None:
    place, _ = several(target, operation)
    ways = [f"{key}({way})" for key in keys_of(operation) for way in ("asc", "desc")]
    for order, other in zip(ways, [*ways[1:], ways[0]], strict=True):
        result = _token(target, operation, place, order=order)
        _refused(target, operation, place, {"order": other, "page_token": result})
        _good(target, operation, place, {"order": order, "page_token": result})


@check("paging/token-of-other-filters", "paging", rules=RULES)
def filters() -> Found:
    """A page_token is refused where the request asks for other filters than the page that it came from, though they find the same rows."""
    for operation in LISTS:
        if "created_since" in parameters(operation):
            yield operation, "", lambda target, operation=operation: _of_other_filters(target, operation)  # type: ignore[misc]


def _of_other_filters(target: Target, operation: AnyOperation) -> None:
    place, _ = several(target, operation)
    plain = _token(target, operation, place)
    since = _token(target, operation, place, created_since=BEGINNING)
    _refused(target, operation, place, {"created_since": BEGINNING, "page_token": plain})
    _refused(target, operation, place, {"page_token": since})
    _good(target, operation, place, {"created_since": BEGINNING, "page_token": since})

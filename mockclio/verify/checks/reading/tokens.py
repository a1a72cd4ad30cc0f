"""Checks of page tokens: each is good for one list, one order and one set of filters."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, parameters
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import LISTS, Caller, Place, good
from mockclio.verify.checks.reading.errors import refused
from mockclio.verify.checks.reading.filters import FILTERS, chosen_from
from mockclio.verify.checks.reading.listing import Lists
from mockclio.verify.checks.reading.meanings import reference
from mockclio.verify.checks.reading.orders import ORDERED
from mockclio.verify.checks.reading.pages import chosen, several, token
from mockclio.verify.checks.reading.sorting import keys_of

Check = Callable[[Target], None]
BEGINNING, A_DAY_LATER = "1990-01-01T00:00:00Z", "1990-01-02T00:00:00Z"
"""Times that every record was made after, so that asking for what is newer finds the same rows."""
RULES = ("paging.bad-token-is-422",)


def _token(target: Target, operation: AnyOperation, place: Place, **params: str) -> str:
    """The token of the second page, where a page has one row."""
    return token(good(Caller.of(target).at(operation, place, {**chosen(operation), **params, "limit": "1"})).json(), "next")


def _refused(target: Target, operation: AnyOperation, place: Place, params: dict[str, str]) -> None:
    refused(target, Caller.of(target).at(operation, place, params), 422, "ArgumentError", "page_token is invalid")


def _good(target: Target, operation: AnyOperation, place: Place, params: dict[str, str]) -> None:
    good(Caller.of(target).at(operation, place, params))


@check("paging/token-of-another-list", "cursors", rules=RULES)
def lists() -> Cases:
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


@check("paging/token-of-another-order", "cursors", rules=RULES)
def orders() -> Cases:
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


@check("paging/token-of-other-filters", "cursors", rules=RULES)
def filters() -> Cases:
    """A page_token is refused where the request asks for another filter than the page that it came from, whichever that is."""
    for operation, attribute in FILTERS:
        yield operation, attribute.wire, partial(_of_another_filter, operation, attribute)


def _of_another_filter(operation: AnyOperation, attribute: Attribute, target: Target) -> None:
    place, _ = several(target, operation)
    _refused(target, operation, place, {**_askable(target, operation, attribute), "page_token": _token(target, operation, place)})


def _askable(target: Target, operation: AnyOperation, attribute: Attribute) -> dict[str, str]:
    """The filter with a value that some row has, other than the list needs anyway; else with any value of its kind."""
    if attribute.name in ("created_since", "updated_since"):
        return {attribute.wire: BEGINNING}
    try:
        of_a_row = _of_a_row(Lists.of(target), operation, attribute)
    except Inconclusive:  # what the rows have there is not shown
        of_a_row = None
    if of_a_row is not None:
        return of_a_row
    value = attribute.choices[0] if attribute.choices else LITERALS.get(attribute.kind)
    if value is None:
        raise Inconclusive("no row has a value to ask for")
    return {attribute.wire: value}


LITERALS = {"int": "1", "bool": "true", "str": "x", "date": "2026-05-04", "datetime": "2026-05-04T00:00:00Z"}
"""A value of each kind that a list takes whatever its rows are."""


def _of_a_row(lists: Lists, operation: AnyOperation, attribute: Attribute) -> dict[str, str] | None:
    holds, needed = reference(operation, attribute), lists.caller.required(operation).items()
    for pick in lists.parents(operation):
        rows = chosen_from(lists, operation, holds, pick)
        for value in holds.values(rows, lists) if holds.values is not None else []:
            query = holds.ask(value) if holds.ask else {attribute.wire: value}
            if not query.items() <= needed:
                return {**query, **holds.beside(rows, value)}
    return None


@check("paging/token-keeps-its-filter", "cursors", rules=RULES)
def kept() -> Cases:
    """A page_token of a filtered list is refused without the filter or with another value of it, and good with the same."""
    for operation in LISTS:
        for name in ("created_since", "updated_since"):
            if name in parameters(operation):
                yield operation, name, partial(_keeps, operation, name)


def _keeps(operation: AnyOperation, name: str, target: Target) -> None:
    place, _ = several(target, operation)
    since = _token(target, operation, place, **{name: BEGINNING})
    _refused(target, operation, place, {"page_token": since})
    _refused(target, operation, place, {name: A_DAY_LATER, "page_token": since})
    _good(target, operation, place, {name: BEGINNING, "page_token": since})
    _good(target, operation, place, {name: BEGINNING, "page_token": since, "limit": "2", **chosen(operation)})


@check("paging/token-of-another-parent", "cursors", rules=RULES)
def parents() -> Cases:
    """A page_token of the list under one record is refused under another."""
    for operation in LISTS:
        if operation.path_parameters:
            yield operation, "", partial(_of_another_parent, operation)


def _of_another_parent(operation: AnyOperation, target: Target) -> None:
    place, _ = several(target, operation)
    other = next((one for one in Caller.of(target).places(operation) if one != place), None)
    if other is None:
        raise Inconclusive("there is no other record that holds such a list")
    _refused(target, operation, other, {"page_token": _token(target, operation, place)})

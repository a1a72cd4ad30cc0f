"""Checks of orders: a list stands in the order that it is asked for, both ways, and is the same rows."""

from __future__ import annotations

from functools import partial
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields, listed_parameters
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import LISTS, Row
from mockclio.verify.checks.reading.listing import Lists, identities, identity
from mockclio.verify.checks.reading.sorting import key_of, keys_of

ORDERED = [operation for operation in LISTS if "order" in listed_parameters(operation)]


def longest(lists: Lists, operation: AnyOperation) -> tuple[int, list[Any]]:
    """The parent under which a list has the most rows, and these rows."""
    params = {"fields": "id"} if not operation.ids_only and "id" in fields(operation.record) else {}
    results = [(pick, lists.ask(operation, params, pick)) for pick in lists.parents(operation)]
    if not results:
        raise Inconclusive("the account has no record that holds such a list")
    return max(results, key=lambda pair: len(pair[1]))


def in_order(lists: Lists, operation: AnyOperation, order: str, pick: int) -> list[Row]:
    """The whole rows in the order in which the list gives their ids."""
    rows = lists.rows(operation, {}, pick)
    known = {identity(row): row for row in rows}
    if len(known) < len(rows):
        return lists.rows(operation, {"order": order}, pick)
    result = lists.ask(operation, {"order": order, "fields": "id", "limit": str(max(1, len(rows) // 2))}, pick)
    if identities(result) != identities(rows):
        raise CheckFailed(f"the {len(rows)} rows of the list, each once", f"{len(result)} rows", "data", lists.target.last)
    return [known[identity(row)] for row in result]


def sorted_by(lists: Lists, operation: AnyOperation, name: str, pick: int) -> int:
    """Ask for both orders; how many places there are."""
    place = key_of(operation, name)
    up, down = (in_order(lists, operation, f"{name}({way})", pick) for way in ("asc", "desc"))
    ascending, descending = [place(row, lists) for row in up], [place(row, lists) for row in down]
    _in_place(sorted(ascending), ascending, lists.caller.described(operation, pick, {"order": f"{name}(asc)"}))
    _in_place(sorted(ascending, reverse=True), descending, lists.caller.described(operation, pick, {"order": f"{name}(desc)"}))
    return len(set(ascending))


def _in_place(expected: list[Any], result: list[Any], call: str) -> None:
    for number, (one, other) in enumerate(zip(expected, result, strict=True)):
        if one != other:
            raise CheckFailed(list(one), list(other), f"data[{number}]", call)


def _check(operation: AnyOperation, name: str, target: Target) -> None:
    lists = Lists.of(target)
    if sorted_by(lists, operation, name, longest(lists, operation)[0]) < 2:
        raise Inconclusive("no two rows differ in this")


def _bare(operation: AnyOperation, target: Target) -> None:
    """An order without a direction ascends."""
    lists = Lists.of(target)
    pick, _ = longest(lists, operation)
    for name in keys_of(operation):
        up = in_order(lists, operation, f"{name}(asc)", pick)
        bare = in_order(lists, operation, name, pick)
        if [identity(row) for row in up] != [identity(row) for row in bare]:
            raise CheckFailed("the order that ascends", "another order", "data", lists.caller.described(operation, pick, {"order": name}))


def _default(operation: AnyOperation, target: Target) -> None:
    lists = Lists.of(target)
    pick, _ = longest(lists, operation)
    stated = in_order(lists, operation, operation.default_order, pick)
    plain = lists.ask(operation, {"fields": "id"}, pick, plain=True)
    if [identity(row) for row in stated] != [identity(row) for row in plain]:
        raise CheckFailed(f"the order {operation.default_order}", "another order", "data", lists.target.last)


@check("orders", "paging")
def orders() -> Cases:
    """A list stands in the order that it is asked for, both ways, as its rows show it."""
    for operation in ORDERED:
        for name in keys_of(operation):
            yield operation, name, partial(_check, operation, name)


@check("orders/bare", "paging")
def bare_orders() -> Cases:
    """An order without a direction ascends."""
    for operation in ORDERED:
        yield operation, "", partial(_bare, operation)


@check("orders/default", "paging")
def default_orders() -> Cases:
    """A list that is asked for no order stands in its default order."""
    for operation in ORDERED:
        if operation.default_order.partition("(")[0] in keys_of(operation) and "id" in fields(operation.record):
            yield operation, "", partial(_default, operation)

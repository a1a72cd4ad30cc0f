"""The `order` parameter: `field(asc)` or `field(desc)`, from the sort keys that the catalogue lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mockclio.catalog.memo import remember
from mockclio.catalog.operations import AnyOperation
from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.behavior import behavior
from mockclio.server.values import path_values
from mockclio.server.view import View
from mockclio.store.tables import Row

SortKey = tuple[Any, ...]
"""(rank, value, id). In ascending order, rows without a value come first. The id orders rows with equal values."""


@remember(500)
def terms(operation: AnyOperation) -> dict[str, str]:
    """The sort keys by their wire name, each with its path through the record."""
    results = {}
    for term in (operation.order or "id").split():
        name, _, path = term.partition(":")
        results[name] = path or name
    return results


def parse(operation: AnyOperation, text: str | None) -> tuple[str, bool]:
    """The wire name of the sort key, and whether the order descends."""
    match = re.fullmatch(r"\s*([\w.]+)\s*(?:\(\s*(asc|desc)\s*\))?\s*", text or operation.default_order, re.IGNORECASE)
    known = terms(operation)
    if not match or (match[1] not in known and text):
        listed = ", ".join(f'"{name}({way})"' for name in known for way in ("asc", "desc"))
        raise InvalidArgument(f"order must be one of [{listed}]", rule="lists.invalid-order-is-422")
    if text:
        rule("lists.order-by-name")
    return match[1], (match[2] or "asc").lower() == "desc"


def sort_key(view: View, operation: AnyOperation, name: str) -> Callable[[Row], SortKey]:
    """The function that gives the sort key of a row."""
    special = behavior(operation.collection.name).marked("orders", name)
    if special:

        def value(row: Row) -> Any:
            return special(view, row)
    else:
        reach = path_values(operation.record, terms(operation).get(name, name))

        def value(row: Row) -> Any:
            result = reach(view, row)
            return result[0] if result else None

    def key(row: Row) -> SortKey:
        result = value(row)
        if result is None:
            return (0, 0, row["id"])
        return (1, result.casefold() if isinstance(result, str) else result, row["id"])

    return key

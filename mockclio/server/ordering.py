"""The `order` parameter: `field(asc)` or `field(desc)`, from the sort keys that the catalogue lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.errors import InvalidQuery
from mockclio.memo import remember
from mockclio.server.behavior import behavior
from mockclio.server.values import path_values
from mockclio.server.view import View
from mockclio.store.tables import Row

SortKey = tuple[Any, ...]
"""(rank, value, id): rows without a value come first in ascending order, and the id breaks ties."""


@remember(500)
def terms(operation: AnyOperation) -> dict[str, str]:
    """Sort keys by their wire name, each with the path through the record that it stands for."""
    found = {}
    for term in (operation.order or "id").split():
        name, _, path = term.partition(":")
        found[name] = path or name
    return found


def parse(operation: AnyOperation, text: str | None) -> tuple[str, bool]:
    """The wire name of the sort key, and whether it descends."""
    match = re.fullmatch(r"\s*([\w.]+)\s*(?:\(\s*(asc|desc)\s*\))?\s*", text or operation.default_order, re.IGNORECASE)
    known = terms(operation)
    if not match or (match[1] not in known and text):
        listed = ", ".join(f"{name}({way})" for name in known for way in ("asc", "desc"))
        raise InvalidQuery(f"order must be one of {listed}", rule="lists.invalid-order-is-400")
    return match[1], (match[2] or "asc").lower() == "desc"


def sort_key(view: View, operation: AnyOperation, name: str) -> Callable[[Row], SortKey]:
    """The function that gives a row's place under that sort key."""
    special = behavior(operation.collection.name).marked("orders", name)
    if special:

        def value(row: Row) -> Any:
            return special(view, row)
    else:
        reach = path_values(operation.record, terms(operation).get(name, name))

        def value(row: Row) -> Any:
            found = reach(view, row)
            return found[0] if found else None

    def key(row: Row) -> SortKey:
        found = value(row)
        if found is None:
            return (0, 0, row["id"])
        return (1, found.casefold() if isinstance(found, str) else found, row["id"])

    return key

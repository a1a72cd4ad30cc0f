"""The order in which whole lists are read."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.operations import AnyOperation


def by_id(operation: AnyOperation, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters to read a whole list, with `order=id(asc)` if that is its default order. Without it Clio ends at 10,000 records."""
    if "order" in params or "offset" in params or operation.default_order != "id(asc)" or not operation.takes_order_by_id:
        return params
    return {**params, "order": "id(asc)"}

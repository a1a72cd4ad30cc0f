"""A sweep over an endpoint of clio-manage-api-client: its lists, and one record of each, in every selection the package offers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

NEEDED = {"notes": {"type": "Matter"}, "lauk_expense_categories": {"region": "london"}}
NOT_SWEPT = {
    "conversation_messages": "wants a conversation, and no call makes one with messages",
    "timer": "is there only while one runs",
}


def sweep(endpoint: Any) -> list[str]:
    """What went wrong, one line a refused selection; nothing is left out but NOT_SWEPT and paths that need a parent's id."""
    faults: list[str] = []
    if endpoint.index_method and endpoint.base_path not in NOT_SWEPT:
        rows, faults = selections(endpoint.index_method, partial(endpoint.index, **NEEDED.get(endpoint.base_path, {})))
        if endpoint.show_method and rows:
            faults += selections(endpoint.show_method, partial(endpoint.show, id=rows[0]["id"]))[1]
    for relation in endpoint.relations:
        if "{" not in relation["path"]:
            faults += selections(relation, partial(endpoint._call_endpoint, relation))[1]
    return faults


def selections(operation: dict[str, Any], call: Callable[..., Any]) -> tuple[Any, list[str]]:
    """What the last selection found, and what went wrong. The package knows no fields of calendar entry event types."""
    result: Any = None
    known = [{"fields": "all"}, {"fields": "all_ids"}] if operation["field_model"] else []
    for arguments in [*known, {}]:
        try:
            result = call(**arguments, limit=1)["data"]
        except (RuntimeError, KeyError, TypeError) as error:
            return None, [f"{operation['path']} {arguments}: {error!r}"[:400]]
    return result, []

"""Links of the exported document: which operations accept the id of the record in an answer."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.operations import AnyOperation, Collection

Json = dict[str, Any]

RECORD_ID = {"create": "$response.body#/data/id", "index": "$response.body#/data/0/id"}
"""Where an answer holds the id of a record of its collection: the one that was made, or the first of a list."""


def links(one: AnyOperation) -> Json:
    """The links of an operation's success, by the verb that each leads to. A list leads on only where nothing can be created."""
    if one.kind not in RECORD_ID or one.ids_only or one.record is not one.collection.record or one.path_parameters:
        return {}
    if one.kind == "index" and _creates(one.collection):
        return {}
    return {
        name: {"operationId": other.operation_id, "parameters": {"id": RECORD_ID[one.kind]}}
        for name, other in one.collection.operations.items()
        if other.path_parameters == ["id"]
    }


def _creates(collection: type[Collection[Any]]) -> bool:
    return any(other.kind == "create" for other in collection.operations.values())

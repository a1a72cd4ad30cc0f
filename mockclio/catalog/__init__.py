"""The catalogue: the declaration of the API, one module per resource. Server, client, OpenAPI export and checks read it."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from mockclio.catalog.operations import COLLECTIONS, AnyOperation, Collection
from mockclio.catalog.records import REGISTRY, Record

EDITION = "2026-07-30"
"""The edition of the official document that the catalogue follows."""

__all__ = ["EDITION", "collections", "operation", "operations", "record"]


@cache
def load() -> None:
    """Import every module of the catalogue, once."""
    for package in ("mockclio.catalog.embedded", "mockclio.catalog"):
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}."):
            importlib.import_module(module.name)


@cache
def collections() -> dict[str, type[Collection]]:  # type: ignore[type-arg]
    """Return every collection by its name, which is also the name of its table."""
    load()
    return dict(sorted(COLLECTIONS.items()))


@cache
def operations() -> dict[str, AnyOperation]:
    """Return every operation by its id, as in `Matter#index`."""
    return {operation.operation_id: operation for collection in collections().values() for operation in collection.operations.values()}


def operation(operation_id: str) -> AnyOperation:
    """Return the operation with an id. Raises KeyError."""
    return operations()[operation_id]


def record(name: str) -> type[Record]:
    """Return the record with a class name. Raises KeyError."""
    load()
    return REGISTRY[name]

"""Scopes: the right to read or write each scope group. Some operations need two scopes."""

from __future__ import annotations

from mockclio.catalog import collections
from mockclio.catalog.memo import remember
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.errors import Forbidden
from mockclio.store.access import Level, Permissions
from mockclio.store.types import POLYMORPHIC

BESIDES: dict[str, tuple[str, ...]] = {
    "relationships": ("Contacts",),
    "clients": ("Contacts",),
    "matter_contacts": ("Contacts",),
    "related_contacts": ("Contacts",),
}
"""Collections that need a second scope in addition to their own."""


def allows(permissions: Permissions | None, scope: str, level: Level) -> bool:
    """Whether the permissions include the level. Write includes read. Permissions of None allow everything."""
    if permissions is None:
        return True
    return permissions.get(scope) == "write" or (level == "read" and permissions.get(scope) == "read")


def require(permissions: Permissions | None, operation: AnyOperation) -> None:
    """Refuse a call that the token's scopes do not allow."""
    if permissions is None:
        return
    level: Level = "read" if operation.method == "GET" else "write"
    collection = operation.collection
    if not allows(permissions, collection.scope, level):
        raise Forbidden(rule="scopes.missing-is-403")
    for scope in BESIDES.get(collection.name, ()):
        if not allows(permissions, scope, level):
            raise Forbidden(rule="scopes.some-need-two")


@remember(500)
def scope_of(table: str) -> str:
    """The scope group of the records of a table. Empty when no collection lists them."""
    collection = collections().get(table)
    return collection.scope if collection else ""


def described(permissions: Permissions | None) -> list[tuple[str, str]]:
    """The scope groups and the rights of the application in each, for the consent page."""
    groups = sorted({collection.scope for collection in collections().values()})
    if permissions is None:
        return [(group, "read and write") for group in groups]
    return [(group, "read and write" if permissions[group] == "write" else "read") for group in groups if group in permissions]


def may_read(permissions: Permissions, record: type[Record], value: object) -> bool:
    """Whether a nested record may be shown. A record that names its type needs the scope of that type."""
    table = POLYMORPHIC.get(str(value.get("type")), "") if isinstance(value, dict) else record.table
    scope = scope_of(table) if table else ""
    return not scope or allows(permissions, scope, "read")

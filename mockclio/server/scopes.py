"""What a scope opens: each scope group is read or written; some operations need two."""

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
"""Collections that need a second scope beside their own."""


def allows(permissions: Permissions | None, scope: str, level: Level) -> bool:
    """Write includes read; no permissions at all stand for everything."""
    if permissions is None:
        return True
    return permissions.get(scope) == "write" or (level == "read" and permissions.get(scope) == "read")


def require(permissions: Permissions | None, operation: AnyOperation) -> None:
    """Refuse a call that the token's scopes do not open."""
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
    """The scope group that opens the records of a table; none where no collection lists them."""
    collection = collections().get(table)
    return collection.scope if collection else ""


def described(permissions: Permissions | None) -> list[tuple[str, str]]:
    """Scope groups and what the application may do in each, as the consent page lists them."""
    groups = sorted({collection.scope for collection in collections().values()})
    if permissions is None:
        return [(group, "read and write") for group in groups]
    return [(group, "read and write" if permissions[group] == "write" else "read") for group in groups if group in permissions]


def may_read(permissions: Permissions, record: type[Record], value: object) -> bool:
    """Whether a nested record may be shown; one that names its type is opened by the scope of that type's records."""
    table = POLYMORPHIC.get(str(value.get("type")), "") if isinstance(value, dict) else record.table
    scope = scope_of(table) if table else ""
    return not scope or allows(permissions, scope, "read")

"""Scopes: the right to read or write each scope group. Some operations need two scopes."""

from __future__ import annotations

from mockclio.catalog import collections
from mockclio.catalog.memo import remember
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import REGISTRY, Record
from mockclio.errors import Forbidden
from mockclio.ledger import rule
from mockclio.store.access import Level, Permissions
from mockclio.store.types import POLYMORPHIC

ALSO: dict[str, tuple[str, ...]] = {
    "notes": ("Contacts",),
    "log_entries": ("Contacts",),
    "webhooks": ("Webhooks",),
    "custom_actions": ("Custom actions",),
}
"""Collections that stand under a second scope too: either opens them."""
PORTAL = ("Webhooks", "Custom actions")
"""What a portal's list of permissions names beside Api, which opens them too."""
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
    name = operation.collection.name
    if not _opened_by_one(permissions, name, level):
        raise Forbidden(rule="scopes.missing-is-403")
    if not _opened_besides(permissions, name, level):
        raise Forbidden(rule="scopes.some-need-two")


def _opened_by_one(permissions: Permissions, collection: str, level: Level) -> bool:
    if allows(permissions, collections()[collection].scope, level):
        return True
    if any(allows(permissions, scope, level) for scope in ALSO.get(collection, ())):
        rule("scopes.some-are-opened-by-either")
        return True
    return False


def _opened_besides(permissions: Permissions, collection: str, level: Level) -> bool:
    return all(allows(permissions, scope, level) for scope in BESIDES.get(collection, ()))


@remember(500)
def scope_of(table: str) -> str:
    """The scope group of the records of a table. If no collection lists them, the one that the record names."""
    collection = collections().get(table)
    if collection is not None:
        return collection.scope
    known = (one for one in REGISTRY.values() if isinstance(one, type) and issubclass(one, Record))
    return next((one.scope for one in known if one.table == table and one.scope), "")


def described(permissions: Permissions | None) -> list[tuple[str, str]]:
    """The scope groups and the rights of the application in each, for the consent page."""
    groups = sorted({collection.scope for collection in collections().values()})
    if permissions is None:
        return [(group, "read and write") for group in groups]
    return [(group, "read and write" if permissions[group] == "write" else "read") for group in groups if group in permissions]


def table_of(record: type[Record], value: object) -> str:
    """The table that a nested record is of; one that is of several names its type. Empty for what lives inside its owner's row."""
    if record.polymorphic:
        return POLYMORPHIC.get(str(value.get("type")), "") if isinstance(value, dict) else ""
    return record.table


def may_read(permissions: Permissions, record: type[Record], value: object) -> bool:
    """Whether a nested record may be shown: by its own scope if it has one, otherwise by the scopes of the collection of its table."""
    if record.scope:
        if allows(permissions, record.scope, "read"):
            return True
        rule("scopes.parts-have-a-scope-of-their-own")
        return False
    table = table_of(record, value)
    if table in collections():
        return _opened_by_one(permissions, table, "read") and _opened_besides(permissions, table, "read")
    scope = scope_of(table) if table else ""
    return not scope or allows(permissions, scope, "read")

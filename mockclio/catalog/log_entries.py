"""Log entries: the records that users opened, with the times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.choices import (
    LogEntryType,
)
from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
)

if TYPE_CHECKING:
    from mockclio.catalog.embedded.polymorphic import PolymorphicObject
    from mockclio.catalog.users import User


class LogEntry(Resource):
    """A record that a user opened."""

    type: LogEntryType
    accessed_at: DateTime
    created_at: DateTime
    updated_at: DateTime
    item: PolymorphicObject | None
    user: User | None


class LogEntries(Collection[M]):
    path = "/log_entries"
    scope = "Matters"

    list = op.index(LogEntry, ListQuery, order="id accessed_at")

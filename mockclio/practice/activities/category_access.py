"""Who may use a category: everybody, or the members of its groups."""

from __future__ import annotations

from mockclio.ledger import rule
from mockclio.practice.activities.pricing import Reader
from mockclio.store.tables import Row


def accessible(reader: Reader, category: Row, user: int) -> bool:
    """Whether a user may use a category of work or of expenses."""
    groups = [reader.get("groups", id) or {} for id in category.get("groups") or []]
    if not groups:
        return True
    rule("activity_descriptions.groups-restrict")
    return any(user in (group.get("users") or []) for group in groups)

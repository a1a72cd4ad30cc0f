"""Nested records of activities that differ from the record they refer to."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, resolves
from mockclio.server.view import View
from mockclio.store.tables import Row


class EmbeddedActivities(Behavior):
    """A row holds a category as an id, or as an object with the id and the standard codes that were chosen with it."""

    @resolves("ActivityDescription")
    def activity_description(self, view: View, value: Any) -> Row | None:
        if not isinstance(value, dict):
            return view.get("activity_descriptions", value)
        rule("activities.utbms-codes-stand-for-a-category")
        row = view.get("activity_descriptions", value["id"])
        return {**row, **value} if row else None

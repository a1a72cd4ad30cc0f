"""What activities show of the records that they name, where that is not simply the record."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, resolves
from mockclio.server.view import View
from mockclio.store.tables import Row


class EmbeddedActivities(Behavior):
    """A category by its id, or as an object with the id and the standard codes that were chosen beside it."""

    @resolves("ActivityDescription")
    def activity_description(self, view: View, value: Any) -> Row | None:
        if not isinstance(value, dict):
            return view.get("activity_descriptions", value)
        rule("activities.utbms-codes-stand-for-a-category")
        row = view.get("activity_descriptions", value["id"])
        return {**row, **value} if row else None

"""Nested calendar entries."""

from __future__ import annotations

from typing import Any

from mockclio.practice.calendars.access import entry_as_seen
from mockclio.server.behavior import Behavior, resolves
from mockclio.server.view import View
from mockclio.store.tables import Row


class EmbeddedCalendars(Behavior):
    """A nested entry shows no more than the entry itself shows to the same viewer."""

    @resolves("CalendarEntry")
    def calendar_entry(self, view: View, value: Any) -> Row | None:
        row = view.get("calendar_entries", value)
        return entry_as_seen(view, row) if row else None

"""Behaviour of event types: an entry stays when its type is deleted."""

from __future__ import annotations

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class CalendarEntryEventTypes(Behavior):
    """Entries refer to event types and lose the reference when the type is deleted."""

    def before_destroy(self, session: Session, row: Row) -> None:
        for entry in session.rows("calendar_entries", "calendar_entry_event_type", row["id"]):
            rule("calendars.deleted-event-type-leaves-entries")
            session.update("calendar_entries", entry["id"], {"calendar_entry_event_type": None})

"""Reference data for calendars: event types, the calendar for court rules, and the task calendar of each user."""

from __future__ import annotations

from mockclio.seeding.office import Office
from mockclio.store.session import Session

EVENT_TYPES = (
    ("Client Meeting", "#367B9C"),
    ("Court Hearing", "#C75300"),
    ("Deposition", "#8E3F64"),
    ("Filing Deadline", "#FFA5A4"),
    ("Mediation", "#62D6B1"),
    ("Trial", "#616161"),
)


def seed(session: Session, office: Office) -> None:
    for name, color in EVENT_TYPES:
        session.insert("calendar_entry_event_types", {"name": name, "color": color})
    session.update("calendars", office["calendar.firm"], {"court_rules_default_calendar": True})

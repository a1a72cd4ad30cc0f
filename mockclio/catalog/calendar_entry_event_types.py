"""Event types of calendar entries, such as a hearing or a deposition, each with its color."""

from __future__ import annotations

from mockclio.catalog.choices import (
    CalendarColor,
)
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)


class CalendarEntryEventType(Resource):
    """An event type of calendar entries."""

    default_fields = "id etag name"

    created_at: DateTime
    updated_at: DateTime
    color: CalendarColor
    name: str


class NewCalendarEntryEventType(Body):
    refused_by = dict.fromkeys(("color", "name"), "calendars.event-types-have-name-and-color")

    color: CalendarColor
    name: str


class CalendarEntryEventTypeChanges(NewCalendarEntryEventType, Guarded):
    color: CalendarColor = unset
    name: str = unset


class CalendarEntryEventTypes(Collection[M]):
    path = "/calendar_entry_event_types"
    scope = "Calendars"

    list = op.index(CalendarEntryEventType, ListQuery)
    create = op.create(CalendarEntryEventType, NewCalendarEntryEventType)
    get = op.show(CalendarEntryEventType)
    update = op.update(CalendarEntryEventType, CalendarEntryEventTypeChanges)
    delete = op.destroy()

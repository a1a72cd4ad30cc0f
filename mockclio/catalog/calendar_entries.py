"""Calendar entries: single entries, and series whose occurrences have their own ids (`<series>-<start>`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from mockclio.catalog.embedded.inputs import ExternalPropertyChange, NewExternalProperty
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    NullableRef,
    Record,
    Ref,
    inverse,
    op,
    special,
    unset,
    webhook_model,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.activities import Activity
    from mockclio.catalog.calendar_entry_event_types import CalendarEntryEventType
    from mockclio.catalog.calendars import Calendar
    from mockclio.catalog.embedded.custom_values import ExternalProperty
    from mockclio.catalog.embedded.messages import ConferenceMeeting
    from mockclio.catalog.embedded.people import Attendee
    from mockclio.catalog.matter_dockets import MatterDocket
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.reminders import Reminder


class CalendarEntry(Record):
    """An event in a calendar. A recurring event is stored once. A list shows its occurrences if it is asked to expand them."""

    search = "summary description location"

    id: str
    etag: str
    summary: str
    description: str | None
    location: str | None
    start_at: DateTime
    start_date: Date
    start_time: str | None
    end_at: DateTime
    end_date: Date
    end_time: str | None
    all_day: bool
    recurrence_rule: str | None
    parent_calendar_entry_id: int | None
    court_rule: bool
    created_at: DateTime
    updated_at: DateTime
    permission: str
    calendar_owner_id: int
    start_at_time_zone: str
    time_entries_count: int
    time_entries: list[Activity] = inverse("calendar_entry")
    conference_meeting: ConferenceMeeting | None
    matter: Matter | None
    matter_docket: MatterDocket | None
    calendar_owner: Calendar
    parent_calendar_entry: CalendarEntry | None
    calendar_entry_event_type: CalendarEntryEventType | None
    attendees: list[Attendee]
    calendars: list[Calendar]
    reminders: list[Reminder] = inverse("subject")
    external_properties: list[ExternalProperty]


class CalendarEntryQuery(ListQuery):
    calendar_id: int = where("calendar_owner =")
    expanded: bool = special
    external_property_name: str = special
    external_property_value: str = special
    from_: DateTime = special
    has_court_rule: bool = where("court_rule =")
    is_all_day: bool = where("all_day =")
    matter_id: int | None = unset
    owner_entries_across_all_users: bool = special
    query: str = unset
    source: Literal["web", "mobile"] = special
    to: DateTime = special
    visible: bool = special


class AttendeeLink(TypedDict, total=False):
    id: int
    type: str
    _destroy: bool


class ConferenceMeetingLink(TypedDict, total=False):
    type: Literal["zoom"]


class CalendarEntryFields(Body):
    write_only = {
        "_deleted": "calendars.deleted-takes-occurrences-away",
        "send_email_notification": "calendars.notification-is-a-request",
    }
    also = {"_deleted": "str"}

    _deleted: Literal["single", "future"] = unset
    all_day: bool = unset
    attendees: list[AttendeeLink] = unset
    calendar_entry_event_type: NullableRef = unset
    conference_meeting: ConferenceMeetingLink = unset
    description: str = unset
    location: str = unset
    matter: NullableRef = unset
    recurrence_rule: str = unset
    send_email_notification: bool = unset


class NewCalendarEntry(CalendarEntryFields):
    refused_by = dict.fromkeys(("calendar_owner", "end_at", "start_at", "summary"), "calendars.owner-is-a-calendar")

    calendar_owner: Ref
    end_at: DateTime
    start_at: DateTime
    summary: str
    external_properties: list[NewExternalProperty] = unset


class CalendarEntryChanges(CalendarEntryFields, Guarded):
    calendar_owner: Ref = unset
    end_at: DateTime = unset
    external_properties: list[ExternalPropertyChange] = unset
    start_at: DateTime = unset
    summary: str = unset


class CalendarEntries(Collection[M]):
    path = "/calendar_entries"
    scope = "Calendars"
    webhook = webhook_model("calendar_entry", number=4)

    list = op.index(CalendarEntry, CalendarEntryQuery)
    create = op.create(CalendarEntry, NewCalendarEntry)
    get = op.show(CalendarEntry, id=str)
    update = op.update(CalendarEntry, CalendarEntryChanges, id=str)
    delete = op.destroy(id=str)

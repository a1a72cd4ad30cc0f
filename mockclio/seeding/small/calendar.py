"""Calendar entries: single, all-day and recurring ones, changed and cancelled occurrences, guests, meetings, external ids."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Firm, Step, make, ref, the


def steps() -> list[Step]:
    return [
        _entry(
            "2025-02-03T15:00",
            "entry.weekly",
            "Partners' breakfast",
            "2025-02-10T13:30:00Z",
            "2025-02-10T14:30:00Z",
            "calendar.firm",
            recurrence_rule="RRULE:FREQ=WEEKLY;BYDAY=MO",
            location="Conference room 1",
            description="What the week brings.",
        ),
        ("2025-03-07T15:00", _moved),
        _entry(
            "2025-02-17T15:00",
            "entry.standup",
            "Discovery stand-up",
            "2025-03-03T15:00:00Z",
            "2025-03-03T15:20:00Z",
            "calendar.hearings",
            recurrence_rule="RRULE:FREQ=DAILY;INTERVAL=2;COUNT=6",
            matter=ref("matter.marlow"),
        ),
        _entry(
            "2025-01-24T15:00",
            "entry.intake",
            "First meeting with Lin Chen",
            "2025-01-29T16:00:00Z",
            "2025-01-29T17:00:00Z",
            "calendar.owner",
            matter=ref("matter.divorce"),
            calendar_entry_event_type=the("calendar_entry_event_types", "Client Meeting"),
            attendees=[ref("calendar.novak", type="Calendar"), ref("contact.chen", type="Contact")],
            external_properties=[{"name": "exchange_id", "value": "AAMkAGI1"}, {"name": "source", "value": "outlook"}],
        ),
        _entry(
            "2025-03-19T15:00",
            "entry.arraignment",
            "Arraignment: People v. Johnson",
            "2025-03-26T13:30:00Z",
            "2025-03-26T14:00:00Z",
            "calendar.hearings",
            matter=ref("matter.defense"),
            location="100 Centre Street, part 31",
            calendar_entry_event_type=the("calendar_entry_event_types", "Court Hearing"),
            external_properties=[{"name": "exchange_id", "value": "AAMkAGI2"}],
        ),
        _entry(
            "2025-11-03T15:00",
            "entry.holiday",
            "Office closed",
            "2025-11-27T05:00:00Z",
            "2025-11-29T04:59:59Z",
            "calendar.firm",
            all_day=True,
        ),
        _entry(
            "2026-05-12T15:00",
            "entry.mediation",
            "Mediation with Caspian Lines",
            "2026-06-16T14:00:00Z",
            "2026-06-16T20:00:00Z",
            "calendar.osei",
            by="user.osei",
            matter=ref("matter.marlow"),
            calendar_entry_event_type=the("calendar_entry_event_types", "Mediation"),
            attendees=[ref("calendar.owner", type="Calendar"), ref("contact.helen", type="Contact"), ref("contact.stone", type="Contact")],
        ),
        _entry(
            "2026-05-13T15:00",
            "entry.video",
            "Call with Claire Dubois",
            "2026-06-03T15:00:00Z",
            "2026-06-03T15:30:00Z",
            "calendar.owner",
            matter=ref("matter.visa"),
            conference_meeting={"type": "zoom"},
        ),
        _entry(
            "2026-05-13T15:10",
            "entry.payroll",
            "Payroll",
            "2026-06-02T14:00:00Z",
            "2026-06-02T15:00:00Z",
            "calendar.bell",
            by="user.bell",
            description="Nobody needs to see this.",
        ),
        _entry("2026-05-13T15:20", "entry.tour", "Tour of the new rooms", "2026-06-04T16:00:00Z", "2026-06-04T17:00:00Z", "calendar.rooms"),
        make("2025-01-07T17:30", "", "calendar_entry_event_types", name="Closing", color="#009CEC"),
        _remind("2025-01-24T15:10", "method.owner.email", "entry.intake", 1, "hours"),
        _remind("2026-05-12T15:10", "method.osei.popup", "entry.mediation", 1, "days"),
        _remind("2025-02-03T15:10", "method.owner.popup", "entry.weekly", 15, "minutes"),
    ]


def _entry(moment: str, name: str, summary: str, start: str, end: str, calendar: str, by: str = "", **data: Any) -> Step:
    message = {"summary": summary, "start_at": start, "end_at": end, "calendar_owner": ref(calendar), **data}
    return make(moment, name, "calendar_entries", by=by, **message)


def _remind(moment: str, method: str, entry: str, value: int, unit: str) -> Step:
    subject = ref(entry, type="CalendarEntry")
    return make(moment, "", "reminders", notification_method=ref(method), subject=subject, duration_value=value, duration_unit=unit)


def _moved(firm: Firm) -> None:
    """One breakfast is moved by an hour, and one is cancelled."""
    series = firm.office["entry.weekly"]
    moved = {"start_at": "2025-03-17T13:30:00Z", "end_at": "2025-03-17T14:30:00Z", "location": "Café on Stone Street"}
    firm.builder.call("PATCH", f"/calendar_entries/{series}-20250317T123000Z", json={"data": moved})
    firm.builder.call("DELETE", f"/calendar_entries/{series}-20250324T123000Z")

"""Deadlines: they follow from the rules of a jurisdiction, a trigger, a date and a service type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mockclio.ledger import rule
from mockclio.practice.tasks.due_dates import shifted
from mockclio.store.clock import parse_time, stamp
from mockclio.store.tables import Row

HEARING = timedelta(hours=1)
DAY = timedelta(days=1) - timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class CourtEvent:
    """One calendar entry of a docket. Times are UTC, as in rows."""

    summary: str
    description: str
    start_at: str
    end_at: str
    all_day: bool
    zone: str


def events(
    jurisdiction: Row, trigger: Row, service: Row | None, start_date: str, start_time: str | None, prefix: str
) -> Iterator[CourtEvent]:
    """The trigger itself if it has a time of day, and every deadline that it sets, in the order of the rules."""
    zone, day = ZoneInfo(jurisdiction["display_timezone"]), date.fromisoformat(start_date)
    before = f"{prefix}: " if prefix else ""
    if trigger["is_requirements_required"] and start_time:
        begins = datetime.combine(day, parse_time(start_time).astimezone(zone).time(), zone)
        yield CourtEvent(
            f"{before}{trigger['description']}", jurisdiction["description"], stamp(begins), stamp(begins + HEARING), False, zone.key
        )
    for deadline in trigger["_deadlines"]:
        midnight = datetime.combine(due(day, deadline, service), time.min, zone)
        described = f"{deadline['source']}, {jurisdiction['description']}, counted from: {trigger['description']}"
        yield CourtEvent(f"{before}{deadline['name']}", described, stamp(midnight), stamp(midnight + DAY), True, zone.key)


def due(day: date, deadline: Row, service: Row | None) -> date:
    """The last day of a deadline: counted, extended by the service type, and moved off a weekend, away from the trigger."""
    rule("court_rules.deadlines-are-counted-and-rolled")
    way = -1 if deadline["polarity"] == "Before" else 1
    result = shifted(day, way * deadline["offset"], deadline["type"])
    if deadline.get("served") and service:
        result = shifted(result, way * service["_days"], service["_days_type"])
    while result.weekday() >= 5:
        result += timedelta(days=way)
    return result

"""The times of schedules. Rows decide what is due, so forks and saved states continue with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mockclio.ledger import rule
from mockclio.store.clock import parse_time, stamp
from mockclio.store.tables import Row
from mockclio.store.world import World

LAST_DAY = 32
"""The number that means the last day of a month."""


def next_time(schedule: Row, after: str) -> str:
    """The first time after `after` at which the schedule is due."""
    rule("reports.schedule-times")
    zone = ZoneInfo(schedule["time_zone"])
    clock = parse_time(schedule["time_of_day"]).astimezone(zone).time()
    begin = parse_time(after).astimezone(zone).date()
    anchor = date.fromisoformat(schedule["effective_from"] or schedule["created_at"][:10])
    day = max(begin, anchor)
    while True:
        if _falls_on(schedule, day, anchor):
            moment = stamp(_moment(day, clock, zone))
            if moment > after:
                return moment
        day += timedelta(days=1)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _falls_on(schedule: Row, day: date, anchor: date) -> bool:
    if schedule["frequency"] == "daily":
        return True
    if schedule["frequency"] == "weekly":
        return day.isoweekday() % 7 in schedule["days_of_week"]
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    return months % (schedule["every_no_of_months"] or 1) == 0 and day.day == min(schedule["day_of_month"], _length(day))


def _length(day: date) -> int:
    """The number of days of the month."""
    return ((day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day


def due(world: World) -> list[Row]:
    """Schedules that are due."""
    now = world.clock.stamp()
    return [row for row in world.table("report_schedules") if row["next_scheduled_date"] <= now]


def make_due(world: World) -> None:
    """Request the reports that are due."""
    if due(world):
        from mockclio.practice.reports.schedules import run_due

        run_due(world)


def skip_missed(world: World) -> None:
    """Set schedules to their next time. A firm that was not served made no reports in the meantime."""
    for row in due(world):
        world.table("report_schedules").put({**row, "next_scheduled_date": next_time(row, world.clock.stamp())})

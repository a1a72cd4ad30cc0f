"""When scheduled reports are due, and asking for them then. What is due is read off the rows: forks and saved worlds go on with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from mockclio.rules import rule
from mockclio.server.reports import work
from mockclio.server.reports.criteria import of_options
from mockclio.store.clock import parse_time, stamp
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World

LAST_DAY = 32
"""The day of the month that stands for its last one."""


def next_time(schedule: Row, after: str) -> str:
    """The first time later than `after` at which the schedule is due."""
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


def run_due(world: World) -> None:
    """Ask for every report that fell due since the last look, in order, each at its own time."""
    table, now = world.table("report_schedules"), world.clock.stamp()
    while True:
        late = [row for row in table if row["next_scheduled_date"] <= now]
        due = min(late, key=lambda row: (row["next_scheduled_date"], row["id"]), default=None)
        if due is None:
            return
        user = world.table("users").get(due.get("_user"))
        with world.session(user) as session:
            session.now = due["next_scheduled_date"]
            fire(session, due)


def fire(session: Session, schedule: Row) -> None:
    """Ask for the report of a schedule, and set the next time."""
    rule("reports.schedules-make-reports")
    preset = session.get("report_presets", schedule["report_preset_id"])
    report = None
    if preset is not None:
        report = generate(session, preset, "scheduled", _schedule=schedule["id"], created_at=session.now, updated_at=session.now)["id"]
    following = next_time(schedule, session.now)
    session.update("report_schedules", schedule["id"], {"next_scheduled_date": following, "_report": report})


def generate(session: Session, preset: Row, source: str, **values: Any) -> Row:
    """Ask for the report that a preset describes."""
    session.update("report_presets", preset["id"], {"last_generated_at": session.now})
    today = parse_time(session.now).astimezone(session.world.zone(session.user)).date().isoformat()
    criteria = of_options(orjson.loads(preset["options"] or "{}"), today)
    said = {name: preset[name] for name in ("name", "kind", "format")}
    return work.begin(session, **said, criteria=criteria, source=source, **values)

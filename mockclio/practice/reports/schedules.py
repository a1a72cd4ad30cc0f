"""Requests for scheduled reports when they are due."""

from __future__ import annotations

from typing import Any

import orjson

from mockclio.ledger import rule
from mockclio.practice.reports import work
from mockclio.practice.reports.criteria import of_options
from mockclio.practice.reports.timing import due, next_time, skip_missed
from mockclio.store.clock import parse_time
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World

MOST_MISSED = 400
"""The reports that one move of the clock makes at most: those of a daily schedule in a year."""


def run_due(world: World) -> None:
    """Request the reports that became due since the last call, in order, each at its own time.

    After a far jump of the clock it requests the first `MOST_MISSED` of them. The rest is skipped as one, so that a jump takes no minutes.
    """
    made = 0
    while late := due(world):
        if made == MOST_MISSED:
            rule("mock.missed-reports-are-bounded")
            skip_missed(world)
            return
        made += 1
        schedule = min(late, key=lambda row: (row["next_scheduled_date"], row["id"]))
        with world.session(world.table("users").get(schedule.get("_user"))) as session:
            session.now = schedule["next_scheduled_date"]
            fire(session, schedule)


def fire(session: Session, schedule: Row) -> None:
    """Request the report of a schedule, and set the next time."""
    rule("reports.schedules-make-reports")
    preset = session.get("report_presets", schedule["report_preset_id"])
    report = None
    if preset is not None:
        report = generate(session, preset, "scheduled", _schedule=schedule["id"], created_at=session.now, updated_at=session.now)["id"]
    following = next_time(schedule, session.now)
    session.update("report_schedules", schedule["id"], {"next_scheduled_date": following, "_report": report})


def generate(session: Session, preset: Row, source: str, **values: Any) -> Row:
    """Request the report of a preset."""
    session.update("report_presets", preset["id"], {"last_generated_at": session.now})
    today = parse_time(session.now).astimezone(session.world.zone(session.user)).date().isoformat()
    criteria = of_options(orjson.loads(preset["options"] or "{}"), today)
    text = {name: preset[name] for name in ("name", "kind", "format")}
    return work.begin(session, **text, criteria=criteria, source=source, **values)

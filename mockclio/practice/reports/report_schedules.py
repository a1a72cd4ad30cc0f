"""Behaviour of report schedules: the times at which the report of a preset is made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.practice.reports.timing import LAST_DAY, next_time
from mockclio.server.behavior import Behavior
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row

FARTHEST = timedelta(days=3_660)
NEEDED = {"weekly": "days_of_week", "monthly": "day_of_month"}
"""The attribute that each frequency requires besides the time of day."""

TIMING = ("frequency", "time_of_day", "time_zone", "days_of_week", "day_of_month", "every_no_of_months", "effective_from")


class ReportSchedules(Behavior):
    defaults = {
        "status": "initial",
        "status_updated_at": None,
        "days_of_week": [],
        "day_of_month": None,
        "every_no_of_months": None,
        "effective_from": None,
    }

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if data.get("report_preset_id") is not None:
            _check_preset(session, row, data["report_preset_id"])
        after = {**self.defaults, **(row or {}), **data}
        if any(not 0 <= day <= 6 for day in after["days_of_week"]):
            raise InvalidArgument("days_of_week must be numbers from 0, Sunday, to 6, Saturday", rule="reports.schedule-days")
        if after["day_of_month"] is not None and not 1 <= after["day_of_month"] <= LAST_DAY:
            raise InvalidArgument("day_of_month must be between 1 and 32, which is the last day", rule="reports.schedule-days")
        if after["every_no_of_months"] is not None and not 1 <= after["every_no_of_months"] <= 12:
            raise InvalidArgument("every_no_of_months must be between 1 and 12", rule="reports.schedule-days")
        needed = NEEDED.get(after["frequency"])
        if needed and not after[needed]:
            raise InvalidArgument(f"{needed} must be sent for a {after['frequency']} schedule", rule="reports.schedule-needs-days")
        if after["effective_from"] and date.fromisoformat(after["effective_from"]) > date.fromisoformat(session.today) + FARTHEST:
            raise InvalidArgument("effective_from must be within ten years from now")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        row["_user"] = session.user["id"] if session.user else None
        _set_next(session, row)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if any(row[name] != before[name] for name in TIMING):
            _set_next(session, row)


def _set_next(session: Session, row: Row) -> None:
    row["days_of_week"] = sorted(set(row["days_of_week"]))
    row["next_scheduled_date"] = next_time(row, session.now)


def _check_preset(session: Session, row: Row | None, id: int) -> None:
    require(session, "report_presets", id, "report_preset_id")
    if any(other["id"] != (row or {}).get("id") for other in session.rows("report_schedules", "report_preset_id", id)):
        raise InvalidArgument(f"report preset {id} has a schedule already: change that one", rule="reports.one-schedule-a-preset")

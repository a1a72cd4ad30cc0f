"""Report schedules: the times at which the report of a preset is made."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.choices import (
    TimeZone,
)
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)


class ReportSchedule(Resource):
    """The schedule of a preset, and the state of its last report."""

    time_of_day: DateTime
    frequency: Literal["daily", "weekly", "monthly"]
    days_of_week: list[int]
    day_of_month: int | None
    status: Literal["initial", "queued", "processing", "failed", "completed"]
    status_updated_at: DateTime | None
    next_scheduled_date: DateTime
    time_zone: str
    report_preset_id: int
    created_at: DateTime
    updated_at: DateTime
    every_no_of_months: int | None
    effective_from: Date | None


class NewReportSchedule(Body):
    frequency: Literal["daily", "weekly", "monthly"]
    report_preset_id: int
    time_of_day: DateTime
    time_zone: TimeZone
    day_of_month: int = unset
    days_of_week: list[int] = unset
    effective_from: Date = unset
    every_no_of_months: int = unset


class ReportScheduleChanges(NewReportSchedule, Guarded):
    frequency: Literal["daily", "weekly", "monthly"] = unset
    report_preset_id: int = unset
    time_of_day: DateTime = unset
    time_zone: TimeZone = unset


class ReportSchedules(Collection[M]):
    path = "/report_schedules"
    scope = "Reporting"

    list = op.index(ReportSchedule, ListQuery)
    create = op.create(ReportSchedule, NewReportSchedule)
    get = op.show(ReportSchedule)
    update = op.update(ReportSchedule, ReportScheduleChanges)
    delete = op.destroy()

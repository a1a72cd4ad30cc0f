"""Report presets: the kind, format and options of a report, with a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.choices import (
    ReportCategory,
    ReportFormat,
    ReportKind,
)
from mockclio.catalog.reports import Report
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
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.report_schedules import ReportSchedule


class ReportPreset(Resource):
    """A kind of report with its format and options, to be used many times."""

    search = "name"

    name: str
    kind: ReportKind
    format: ReportFormat
    last_generated_at: DateTime | None
    created_at: DateTime
    updated_at: DateTime
    category: ReportCategory
    options: str
    report_schedule: ReportSchedule | None


class ReportPresetQuery(ListQuery):
    category: ReportCategory = unset
    has_schedule: bool = where("report_schedule present")
    output_format: str = where("format =")
    query: str = unset
    schedule_frequency: Literal["daily", "weekly", "monthly"] = where("report_schedule.frequency =")


class NewReportPreset(Body):
    """The attributes of a new preset. Options are a JSON object or its text."""

    also = {"options": "Json"}

    format: ReportFormat
    kind: ReportKind
    name: str
    options: str


class ReportPresetChanges(NewReportPreset, Guarded):
    format: ReportFormat = unset
    kind: ReportKind = unset
    name: str = unset
    options: str = unset


class ReportPresets(Collection[M]):
    path = "/report_presets"
    scope = "Reporting"
    model = "ReportPreset"

    generate_report = op.bare_action("POST", "/{id}/generate_report", Report, verb="generate_report")
    list = op.index(
        ReportPreset,
        ReportPresetQuery,
        order="created_at last_generated_at last_modified_at:updated_at name next_scheduled_date:report_schedule.next_scheduled_date",
        default_order="created_at(asc)",
    )
    create = op.create(ReportPreset, NewReportPreset)
    get = op.show(ReportPreset)
    update = op.update(ReportPreset, ReportPresetChanges)
    delete = op.destroy()

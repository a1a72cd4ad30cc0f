"""Reports."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.choices import (
    ReportCategory,
    ReportFormat,
    ReportKind,
)
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    ListQuery,
    M,
    NullableRef,
    Ref,
    Row,
    op,
    unset,
    where,
)


class Report(Row):
    """A report."""

    search = "name"

    name: str
    state: Literal["not_started", "queued", "in_progress", "failed", "completed", "empty"]
    kind: ReportKind
    format: ReportFormat
    progress: int | None
    created_at: DateTime
    updated_at: DateTime
    category: ReportCategory | None
    source: Literal["reports", "presets", "scheduled"] | None


class ReportQuery(ListQuery):
    category: str = unset
    created_before: DateTime = where("created_at <")
    kind: ReportKind = unset
    output_format: str = where("format =")
    query: str = unset
    source: str = unset
    state: str = unset


class NewReport(Body):
    format: ReportFormat
    kind: ReportKind
    client: Ref = unset
    end_date: Date = unset
    matter: NullableRef = unset
    originating_attorney: Ref = unset
    practice_area: NullableRef = unset
    responsible_attorney: Ref = unset
    start_date: Date = unset
    user: Ref = unset
    year: str = unset


class Reports(Collection[M]):
    path = "/reports"
    scope = "Reporting"

    download = op.download()
    list = op.index(Report, ReportQuery)
    create = op.create(Report, NewReport)
    get = op.show(Report)

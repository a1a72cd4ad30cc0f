"""Reports: tables of the firm's data, as files."""

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
    Resource,
    Target,
    op,
    unset,
    where,
)


class Report(Resource):
    """A table of some kind in some format. It can be downloaded when it is completed."""

    search = "name"

    name: str
    state: Literal["not_started", "queued", "in_progress", "failed", "completed", "empty"]
    kind: ReportKind
    format: ReportFormat
    progress: int
    created_at: DateTime
    updated_at: DateTime
    category: ReportCategory
    source: Literal["reports", "presets", "scheduled"]


class ReportQuery(ListQuery):
    category: str = unset
    created_before: DateTime = where("created_at <")
    kind: ReportKind = unset
    output_format: str = where("format =")
    query: str = unset
    source: str = unset
    state: str = unset


class NewReport(Body):
    """The kind, the format and the criteria of a new report."""

    write_only = {
        "client": "reports.criteria",
        "end_date": "reports.criteria",
        "matter": "reports.criteria",
        "originating_attorney": "reports.criteria",
        "practice_area": "reports.criteria",
        "responsible_attorney": "reports.criteria",
        "start_date": "reports.criteria",
        "user": "reports.criteria",
        "year": "reports.criteria",
    }
    references = {"client": "contacts", "originating_attorney": "users", "responsible_attorney": "users"}
    refused_by = dict.fromkeys(("format", "kind"), "reports.kinds-and-formats")

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

    download = op.download(Target, refuses="400 422")
    list = op.index(Report, ReportQuery)
    create = op.create(Report, NewReport)
    get = op.show(Report)

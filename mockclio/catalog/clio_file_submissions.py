"""Clio File/Submissions."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
    special,
)


class ClioFileSubmissionsReport(Row):
    """A clio file submissions report."""

    default_fields = "id"


class ClioFileSubmissionsReportQuery(ListQuery):
    submitted_after: DateTime = special
    submitted_before: DateTime = special


class ClioFileSubmissions(Collection[M]):
    path = "/clio_file/submissions_reports"
    scope = "General"
    tag = "Clio File/Submissions"
    model = "ClioFile::Submission"

    list = op.index(ClioFileSubmissionsReport, ClioFileSubmissionsReportQuery, order="id submitted_date")

"""Court filings that were submitted through Clio File."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
    special,
)


class ClioFileSubmissionsReport(Resource):
    """The report of one submission. Answers show only its id."""

    default_fields = "id etag"


class ClioFileSubmissionsReportQuery(ListQuery):
    submitted_after: DateTime = special
    submitted_before: DateTime = special


class ClioFileSubmissions(Collection[M]):
    path = "/clio_file/submissions_reports"
    scope = "General"
    tag = "Clio File/Submissions"
    model = "ClioFile::Submission"

    list = op.index(ClioFileSubmissionsReport, ClioFileSubmissionsReportQuery, order="id submitted_date")

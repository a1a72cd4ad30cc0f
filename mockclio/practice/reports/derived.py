"""Derived values of report schedules: the state of the last report."""

from __future__ import annotations

from mockclio.server.derived import derived
from mockclio.store.session import Session
from mockclio.store.tables import Row

STATUSES = {
    "not_started": "queued",
    "queued": "queued",
    "in_progress": "processing",
    "completed": "completed",
    "empty": "completed",
    "failed": "failed",
}


@derived("report_schedules", "status status_updated_at", reports="_schedule", rule="reports.schedule-status")
def status(session: Session, row: Row) -> Row:
    report = session.get("reports", row.get("_report"))
    reached = STATUSES[report["state"]] if report else "initial"
    return {"status": reached, "status_updated_at": row["status_updated_at"] if reached == row["status"] else session.now}

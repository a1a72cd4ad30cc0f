"""Reports, and presets with and without a schedule."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Id, Step, call, make, note, ref


def steps() -> list[Step]:
    return [
        _report("2025-07-02T15:00", "matter", "csv"),
        _report("2025-07-02T15:05", "trust_ledger", "pdf", matter=ref("matter.divorce")),
        _report("2026-01-05T15:00", "revenue", "xlsx", year="2025"),
        _report("2026-01-05T15:05", "client_activity", "json", client=ref("contact.quinn")),
        _report("2026-05-21T15:25", "billing_history", "html", client=ref("contact.double")),
        call("2026-05-21T15:40", "GET", "/reports"),
        _preset("2025-03-03T18:00", "aging", "Who owes what", "accounts_receivable_aging", "csv", '{"date_range": "all_time"}'),
        _preset("2025-03-03T18:10", "week", "Hours of the week", "productivity_by_user", "pdf", '{"date_range": "last_week"}'),
        _preset("2025-03-03T18:20", "month", "Work in progress", "work_in_progress", "xlsx", "{}"),
        _preset("2026-05-25T18:00", "day", "Tasks of the day", "task_progress_by_user", "html", "{}"),
        call("2025-10-01T18:00", "POST", "/report_presets/{preset.aging}/generate_report"),
        call("2025-10-01T18:05", "GET", "/reports"),
        _schedule("2026-05-25T18:10", "week", "weekly", "2026-05-25T12:00:00Z", days_of_week=[1]),
        _schedule("2026-05-25T18:20", "month", "monthly", "2026-05-25T13:00:00Z", day_of_month=1, every_no_of_months=3),
        _schedule("2026-05-25T18:30", "day", "daily", "2026-05-25T11:30:00Z", effective_from="2030-01-07"),
        note("2026-06-01T12:50", "schedule.week", "report_schedules", status="completed", status_updated_at="2026-06-01T12:00:04Z"),
        call("2026-06-01T12:55", "GET", "/reports"),
    ]


def _report(moment: str, kind: str, format: str, **criteria: Any) -> Step:
    return make(moment, f"report.{kind}", "reports", kind=kind, format=format, **criteria)


def _preset(moment: str, key: str, name: str, kind: str, format: str, options: str) -> Step:
    return make(moment, f"preset.{key}", "report_presets", name=name, kind=kind, format=format, options=options)


def _schedule(moment: str, preset: str, frequency: str, time_of_day: str, **days: Any) -> Step:
    message: dict[str, Any] = {"report_preset_id": Id(f"preset.{preset}"), "frequency": frequency, "time_of_day": time_of_day}
    return make(moment, f"schedule.{preset}", "report_schedules", **message, time_zone="America/New_York", **days)

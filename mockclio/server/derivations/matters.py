"""What a matter shows of its tasks and activities."""

from __future__ import annotations

from mockclio.server.derived import derived
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived("matters", "has_tasks", tasks="matter", matters="id")
def has_tasks(session: Session, matter: Row) -> bool:
    return bool(session.table("tasks").find("matter", matter["id"]))


@derived("matters", "last_activity_date", activities="matter", matters="id")
def last_activity_date(session: Session, matter: Row) -> str | None:
    return max((row["date"] for row in session.rows("activities", "matter", matter["id"]) if row.get("date")), default=None)

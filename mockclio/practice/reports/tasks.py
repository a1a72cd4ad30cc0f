"""Reports on tasks: the number per user, their states, and the time they took."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mockclio.practice.reports.firm import Firm, Sums, ordered
from mockclio.practice.reports.kinds import Rows, report
from mockclio.store.tables import Row

STATUSES = ("pending", "in_progress", "in_review", "draft", "complete")


def assigned(firm: Firm) -> Iterator[tuple[int, Row]]:
    """Tasks with a user, and the user. A task counts on its due day, otherwise on the day of its creation."""
    for row in firm.session.table("tasks"):
        assignee = row.get("assignee") or {}
        mine = assignee.get("type") == "User" and firm.criteria.user in (None, assignee["id"]) and firm.passes(row.get("matter"))
        if mine and firm.criteria.within(row.get("due_at") or firm.day(row["created_at"])):
            yield assignee["id"], row


@report("task_productivity_by_user", "task", "user assigned completed completed_late estimated_hours logged_hours")
def task_productivity_by_user(firm: Firm) -> Rows:
    sums = Sums()
    for user, task in assigned(firm):
        completed = task.get("completed_at")
        late = bool(completed and task.get("due_at") and firm.day(completed) > task["due_at"][:10])
        logged = sum(Decimal(str(entry.get("quantity") or 0)) for entry in firm.session.rows("activities", "task", task["id"]))
        estimated = Decimal(str(task.get("time_estimated") or 0))
        sums.add(user, assigned=1, completed=bool(completed), late=late, estimated=estimated / 3600, logged=logged / 3600)
    return ordered(
        (
            {
                "user": firm.name("users", id),
                "assigned": int(sums.of(id, "assigned")),
                "completed": int(sums.of(id, "completed")),
                "completed_late": int(sums.of(id, "late")),
                "estimated_hours": sums.of(id, "estimated"),
                "logged_hours": sums.of(id, "logged"),
            }
            for id in sums
        ),
        "user",
    )


@report("task_progress_by_user", "task", f"user {' '.join(STATUSES)} overdue total")
def task_progress_by_user(firm: Firm) -> Rows:
    sums = Sums()
    for user, task in assigned(firm):
        overdue = task["status"] != "complete" and bool(task.get("due_at")) and task["due_at"][:10] < firm.as_of
        sums.add(user, **{task["status"]: 1, "overdue": overdue, "total": 1})
    columns = (*STATUSES, "overdue", "total")
    return ordered(({"user": firm.name("users", id), **{name: int(sums.of(id, name)) for name in columns}} for id in sums), "user")

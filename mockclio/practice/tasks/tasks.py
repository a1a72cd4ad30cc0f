"""Behaviour of tasks: status, completion, privacy, due dates that follow another task, and limits of the firm's plan."""

from __future__ import annotations

from typing import Any

from mockclio.errors import Forbidden, InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.common.detaching import detach
from mockclio.practice.common.members import members
from mockclio.practice.communications.rich_text import cleaned
from mockclio.practice.tasks.due_dates import OFFSET, following, put_in_place
from mockclio.server import writing
from mockclio.server.behavior import Behavior, Predicate, computed, filters, leaving_out, orders
from mockclio.server.view import View
from mockclio.store.clock import parse_time
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World

PRIORITIES = {"low": 1, "normal": 2, "high": 3}
CASCADE = ("cascading_source", *OFFSET)
WITHOUT_ADVANCED_TASKS = ("complete", "pending")


class Tasks(Behavior):
    """Privacy limits the tasks that a viewer sees. A task moves when the task that it follows moves."""

    defaults = {
        "status": "pending",
        "priority": "normal",
        "permission": "public",
        "description_text_type": "plain_text",
        "notify_completion": False,
        "statute_of_limitations": False,
        "time_entries_count": 0,
    }

    # --- reading ---------------------------------------------------------------------------------------------------------------------

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        if arguments.get("assignee_id") is not None and "assignee_type" not in arguments:
            raise InvalidArgument("assignee_id needs assignee_type beside it: user or contact", rule="tasks.assignee-id-needs-type")
        wanted = [arguments[name] for name in ("status", "statuses") if name in arguments]
        for status in {status for value in wanted for status in members(value)}:
            if not has_advanced_tasks(view.world) and status not in WITHOUT_ADVANCED_TASKS:
                raise InvalidArgument('status must be one of "complete", "pending"', rule="tasks.plan-without-advanced-tasks")
        return leaving_out(lambda row: _may_see(view.user, row), rule="tasks.private-ones-are-seen-by-two")

    def hides(self, view: View, row: Row) -> bool:
        if _may_see(view.user, row):
            return False
        rule("tasks.private-ones-are-seen-by-two")
        return True

    def on_show(self, view: View, row: Row) -> None:
        if not _may_see(view.user, row):
            raise Forbidden(rule="tasks.private-ones-are-seen-by-two")

    @filters("assignee_type")
    def of_assignees(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        wanted = members(value)
        return lambda row: (row.get("assignee") or {}).get("type", "").lower() in wanted

    @computed("priority")
    def priority(self, view: View, row: Row) -> str:
        """In lower case, also of a world that was saved when the schema was believed, which has capitals."""
        rule("tasks.priority-reads-in-lower-case")
        return str(row["priority"]).lower()

    @filters("complete")
    def completed(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        return lambda row: (row["status"] == "complete") == value

    @orders("priority")
    def by_priority(self, view: View, row: Row) -> int:
        return PRIORITIES[row["priority"].lower()]

    @orders("due_at")
    def by_due_date(self, view: View, row: Row) -> str:
        """Order by due date. Tasks without a date come last. With `due_at_strict` they come first, as empty values do in other lists."""
        if row.get("due_at"):
            return str(row["due_at"])
        rule("tasks.order-by-due-date")
        return "9999-12-31~"

    @orders("due_at_strict")
    def by_due_date_strictly(self, view: View, row: Row) -> str | None:
        if row.get("due_at") is None:
            rule("tasks.order-by-due-date")
        return row.get("due_at")

    @computed("assigner")
    def assigner(self, view: View, row: Row) -> int | None:
        assigner: int | None = row.get("assigner")
        if assigner is not None:
            return assigner
        return (view.world.owner() or {}).get("id")

    # --- writing ---------------------------------------------------------------------------------------------------------------------

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if row is not None and not _may_see(session.user, row):
            raise Forbidden(rule="tasks.private-ones-are-seen-by-two")
        if not has_advanced_tasks(session.world):
            if data.get("status") not in (None, *WITHOUT_ADVANCED_TASKS):
                raise InvalidArgument('status must be one of ["complete", "pending"]', rule="tasks.plan-without-advanced-tasks")
            if (data.get("task_type") or {}).get("id"):
                raise InvalidArgument("task_type needs a plan with advanced tasks", rule="tasks.plan-without-advanced-tasks")
        put_in_place(data)

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        rule("tasks.defaults")
        row["assigner"] = session.user["id"] if session.user else None
        self._settled(session, {}, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._settled(session, before, row, data)

    @staticmethod
    def _settled(session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if row["description_text_type"] == "rich_text" and row.get("description"):
            row["description"] = cleaned(row["description"])
        if (row["status"] == "complete") != (before.get("status") == "complete"):
            rule("tasks.completion-is-stamped")
            row["completed_at"] = session.now if row["status"] == "complete" else None
        if "due_at" in data:
            rule("tasks.due-at-is-a-day")
        _refuse_second_statute(session, row)
        _write_cascade(session, row, data)

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        _pass_on(session, row)

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if any(before.get(key) != row.get(key) for key in ("due_at", "completed_at")):
            _pass_on(session, row)

    def before_destroy(self, session: Session, row: Row) -> None:
        if not _may_see(session.user, row):
            raise Forbidden(rule="tasks.private-ones-are-seen-by-two")
        for reminder in session.rows("reminders", "subject", row["id"]):
            rule("tasks.followers-of-a-deleted-task-keep-their-dates")
            writing.destroy(session, "reminders", reminder)
        for follower in session.rows("tasks", "cascading_source", row["id"]):
            rule("tasks.followers-of-a-deleted-task-keep-their-dates")
            session.update("tasks", follower["id"], {"cascading_source": None})

    def after_destroy(self, session: Session, row: Row) -> None:
        detach(session, "tasks", row["id"])


def has_advanced_tasks(world: World) -> bool:
    """A firm has the plan unless its account row has `_advanced_tasks: false`."""
    return next(iter(world.table("accounts")), {}).get("_advanced_tasks") is not False


def _may_see(user: Row | None, row: Row) -> bool:
    """A private task is visible to its assigner and its assignee."""
    if row.get("permission") != "private" or user is None:
        return True
    assignee = row.get("assignee") or {}
    return user["id"] == row.get("assigner") or (assignee.get("type") == "User" and assignee.get("id") == user["id"])


def _refuse_second_statute(session: Session, row: Row) -> None:
    if not (row.get("statute_of_limitations") and row.get("matter")):
        return
    if any(other.get("statute_of_limitations") and other["id"] != row["id"] for other in session.rows("tasks", "matter", row["matter"])):
        raise InvalidArgument(
            "statute_of_limitations must be false: the matter has one already, which can be changed", rule="matters.statute-is-a-task"
        )


def _write_cascade(session: Session, row: Row, data: dict[str, Any]) -> None:
    """Let the due date follow another task, or end that: by `cascading: false`, or by a due date in the body."""
    wanted = data.get("cascading")
    if wanted is None and data.get("cascading_source"):
        wanted = True
    if wanted is False or (wanted is None and "due_at" in data):
        if row.get("cascading_source") is not None:
            rule("tasks.cascade-gives-due-date")
        row.update(dict.fromkeys(CASCADE))
        return
    sent = {key: data[key] for key in CASCADE if data.get(key) is not None}
    if not wanted and not sent:
        return
    if not wanted and row.get("cascading_source") is None:
        rule("tasks.offset-needs-a-cascade")
        row.update(dict.fromkeys(CASCADE))
        return
    cascade = {**OFFSET, **{key: row[key] for key in CASCADE if row.get(key) is not None}, **sent}
    if not cascade.get("cascading_source"):
        raise InvalidArgument("cascading_source must name the task that the due date follows", rule="tasks.cascade-gives-due-date")
    source = writing.require(session, "tasks", cascade["cascading_source"], "cascading_source")
    _refuse_circle(session, row["id"], source)
    row.update(cascade)
    row["due_at"] = following(_base(session.world, source), row)
    rule("tasks.cascade-gives-due-date")


def _refuse_circle(session: Session, id: int, source: Row) -> None:
    step: Row | None = source
    while step is not None:
        if step["id"] == id:
            raise InvalidArgument(
                "cascading_source must not follow the task itself, directly or through others", rule="tasks.no-circular-cascade"
            )
        step = session.get("tasks", step.get("cascading_source"))


def _base(world: World, source: Row) -> str | None:
    """The date that other tasks count from: the due date, or the day of completion for a task without one."""
    if source.get("due_at") or not source.get("completed_at"):
        return source.get("due_at")
    return parse_time(source["completed_at"]).astimezone(world.zone(None)).date().isoformat()


def _pass_on(session: Session, row: Row) -> None:
    """Move the open tasks that follow this one, and those that follow them."""
    waiting = [row["id"]]
    while waiting:
        source = session.table("tasks")[waiting.pop()]
        base = _base(session.world, source)
        for follower in session.rows("tasks", "cascading_source", source["id"]):
            if base is None or follower["status"] == "complete":
                continue
            due = following(base, follower)
            if follower.get("due_at") != due:
                rule("tasks.cascade-moves-with-its-source")
                session.update("tasks", follower["id"], {"due_at": due})
                waiting.append(follower["id"])

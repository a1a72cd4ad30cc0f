"""Tasks: work to do, with assignees and due dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from mockclio.catalog.choices import TaskStatus
from mockclio.catalog.vocabulary import (
    Aliases,
    AnyCase,
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    NullableRef,
    Range,
    Resource,
    inverse,
    op,
    special,
    unset,
    webhook_model,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.activities import Activity
    from mockclio.catalog.embedded.people import Participant
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.reminders import Reminder
    from mockclio.catalog.task_types import TaskType
    from mockclio.catalog.users import User


class Task(Resource):
    """Work to do for a user or a contact of the firm."""

    search = "name description"

    name: str
    status: Literal["pending", "in_progress", "in_review", "complete", "draft"]
    description: str
    description_text_type: Literal["plain_text", "rich_text"]
    priority: Literal["high", "normal", "low"]
    due_at: Date | None
    permission: str
    completed_at: DateTime | None
    notify_completion: bool
    statute_of_limitations: bool
    time_estimated: int | None
    created_at: DateTime
    updated_at: DateTime
    time_entries_count: int
    time_entries: list[Activity] = inverse("task")
    task_type: TaskType | None
    assigner: User
    matter: Matter | None
    assignee: Participant
    reminders: list[Reminder] = inverse("subject")


class TaskQuery(ListQuery):
    assignee_id: int | None = where("assignee =")
    assignee_type: Literal["user", "contact"] = special
    assigner_id: int | None = unset
    cascading_source_id: int = where("cascading_source =")
    client_id: int | None = where("matter.client =")
    complete: bool = special
    due_at_from: Date = where("due_at >=")
    due_at_present: bool = where("due_at present")
    due_at_to: Date = where("due_at <=")
    matter_id: int | None = unset
    permission: Literal["private", "public"] = where("permission =")
    priority: Annotated[Literal["high", "normal", "low"], AnyCase(rule="tasks.status-and-priority-in-any-case")] = unset
    query: str = unset
    responsible_attorney_id: int = where("matter.responsible_attorney =")
    status: TaskStatus = unset
    statuses: list[TaskStatus] = where("status =")
    statute_of_limitations: bool = unset
    task_type_id: int | None = unset
    time_entries_present: bool = where("time_entries present")


class AssigneeLink(TypedDict):
    id: int
    type: Literal["User", "Contact"]


class AssigneeLinkChange(TypedDict, total=False):
    id: int
    type: Literal["User", "Contact"]


Unit = Literal["CalendarDays", "CalendarWeeks", "CalendarMonths", "CalendarYears", "BusinessDays"]
EITHER_PLACE = 'Literal["Before", "After", "CalendarDays", "CalendarWeeks", "CalendarMonths", "CalendarYears", "BusinessDays"]'
"""The document swaps the values of type and polarity on tasks, so clients send either value in either place."""


class TaskFields(Body):
    write_only = {
        "cascading": "tasks.cascade-gives-due-date",
        "cascading_offset": "tasks.cascade-gives-due-date",
        "cascading_offset_polarity": "tasks.cascade-enumerations-in-either-place",
        "cascading_offset_type": "tasks.cascade-enumerations-in-either-place",
        "cascading_source": "tasks.cascade-gives-due-date",
        "notify_assignee": "tasks.notify-assignee-is-a-request",
    }
    references = {"cascading_source": "tasks"}
    also = {
        "cascading_offset_polarity": EITHER_PLACE,
        "cascading_offset_type": EITHER_PLACE,
        "due_at": "Date",
    }

    cascading: bool = unset
    cascading_offset: Annotated[int, Range(0, 100_000)] = unset
    cascading_offset_polarity: Literal["Before", "After"] = unset
    cascading_offset_type: Unit = unset
    cascading_source: int = unset
    description_text_type: Literal["plain_text", "rich_text"] = unset
    due_at: DateTime = unset
    matter: NullableRef = unset
    notify_assignee: bool = unset
    notify_completion: bool = unset
    permission: Annotated[Literal["private", "public"], AnyCase(rule="tasks.permission-in-any-case")] = unset
    priority: Annotated[
        Literal["High", "Normal", "Low"],
        AnyCase(rule="tasks.status-and-priority-in-any-case"),
        Aliases({"Medium": "Normal"}, rule="tasks.medium-is-normal"),
    ] = unset
    status: TaskStatus = unset
    task_type: NullableRef = unset
    time_estimated: Annotated[int, Range(0, 2**31 - 1)] = unset


class NewTask(TaskFields):
    assignee: AssigneeLink
    description: str
    name: str
    statute_of_limitations: bool = unset


class TaskChanges(TaskFields, Guarded):
    passed_over = {"statute_of_limitations": "tasks.statute-mark-is-set-on-create"}

    assignee: AssigneeLinkChange = unset
    description: str = unset
    name: str = unset


class Tasks(Collection[M]):
    path = "/tasks"
    scope = "Tasks"
    webhook = webhook_model("task", number=7)

    list = op.index(Task, TaskQuery, order="name task_type.name id priority matter.display_number due_at due_at_strict completed_at")
    create = op.create(Task, NewTask)
    get = op.show(Task)
    update = op.update(Task, TaskChanges)
    delete = op.destroy()

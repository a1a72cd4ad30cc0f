"""Task Types."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
    special,
    unset,
)


class TaskType(Row):
    """A task type."""

    search = "name"

    name: str
    deleted_at: DateTime | None
    created_at: DateTime
    updated_at: DateTime


class TaskTypeQuery(ListQuery):
    enabled: bool = special
    name: str = unset
    query: str = unset


class NewTaskType(Body):
    name: str
    deleted_at: Date = unset


class TaskTypeChanges(NewTaskType):
    name: str = unset


class TaskTypes(Collection[M]):
    path = "/task_types"
    scope = "Tasks"

    list = op.index(TaskType, TaskTypeQuery, order="name id")
    create = op.create(TaskType, NewTaskType)
    get = op.show(TaskType)
    update = op.update(TaskType, TaskTypeChanges)

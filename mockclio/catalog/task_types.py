"""Task types. An unused type is disabled, not deleted."""

from __future__ import annotations

from typing import Annotated

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    MaxLength,
    Resource,
    op,
    special,
    unset,
)


class TaskType(Resource):
    """A type of tasks. `deleted_at` is the time from which it is disabled."""

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
    refused_by = {"name": "tasks.task-type-names-are-short"}

    name: Annotated[str, MaxLength(50)]
    deleted_at: Date = unset


class TaskTypeChanges(NewTaskType, Guarded):
    name: Annotated[str, MaxLength(50)] = unset


class TaskTypes(Collection[M]):
    path = "/task_types"
    scope = "Tasks"

    list = op.index(TaskType, TaskTypeQuery, order="name id")
    create = op.create(TaskType, NewTaskType)
    get = op.show(TaskType)
    update = op.update(TaskType, TaskTypeChanges)

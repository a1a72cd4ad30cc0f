"""Lists of task templates, which are assigned to a matter as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    NullableRef,
    Resource,
    op,
    special,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.practice_areas import PracticeArea
    from mockclio.catalog.users import User


class TaskTemplateList(Resource):
    """The templates of all tasks for one kind of work."""

    search = "name"

    created_at: DateTime
    description: str
    name: str
    templates_count: int
    updated_at: DateTime
    practice_area: PracticeArea | None
    creator: User | None


class TaskTemplateListQuery(ListQuery):
    empty: bool = special
    practice_area_id: int | None = unset
    query: str = unset


class NewTaskTemplateList(Body):
    description: str
    name: str
    practice_area: NullableRef = unset


class TaskTemplateListChanges(NewTaskTemplateList, Guarded):
    description: str = unset
    name: str = unset


class TaskTemplateListCopy(Body):
    description: str = unset
    name: str = unset
    practice_area: NullableRef = unset


class TaskTemplateLists(Collection[M]):
    path = "/task_template_lists"
    scope = "Tasks"

    copy = op.action("POST", "/{id}/copy", TaskTemplateList, TaskTemplateListCopy, verb="copy")
    list = op.index(TaskTemplateList, TaskTemplateListQuery, order="id name practice_area.name")
    create = op.create(TaskTemplateList, NewTaskTemplateList)
    get = op.show(TaskTemplateList)
    update = op.update(TaskTemplateList, TaskTemplateListChanges)
    delete = op.destroy()

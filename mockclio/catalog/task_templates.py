"""Task templates: each makes one task when its list is assigned to a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from mockclio.catalog.tasks import EITHER_PLACE, Unit
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    NullableRef,
    Range,
    Ref,
    Resource,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.embedded.task_parts import CascadingTaskTemplate, ReminderTemplate
    from mockclio.catalog.task_template_lists import TaskTemplateList
    from mockclio.catalog.task_types import TaskType
    from mockclio.catalog.users import User


class TaskTemplate(Resource):
    """The template of a task. Its due date may follow another template of the same list."""

    search = "name"

    name: str
    description: str | None
    description_text_type: Literal["plain_text", "rich_text"]
    priority: Literal["High", "Normal", "Low"]
    private: bool
    created_at: DateTime
    updated_at: DateTime
    cascading_source: CascadingTaskTemplate | None
    assignee: User | None
    task_template_list: TaskTemplateList | None
    task_type: TaskType | None
    template_creator: User | None
    reminder_templates: list[ReminderTemplate]


class TaskTemplateQuery(ListQuery):
    priority: Literal["high", "normal", "low"] = unset
    query: str = unset
    task_template_list_id: int = unset


class NewReminderTemplate(TypedDict):
    duration_value: int
    duration_unit: str
    notification_type: Literal["Email", "Popup"]


class ReminderTemplateChange(TypedDict, total=False):
    duration_value: int
    duration_unit: str
    notification_type: Literal["Email", "Popup"]
    id: int
    _destroy: bool


class TaskTemplateFields(Body):
    write_only = {
        "cascading": "tasks.template-offset-shows-in-order",
        "cascading_offset": "tasks.template-offset-shows-in-order",
        "cascading_offset_polarity": "tasks.template-offset-shows-in-order",
        "cascading_offset_type": "tasks.template-offset-shows-in-order",
    }
    passed_over = dict.fromkeys(("assignee", "task_type"), "tasks.template-stays-in-its-list")
    also = {
        "cascading_offset_polarity": EITHER_PLACE,
        "cascading_offset_type": EITHER_PLACE,
    }

    cascading: bool = unset
    cascading_offset: Annotated[int, Range(0, 100_000)] = unset
    cascading_offset_polarity: Literal["Before", "After"] = unset
    cascading_offset_type: Unit = unset
    cascading_source: NullableRef = unset
    description: str = unset
    description_text_type: Literal["plain_text", "rich_text"] = unset
    priority: Literal["High", "Normal", "Low"] = unset
    private: bool = unset


class NewTaskTemplate(TaskTemplateFields):
    name: str
    reminder_templates: list[NewReminderTemplate] = unset
    task_template_list: Ref = unset


class TaskTemplateChanges(TaskTemplateFields, Guarded):
    passed_over = dict.fromkeys(("assignee", "task_template_list", "task_type"), "tasks.template-stays-in-its-list")

    name: str = unset
    reminder_templates: list[ReminderTemplateChange] = unset


class TaskTemplates(Collection[M]):
    path = "/task_templates"
    scope = "Tasks"

    list = op.index(TaskTemplate, TaskTemplateQuery, order="assignee.name days_from_assignment id name permission priority")
    create = op.create(TaskTemplate, NewTaskTemplate)
    get = op.show(TaskTemplate)
    update = op.update(TaskTemplate, TaskTemplateChanges)
    delete = op.destroy()

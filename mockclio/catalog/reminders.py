"""Reminders of calendar entries and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from mockclio.catalog.choices import (
    ReminderState,
)
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Range,
    Ref,
    Resource,
    op,
    special,
    unset,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.embedded.people import NotificationMethod
    from mockclio.catalog.embedded.polymorphic import PolymorphicObject


class Reminder(Resource):
    """A notification before a calendar entry starts or a task is due. `duration` is the number of minutes before."""

    duration: int
    next_delivery_at: DateTime | None
    state: ReminderState
    created_at: DateTime
    updated_at: DateTime
    notification_method: NotificationMethod
    subject: PolymorphicObject


class ReminderQuery(ListQuery):
    notification_method_id: int = where("notification_method =")
    state: ReminderState = unset
    subject_id: int = where("subject =")
    subject_type: Literal["calendar_entry", "task"] = special
    user_id: int = where("notification_method.user =")


class SubjectLink(TypedDict):
    id: int
    type: Literal["CalendarEntry", "Task"]


class ReminderFields(Body):
    shown_by = {"duration_unit": "duration", "duration_value": "duration"}

    duration_unit: Literal["weeks", "days", "hours", "minutes"] = unset
    duration_value: Annotated[int, Range(0, 1_000_000)] = unset


class NewReminder(ReminderFields):
    notification_method: Ref
    subject: SubjectLink


class ReminderChanges(ReminderFields, Guarded):
    passed_over = {"subject": "tasks.reminder-stays-with-its-subject"}

    notification_method: Ref = unset


class Reminders(Collection[M]):
    path = "/reminders"
    scope = "Calendars"

    list = op.index(Reminder, ReminderQuery, order="next_delivery_at id")
    create = op.create(Reminder, NewReminder)
    get = op.show(Reminder)
    update = op.update(Reminder, ReminderChanges)
    delete = op.destroy()

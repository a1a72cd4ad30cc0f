"""How calendars show the tasks of each user. The path is task_calendars."""

from __future__ import annotations

from mockclio.catalog.choices import (
    CalendarColor,
    LightColor,
    TaskCalendarColor,
)
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)


class CalendarVisibility(Resource):
    """Whether, and in which color, calendars show the tasks of one user."""

    color: TaskCalendarColor
    light_color: LightColor
    visible: bool
    name: str
    created_at: DateTime
    updated_at: DateTime


class CalendarVisibilityChanges(Body, Guarded):
    write_only = {"color": "calendars.task-color-has-its-own-palette"}

    color: CalendarColor = unset
    visible: bool = unset


class CalendarVisibilities(Collection[M]):
    path = "/task_calendars"
    scope = "Calendars"

    list = op.index(CalendarVisibility, ListQuery)
    get = op.show(CalendarVisibility)
    update = op.update(CalendarVisibility, CalendarVisibilityChanges)

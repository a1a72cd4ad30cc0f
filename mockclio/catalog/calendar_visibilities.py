"""Calendar Visibilities."""

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
    ListQuery,
    M,
    Row,
    op,
    unset,
)


class CalendarVisibility(Row):
    """A calendar visibility."""

    color: TaskCalendarColor | None
    light_color: LightColor | None
    visible: bool
    name: str
    created_at: DateTime
    updated_at: DateTime


class CalendarVisibilityChanges(Body):
    color: CalendarColor = unset
    visible: str = unset


class CalendarVisibilities(Collection[M]):
    path = "/task_calendars"
    scope = "Calendars"

    list = op.index(CalendarVisibility, ListQuery)
    get = op.show(CalendarVisibility)
    update = op.update(CalendarVisibility, CalendarVisibilityChanges)

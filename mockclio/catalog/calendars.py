"""Calendars: one for the firm, one for each user, and those that users create."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.choices import (
    CalendarColor,
    LightColor,
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
    special,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.users import User


class Calendar(Resource):
    """A calendar. `permission` is that of the viewer. `visible` is whether the application in `source` shows the calendar."""

    default_fields = "id etag permission"

    color: CalendarColor
    light_color: LightColor
    court_rules_default_calendar: bool
    name: str
    permission: Literal["owner", "editor", "viewer", "limited_viewer", "none"]
    type: Literal["AccountCalendar", "AdhocCalendar", "UserCalendar"]
    visible: bool
    created_at: DateTime
    updated_at: DateTime
    source: Literal["web", "mobile"]
    creator: User | None


class CalendarQuery(ListQuery):
    filter_inactive_users: bool = special
    owner: bool = special
    source: Literal["web", "mobile"] = special
    type: Literal["AccountCalendar", "AdhocCalendar", "UserCalendar"] = unset
    visible: bool = special
    writeable: bool = special


class NewCalendar(Body):
    name: str
    color: CalendarColor = unset
    source: Literal["web", "mobile"] = unset
    visible: bool = unset


class CalendarChanges(NewCalendar, Guarded):
    name: str = unset


class Calendars(Collection[M]):
    path = "/calendars"
    scope = "Calendars"

    list = op.index(Calendar, CalendarQuery, order="name id")
    create = op.create(Calendar, NewCalendar)
    get = op.show(Calendar)
    update = op.update(Calendar, CalendarChanges)
    delete = op.destroy()

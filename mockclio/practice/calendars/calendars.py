"""Behaviour of calendars: three kinds, pairs of colors, and the permission and visibility of the viewer."""

from __future__ import annotations

from typing import Any, get_args

from mockclio.catalog.choices import CalendarColor, LightColor
from mockclio.errors import Forbidden, NotFound
from mockclio.ledger import rule
from mockclio.practice.calendars.access import WRITING, permission, require_writing
from mockclio.practice.common.members import members
from mockclio.server import writing
from mockclio.server.behavior import Behavior, Predicate, computed, filters, leaving_out
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

COLORS: dict[str, str] = dict(zip(get_args(CalendarColor), get_args(LightColor), strict=True))
"""Each color with its light color."""


class Calendars(Behavior):
    """Permission and visibility are values of the viewer, not of the calendar alone."""

    takes = frozenset(("visible",))
    defaults = {"source": "web", "court_rules_default_calendar": False}

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        return leaving_out(lambda row: permission(view.user, row) != "none", rule="calendars.permission")

    def on_show(self, view: View, row: Row) -> None:
        if permission(view.user, row) == "none":
            raise NotFound(rule="wire.unknown-id-is-404")

    @computed("permission")
    def permission(self, view: View, row: Row) -> str:
        rule("calendars.permission")
        return permission(view.user, row)

    @computed("visible")
    def is_visible(self, view: View, row: Row) -> bool:
        return is_visible(row, self.source(view, row))

    @computed("source")
    def source(self, view: View, row: Row) -> str:
        """The application that the list names. Otherwise the application that was written last."""
        rule("calendars.visible-for-each-application")
        params = view.options.get("source")
        return str(params if params in ("web", "mobile") else row.get("source") or "web")

    @filters("visible")
    def shown(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("calendars.visible-for-each-application")
        sources = members(arguments.get("source") or "web")
        return lambda row: any(is_visible(row, source) for source in sources) == value

    @filters("source")
    def shown_in(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate | None:
        return None if "visible" in arguments else self.shown(view, True, arguments)

    @filters("owner")
    def owned(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("calendars.permission")
        return lambda row: (permission(view.user, row) == "owner") == value

    @filters("writeable")
    def writeable(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate:
        rule("calendars.permission")
        return lambda row: (permission(view.user, row) in WRITING) == value

    @filters("filter_inactive_users")
    def of_active_users(self, view: View, value: bool, arguments: dict[str, Any]) -> Predicate | None:
        """True leaves out the calendars of disabled users. False leaves out nothing."""
        if not value:
            return None
        return lambda row: row.get("user") is None or bool((view.get("users", row["user"]) or {}).get("enabled"))

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if row is not None:
            require_writing(session.user, row)

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        rule("calendars.only-adhoc-ones-are-made")
        row["type"] = "AdhocCalendar"
        row["creator"] = session.user["id"] if session.user else None
        row.setdefault("color", list(COLORS)[len(session.table("calendars")) % len(COLORS)])
        self._settled(row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._settled(row, data)

    @staticmethod
    def _settled(row: Row, data: dict[str, Any]) -> None:
        if row.get("light_color") != COLORS[row["color"]]:
            rule("calendars.colors-come-in-pairs")
            row["light_color"] = COLORS[row["color"]]
        if data.get("visible") is not None:
            rule("calendars.visible-for-each-application")
            row["_visible"] = {**(row.get("_visible") or {}), row.get("source") or "web": data["visible"]}

    def before_destroy(self, session: Session, row: Row) -> None:
        require_writing(session.user, row)
        if row["type"] != "AdhocCalendar":
            raise Forbidden(rule="calendars.only-adhoc-ones-are-deleted")
        for entry in session.rows("calendar_entries", "calendar_owner", row["id"]):
            if session.get("calendar_entries", entry["id"]):
                writing.destroy(session, "calendar_entries", entry)


def is_visible(row: Row, source: str) -> bool:
    """Whether an application shows the calendar."""
    return bool((row.get("_visible") or {}).get(source, row.get("visible", True)))

"""Permissions on calendars: what a user may do with a calendar and which values of its entries a user sees."""

from __future__ import annotations

from mockclio.errors import Forbidden
from mockclio.ledger import rule
from mockclio.server.view import View
from mockclio.store.tables import Row, Table
from mockclio.store.world import World

WRITING = ("owner", "editor")
LIMITED_SINCE = (4, 0, 12)
SHOWN_TO_LIMITED = frozenset(
    [
        "id",
        "created_at",
        "updated_at",
        "_revision",
        "start_at",
        "end_at",
        "all_day",
        "start_at_time_zone",
        "recurrence_rule",
        "calendar_owner",
        "parent_calendar_entry",
        "_occurrence",
        "_cancelled",
    ]
)
"""What is left of the row of an entry that the viewer may only see limited."""
LIMITED_FIELDS = frozenset(
    [
        "id",
        "etag",
        "summary",
        "created_at",
        "updated_at",
        "start_at",
        "start_date",
        "start_time",
        "end_at",
        "end_date",
        "end_time",
        "all_day",
        "start_at_time_zone",
        "recurrence_rule",
        "parent_calendar_entry",
        "parent_calendar_entry_id",
        "calendar_owner",
        "calendar_owner_id",
        "permission",
        "redacted",
    ]
)
"""The fields that such an entry comes with, of those that were asked for; the others do not come at all."""


def permission(user: Row | None, calendar: Row) -> str:
    """owner, editor, viewer, limited_viewer or none. Without a setting for the user, the permission is editor, as in a new firm."""
    if user is None or user["id"] in (calendar.get("user"), calendar.get("creator")):
        return "owner"
    if calendar["type"] == "AccountCalendar" and user.get("account_owner"):
        return "owner"
    permissions: dict[str, str] = calendar.get("_permissions") or {}
    return permissions.get(str(user["id"]), "editor")


def require_writing(user: Row | None, calendar: Row | None) -> None:
    """Refuse a write to a calendar that the user may only read."""
    if calendar is not None and permission(user, calendar) not in WRITING:
        raise Forbidden(rule="calendars.writing-needs-permission")


def calendars_with(view: View, *permissions: str) -> set[int]:
    """The ids of the calendars on which the viewer has exactly this permission."""
    return {row["id"] for row in _shared(view.world) if permission(view.user, row) in permissions}


def _shared(world: World) -> list[Row]:
    table: Table = world.table("calendars")
    return [row for row in table if row.get("_permissions")]


def entry_as_seen(view: View, entry: Row) -> Row | None:
    """The entry as the viewer's permission shows it: complete, only its times, or None."""
    calendar = view.get("calendars", entry.get("calendar_owner"))
    if calendar is None or not calendar.get("_permissions"):
        return entry
    granted = permission(view.user, calendar)
    if granted == "none":
        rule("calendars.permission")
        return None
    if granted == "limited_viewer" and view.version >= LIMITED_SINCE:
        rule("calendars.limited-viewers-see-times")
        return {key: value for key, value in entry.items() if key in SHOWN_TO_LIMITED} | {"summary": "Busy", "redacted": True}
    return entry


def is_hidden(view: View, entry: Row) -> bool:
    """Whether the viewer may see nothing of the entry."""
    return entry_as_seen(view, entry) is None

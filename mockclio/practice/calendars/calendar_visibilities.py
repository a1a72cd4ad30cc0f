"""Behaviour of task calendars: colors are written from one palette and shown from another, in pairs."""

from __future__ import annotations

from typing import Any, get_args

from mockclio.catalog.choices import CalendarColor, LightColor, TaskCalendarColor
from mockclio.ledger import rule
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row

WRITTEN, SHOWN, LIGHT = get_args(CalendarColor), get_args(TaskCalendarColor), get_args(LightColor)


class CalendarVisibilities(Behavior):
    """A color that is written and the color that is shown have the same position in their palettes."""

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data.get("color"):
            rule("calendars.task-color-has-its-own-palette")
            row.update(colors(WRITTEN.index(data["color"])))


def colors(place: int) -> dict[str, str]:
    """The pair of colors at one position of the palettes."""
    return {"color": SHOWN[place % len(SHOWN)], "light_color": LIGHT[place % len(LIGHT)]}

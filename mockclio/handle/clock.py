"""The clock of a world, seen and moved over the control interface."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mockclio.store.clock import parse_time

if TYPE_CHECKING:
    from mockclio.handle.control import ControlInterface

MOST = 1_000_000
"""Of what will fall due; all of it."""


class ClockControl:
    """The time of a world. What falls due by a move has been done when it returns."""

    def __init__(self, control: ControlInterface) -> None:
        self._control = control

    def now(self) -> datetime:
        """The time, in UTC, to the second."""
        return parse_time(self.stamp())

    def stamp(self) -> str:
        """The time in the form `2026-01-05T09:00:00Z`."""
        return str(self._show()["now"])

    def today(self) -> date:
        """The date in UTC."""
        return self.now().date()

    @property
    def frozen(self) -> bool:
        """Whether the clock stands still."""
        return bool(self._show()["frozen"])

    @property
    def agenda(self) -> list[dict[str, Any]]:
        """What will fall due, in order: `at`, `kind`, `payload`."""
        result: list[dict[str, Any]] = self._show(limit=MOST)["agenda"]
        return result

    def freeze(self) -> None:
        """Stand still until somebody moves the clock."""
        self._move({"frozen": True})

    def run(self) -> None:
        """Go on from the present time at real speed."""
        self._move({"frozen": False})

    def set(self, moment: datetime) -> int:
        """Move to `moment`, running what falls due on the way; returns how many ran. Time may go back: what ran does not run again."""
        return self._move({"set": moment.astimezone(UTC).isoformat()})

    def advance(self, duration: timedelta) -> int:
        """Move forward by `duration`; returns how many things ran."""
        return self._move({"seconds": duration.total_seconds()})

    def _show(self, limit: int = 0) -> dict[str, Any]:
        return self._control.ask("GET", "clock", limit=limit)

    def _move(self, wanted: dict[str, Any]) -> int:
        return int(self._control.ask("POST", "clock", wanted)["ran"])

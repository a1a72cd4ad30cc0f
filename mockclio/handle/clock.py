"""The clock of a world, read and moved over the control interface."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mockclio.store.clock import parse_time

if TYPE_CHECKING:
    from mockclio.handle.control import ControlInterface

MOST = 1_000_000
"""Of what will fall due; all of it."""


class ClockControl:
    """The clock of a world: `mock.clock`. When a move returns, everything that fell due on the way has been done.

    mock.clock.advance(timedelta(days=30))
    """

    def __init__(self, control: ControlInterface) -> None:
        """Use a control interface."""
        self._control = control

    def now(self) -> datetime:
        """Return the time in UTC, to the second."""
        return parse_time(self.stamp())

    def stamp(self) -> str:
        """Return the time in the form `2026-01-05T09:00:00Z`."""
        return str(self._show()["now"])

    def today(self) -> date:
        """Return the date in UTC."""
        return self.now().date()

    @property
    def frozen(self) -> bool:
        """Whether the clock stands still."""
        return bool(self._show()["frozen"])

    @property
    def agenda(self) -> list[dict[str, Any]]:
        """What will fall due, in order: dicts with `at`, `kind` and `payload`."""
        result: list[dict[str, Any]] = self._show(limit=MOST)["agenda"]
        return result

    def freeze(self) -> None:
        """Stop the clock until it is moved or run."""
        self._move({"frozen": True})

    def run(self) -> None:
        """Let the clock run at real speed, from its present time."""
        self._move({"frozen": False})

    def set(self, moment: datetime) -> int:
        """Move to `moment`, and run what falls due on the way. Returns how many things ran.

        A naive `moment` is local time. Time may go back; what has run does not run again.
        """
        return self._move({"set": moment.astimezone(UTC).isoformat()})

    def advance(self, duration: timedelta) -> int:
        """Move forward by `duration`. Returns how many things ran."""
        return self._move({"seconds": duration.total_seconds()})

    def _show(self, limit: int = 0) -> dict[str, Any]:
        return self._control.ask("GET", "clock", limit=limit)

    def _move(self, wanted: dict[str, Any]) -> int:
        return int(self._control.ask("POST", "clock", wanted)["ran"])

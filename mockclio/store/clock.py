"""The clock and the agenda of a world.

A clock is real, shifted or frozen. The agenda holds what falls due as data (a time, a kind, a payload), so that it can be saved and forked.
A move of the clock runs what falls due, in order.
"""

from __future__ import annotations

import heapq
import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mockclio.store.hooks import Hooks

LONGEST = 3_652_058 * 86_400
"""The seconds between the first and the last day that a time can have."""
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC)
"""The first and the last time that a clock shows. So date arithmetic on its time never leaves the calendar."""


class OutOfTime(ValueError):
    """A time that no clock shows."""

    def __init__(self) -> None:
        super().__init__(f"the clock shows times from {stamp(EARLIEST)} to {stamp(LATEST)} only")


def parse_duration(text: str) -> timedelta:
    """A duration such as `90`, `90s`, `15m`, `72h`, `3d`, `1w`, or a sum such as `1d12h`. A bare number means seconds."""
    if not re.fullmatch(r"\d{1,15}|(\d{1,15}[smhdw]){1,20}", text, re.ASCII):
        raise ValueError(f"{text[:80]!r} is not a duration: write seconds, or numbers with s, m, h, d or w, as in 72h or 1d12h")
    seconds = int(text) if text.isdigit() else sum(int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)([smhdw])", text))
    if seconds > LONGEST:
        raise ValueError(f"{text!r} is longer than {LONGEST // UNITS['d']} days")
    return timedelta(seconds=seconds)


def parse_time(text: str) -> datetime:
    """An ISO 8601 time or date. Without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:80]!r} is not a time: write ISO 8601, as in 2026-01-05T09:00:00Z") from None


def within(moment: datetime) -> datetime:
    """The time, if a clock can show it."""
    if not EARLIEST <= moment <= LATEST:
        raise OutOfTime
    return moment


def after(moment: datetime, seconds: float | timedelta) -> datetime:
    """The time that is so much later, if a clock can show it. Less than 0 is earlier."""
    try:
        return within(moment + (seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds)))
    except OverflowError:
        raise OutOfTime from None


def stamp(moment: datetime) -> str:
    """The stored form of a time: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Clock:
    """The time of one world, to the second, in UTC."""

    def __init__(self, at: datetime | None = None, *, frozen: bool = False, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._shift = timedelta(0)
        self._frozen: datetime | None = None
        self._agenda: list[tuple[str, int, str, dict[str, Any]]] = []
        self._sequence = 0
        self.handlers: dict[str, Callable[[dict[str, Any]], None]] = {}
        self._stamped: tuple[datetime, str] = (EARLIEST, stamp(EARLIEST))
        self.on_moved: Hooks[[]] = Hooks()
        """Called after the clock was moved, not under the world's lock."""
        if at is not None:
            self._shift = within(at) - self._real()
        if frozen:
            self.freeze()

    def _real(self) -> datetime:
        return datetime.fromtimestamp(int(self._source()), UTC)

    @property
    def frozen(self) -> bool:
        return self._frozen is not None

    def now(self) -> datetime:
        return self._frozen or min(self._real() + self._shift, LATEST)

    def stamp(self) -> str:
        """The present time in its stored form. The text of the last second is kept, because each request needs it several times."""
        now, (moment, text) = self.now(), self._stamped
        if now != moment:
            text = stamp(now)
            self._stamped = now, text
        return text

    def today(self) -> date:
        return self.now().date()

    def freeze(self) -> None:
        """Freeze the clock at its present time."""
        self._frozen = self.now()

    def run(self) -> None:
        """Let the clock run from its present time at real speed."""
        if self._frozen is not None:
            self._shift, self._frozen = self._frozen - self._real(), None

    def set(self, moment: datetime) -> int:
        """Move to `moment`, run what falls due until then, and return how many entries ran.

        Time may go back: what ran does not run again. `on_moved` is called at the end.
        """
        ran = self.move(moment)
        self.moved()
        return ran

    def moved(self) -> None:
        """Call `on_moved`."""
        self.on_moved()

    def move(self, moment: datetime) -> int:
        """`set` without the call of `on_moved`. A caller that holds the world's lock uses it, and calls `moved` after it frees the lock."""
        ran = self.run_due(within(moment))
        if self._frozen is not None:
            self._frozen = moment
        else:
            self._shift = moment - self._real()
        return ran

    def advance(self, duration: timedelta) -> int:
        """Move forward by `duration` and return how many entries ran."""
        return self.set(after(self.now(), duration))

    def schedule(self, at: datetime, kind: str, payload: dict[str, Any]) -> None:
        """Add an entry to the agenda. At that time the handler of its kind is called with the payload."""
        self._sequence += 1
        heapq.heappush(self._agenda, (stamp(at), self._sequence, kind, payload))

    def run_due(self, until: datetime | None = None) -> int:
        """Run what is due by `until` (now, if left out), in order. During each entry the clock shows the time of the entry."""
        if not self._agenda:
            return 0
        moment, ran, resume = until or self.now(), 0, self._frozen
        limit = stamp(moment)
        while self._agenda and self._agenda[0][0] <= limit:
            at, _, kind, payload = heapq.heappop(self._agenda)
            self._frozen = max(parse_time(at), resume or parse_time(at))
            try:
                self.handlers[kind](payload)
            finally:
                self._frozen = resume
            ran += 1
        return ran

    @property
    def agenda_begins(self) -> str:
        """The time of the first entry of the agenda. Empty when there is none."""
        return self._agenda[0][0] if self._agenda else ""

    @property
    def agenda(self) -> list[dict[str, Any]]:
        """The entries of the agenda, in order."""
        return [{"at": at, "kind": kind, "payload": payload} for at, _, kind, payload in sorted(self._agenda, key=lambda entry: entry[:2])]

    def fork(self) -> Clock:
        copy = Clock(source=self._source)
        copy._shift, copy._frozen, copy._sequence = self._shift, self._frozen, self._sequence
        copy._agenda = list(self._agenda)
        return copy

    def take(self, other: Clock) -> None:
        """Take the time of another clock, frozen or running. The agenda is cleared. Its owners fill it again from the rows of the world."""
        self._shift, self._frozen, self._agenda = other._shift, other._frozen, []

    @property
    def place(self) -> dict[str, Any]:
        """The frozen time, or the difference to real time, to be kept on disk."""
        return {"frozen": stamp(self._frozen) if self._frozen else None, "shift": int(self._shift.total_seconds())}

    def put(self, place: dict[str, Any]) -> None:
        """Set the clock from a value of `place`."""
        shift = timedelta(seconds=place["shift"])
        self._frozen = within(parse_time(place["frozen"])) if place["frozen"] else None
        if self._frozen is None:
            after(self._real(), shift)
        self._shift = shift

"""The time of a world, and what falls due in it.

A clock is real, shifted or frozen. The agenda holds what falls due as data (a time, a kind, a payload), so that it can be saved and forked;
moving the clock runs what falls due, in order.
"""

from __future__ import annotations

import heapq
import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mockclio.store.hooks import Hooks

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def parse_duration(text: str) -> timedelta:
    """`90`, `90s`, `15m`, `72h`, `3d`, `1w` or a sum of them, as in `1d12h`."""
    if re.fullmatch(r"\d+", text):
        return timedelta(seconds=int(text))
    if not re.fullmatch(r"(\d+[smhdw])+", text):
        raise ValueError(f"{text!r} is not a duration: write seconds, or numbers with s, m, h, d or w, as in 72h or 1d12h")
    return timedelta(seconds=sum(int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)([smhdw])", text)))


def parse_time(text: str) -> datetime:
    """An ISO 8601 time or date; without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time: write ISO 8601, as in 2026-01-05T09:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


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
        self.on_moved: Hooks[[]] = Hooks()
        """Called when the clock was moved, not under the world's lock."""
        if at is not None:
            self._shift = at - self._real()
        if frozen:
            self.freeze()

    def _real(self) -> datetime:
        return datetime.fromtimestamp(int(self._source()), UTC)

    @property
    def frozen(self) -> bool:
        return self._frozen is not None

    def now(self) -> datetime:
        return self._frozen or self._real() + self._shift

    def stamp(self) -> str:
        return stamp(self.now())

    def today(self) -> date:
        return self.now().date()

    def freeze(self) -> None:
        """Stand still until somebody moves the clock."""
        self._frozen = self.now()

    def run(self) -> None:
        """Go on from the present time at real speed."""
        if self._frozen is not None:
            self._shift, self._frozen = self._frozen - self._real(), None

    def set(self, moment: datetime) -> int:
        """Move to `moment`, running what falls due on the way; returns how many ran. Time may go back: what ran does not run again.

        Whoever follows moves is told at the end.
        """
        ran = self.move(moment)
        self.moved()
        return ran

    def moved(self) -> None:
        """Tell whoever follows moves."""
        self.on_moved()

    def move(self, moment: datetime) -> int:
        """`set` by one who holds the world's lock, and calls `moved` once it is free."""
        ran = self.run_due(moment)
        if self._frozen is not None:
            self._frozen = moment
        else:
            self._shift = moment - self._real()
        return ran

    def advance(self, duration: timedelta) -> int:
        """Move forward by `duration`; returns how many things ran."""
        return self.set(self.now() + duration)

    def schedule(self, at: datetime, kind: str, payload: dict[str, Any]) -> None:
        """Enter something that falls due; its handler is called with the payload when the time has come."""
        self._sequence += 1
        heapq.heappush(self._agenda, (stamp(at), self._sequence, kind, payload))

    def run_due(self, until: datetime | None = None) -> int:
        """Run what is due by `until` (now, if left out), in order, each at its own time."""
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
        """When the first of it falls due; empty if nothing will."""
        return self._agenda[0][0] if self._agenda else ""

    @property
    def agenda(self) -> list[dict[str, Any]]:
        """What will fall due, in order."""
        return [{"at": at, "kind": kind, "payload": payload} for at, _, kind, payload in sorted(self._agenda, key=lambda entry: entry[:2])]

    def fork(self) -> Clock:
        copy = Clock(source=self._source)
        copy._shift, copy._frozen, copy._sequence = self._shift, self._frozen, self._sequence
        copy._agenda = list(self._agenda)
        return copy

    def take(self, other: Clock) -> None:
        """Stand or run as another clock does. What falls due is forgotten: whoever enters it reads it off the world's rows anew."""
        self._shift, self._frozen, self._agenda = other._shift, other._frozen, []

    @property
    def place(self) -> dict[str, Any]:
        """Where the clock stands, or how far from real time it runs, to be kept on disk."""
        return {"frozen": stamp(self._frozen) if self._frozen else None, "shift": int(self._shift.total_seconds())}

    def put(self, place: dict[str, Any]) -> None:
        """Stand or run as `place` said."""
        self._shift = timedelta(seconds=place["shift"])
        self._frozen = parse_time(place["frozen"]) if place["frozen"] else None

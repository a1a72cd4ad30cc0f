"""Time moves only as it is told, and what falls due runs in order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mockclio.store.clock import Clock, parse_duration, parse_time, stamp

NOON = parse_time("2026-03-01T12:00:00Z")


def test_a_frozen_clock_stands_still_and_a_released_one_goes_on_from_there() -> None:
    seconds = [0.0]
    clock = Clock(NOON, frozen=True, source=lambda: seconds[0])
    seconds[0] = 50.0
    assert clock.now() == NOON
    clock.run()
    seconds[0] = 60.0
    assert clock.now() == NOON + timedelta(seconds=10)


def test_what_falls_due_runs_in_order_each_at_its_own_time() -> None:
    clock, ran = Clock(NOON, frozen=True), []

    def note(payload: dict[str, Any]) -> None:
        ran.append((payload["name"], stamp(clock.now())))
        if payload["name"] == "first":
            clock.schedule(NOON + timedelta(minutes=30), "note", {"name": "between"})

    clock.handlers["note"] = note
    clock.schedule(NOON + timedelta(hours=1), "note", {"name": "second"})
    clock.schedule(NOON + timedelta(minutes=1), "note", {"name": "first"})
    clock.schedule(NOON + timedelta(hours=3), "note", {"name": "later"})
    assert clock.advance(timedelta(hours=2)) == 3
    assert ran == [("first", "2026-03-01T12:01:00Z"), ("between", "2026-03-01T12:30:00Z"), ("second", "2026-03-01T13:00:00Z")]
    assert stamp(clock.now()) == "2026-03-01T14:00:00Z"
    assert [entry["payload"]["name"] for entry in clock.agenda] == ["later"]


@pytest.mark.parametrize(("text", "seconds"), [("90", 90), ("90s", 90), ("15m", 900), ("1d12h", 129600), ("1w", 604800)])
def test_durations_are_read(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "soon", "3 days", "-1h", "1h30"])
def test_a_wrong_duration_says_what_would_be_right(text: str) -> None:
    with pytest.raises(ValueError, match="72h"):
        parse_duration(text)

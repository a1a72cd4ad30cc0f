"""Dates and times of a spec: `today`, `-3d`, `+2w 09:30`, `2026-07-01 09:30`. They are relative to the clock of the firm."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mockclio.store.clock import OutOfTime, after, parse_duration, stamp

WORDS = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
RELATIVE = re.compile(r"(?:(today|now|yesterday|tomorrow)|([+-])((?:\d{1,9}[smhdw]){1,5}))(?: +(\d\d:\d\d))?", re.ASCII)
LOCAL = re.compile(r"\d{4}-\d\d-\d\d +\d\d:\d\d(:\d\d)?", re.ASCII)
DAYS = re.compile(r"(\d+[dw])+", re.ASCII)


class WrongTime(ValueError):
    """A relative time that cannot be read. The message completes a sentence about the attribute."""


def day(text: str, now: datetime, zone: ZoneInfo) -> str:
    """The date that a text means. What is not relative comes back as it is."""
    match = RELATIVE.fullmatch(text.strip().lower())
    if match is None:
        return text
    if match[4] or (match[3] and not DAYS.fullmatch(match[3])):
        raise WrongTime(f"must be a date; write days or weeks, as in -3d or +2w, not {text!r}")
    return _moved(match, now).astimezone(zone).date().isoformat()


def moment(text: str, now: datetime, zone: ZoneInfo) -> str:
    """The time that a text means, in UTC. A time of day is one of the firm's zone. What is not relative comes back as it is."""
    lowered = text.strip().lower()
    match = RELATIVE.fullmatch(lowered)
    try:
        if match is None:
            return stamp(datetime.fromisoformat(" ".join(lowered.split())).replace(tzinfo=zone)) if LOCAL.fullmatch(lowered) else text
        result = _moved(match, now).astimezone(zone)
        if match[4]:
            hour, minute = map(int, match[4].split(":"))
            result = result.replace(hour=hour, minute=minute, second=0)
        return stamp(result)
    except ValueError as error:
        raise WrongTime(f"must be a time, as in `2026-07-01 09:30` or `+3d 09:30`, not {text!r}") from error


def _moved(match: re.Match[str], now: datetime) -> datetime:
    try:
        if match[1]:
            return after(now, timedelta(days=WORDS[match[1]]))
        distance = parse_duration(match[3])
        return after(now, distance if match[2] == "+" else -distance)
    except (OutOfTime, OverflowError):
        raise WrongTime(f"{match[0]!r} leads to a time that no clock shows") from None

"""Due dates relative to another date: calendar days, business days, weeks, months or years, before or after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule

UNITS = ("CalendarDays", "CalendarWeeks", "CalendarMonths", "CalendarYears", "BusinessDays")
SIDES = ("Before", "After")
OFFSET = {"cascading_offset": 0, "cascading_offset_type": "CalendarDays", "cascading_offset_polarity": "After"}
"""The keys of an offset in tasks and templates, with their default values."""

DAYS = {"CalendarDays": 1.0, "BusinessDays": 1.4, "CalendarWeeks": 7.0, "CalendarMonths": 30.4, "CalendarYears": 365.25}


def put_in_place(data: dict[str, Any]) -> None:
    """Put unit and side into the right fields if a client sent them in each other's place."""
    unit, side = data.get("cascading_offset_type"), data.get("cascading_offset_polarity")
    if unit in SIDES or side in UNITS:
        rule("tasks.cascade-enumerations-in-either-place")
        swapped = {"cascading_offset_type": side, "cascading_offset_polarity": unit}
        data.update({key: value for key, value in swapped.items() if value is not None})
        for key, value in swapped.items():
            if value is None:
                data.pop(key, None)
    if data.get("cascading_offset_type") not in (None, *UNITS) or data.get("cascading_offset_polarity") not in (None, *SIDES):
        raise InvalidArgument(
            f"of cascading_offset_type and cascading_offset_polarity one must be one of {', '.join(UNITS)}, the other Before or After",
            rule="tasks.cascade-enumerations-in-either-place",
        )


def shifted(day: date, steps: int, unit: str) -> date:
    """The date that many units away. Months keep the day if it exists. Business days skip weekends."""
    from dateutil.relativedelta import relativedelta

    if unit == "BusinessDays":
        return _business(day, steps)
    return day + relativedelta(**{unit.removeprefix("Calendar").lower(): steps})  # type: ignore[arg-type]


def _business(day: date, steps: int) -> date:
    """A count from a weekend starts at the nearest working day behind it, against the direction of the count."""
    if not steps:
        return day
    way, (weeks, rest) = timedelta(days=1 if steps > 0 else -1), divmod(abs(steps), 5)
    while day.weekday() >= 5:
        day -= way
    day += 7 * weeks * way
    while rest:
        day += way
        rest -= day.weekday() < 5
    return day


def following(base: str | None, offset: Mapping[str, Any]) -> str | None:
    """The date that a cascade gives. None while the followed task has no date."""
    if base is None:
        return None
    rule("tasks.cascade-units")
    steps = offset.get("cascading_offset") or 0
    unit = offset.get("cascading_offset_type") or OFFSET["cascading_offset_type"]
    way = -1 if offset.get("cascading_offset_polarity") == "Before" else 1
    try:
        return shifted(date.fromisoformat(base), way * steps, str(unit)).isoformat()
    except (OverflowError, ValueError):
        raise InvalidArgument(f"cascading_offset of {steps} {unit} leaves the calendar", rule="tasks.cascade-gives-due-date") from None


def in_days(offset: Mapping[str, Any]) -> float | None:
    """The approximate number of days of an offset, for sorting. None if there is no offset."""
    if not offset.get("cascading"):
        return None
    way = -1 if offset.get("cascading_offset_polarity") == "Before" else 1
    return way * (offset.get("cascading_offset") or 0) * DAYS[offset.get("cascading_offset_type") or "CalendarDays"]

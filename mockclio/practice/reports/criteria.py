"""Criteria of a report: a period, and the client, matter, practice area or people of its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.server.coerce import Refused, day, integer
from mockclio.server.writing import require
from mockclio.store.session import Session

REFERENCES = {
    "client": "contacts",
    "matter": "matters",
    "practice_area": "practice_areas",
    "responsible_attorney": "users",
    "originating_attorney": "users",
    "user": "users",
}
"""The records that criteria can name, with their tables."""

FIRST, LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class Criteria:
    """The first and last day are included. An id of None does not filter."""

    start: str = FIRST
    end: str = LAST
    client: int | None = None
    matter: int | None = None
    practice_area: int | None = None
    responsible_attorney: int | None = None
    originating_attorney: int | None = None
    user: int | None = None
    group_by: str = ""

    def within(self, moment: str | None) -> bool:
        """Whether a day or time is in the period."""
        return moment is not None and self.start <= moment[:10] <= self.end

    def stored(self) -> dict[str, Any]:
        """The criteria in the form of rows."""
        return {field.name: getattr(self, field.name) for field in fields(self) if getattr(self, field.name) != field.default}


def of_body(session: Session, data: dict[str, Any]) -> Criteria:
    """The criteria of a checked body. The records they refer to must exist."""
    results: dict[str, Any] = {name: (data.get(name) or {}).get("id") for name in REFERENCES}
    for name, id in results.items():
        if id is not None:
            require(session, REFERENCES[name], id, name)
    return Criteria(**results, **period(data.get("start_date"), data.get("end_date"), data.get("year")))


def period(start: str | None, end: str | None, year: str | None) -> dict[str, Any]:
    """The first and last day: of the given year, or as given."""
    if year:
        if start or end:
            raise InvalidArgument("year must stand alone, or start_date and end_date without it", rule="reports.period")
        if not re.fullmatch(r"[12]\d{3}", year):
            raise InvalidArgument("year must be four digits, as in 2026", rule="reports.period")
        return {"start": f"{year}-01-01", "end": f"{year}-12-31"}
    if start and end and start > end:
        raise InvalidArgument("start_date must not be later than end_date", rule="reports.period")
    return {"start": start or FIRST, "end": end or LAST}


def check(session: Session, criteria: Criteria) -> None:
    """Refuse criteria that refer to records that do not exist."""
    for name, table in REFERENCES.items():
        if getattr(criteria, name) is not None:
            require(session, table, getattr(criteria, name), f"options.{name}")


def of_options(options: dict[str, Any], today: str) -> Criteria:
    """The criteria in the options of a preset on a day. An id can be a plain value or in an object."""
    results: dict[str, Any] = {}
    for name in REFERENCES:
        named = options.get(name, options.get(f"{name}_id"))
        results[name] = _read(f"options.{name}", integer, named.get("id") if isinstance(named, dict) else named)
    start, end = (_read(f"options.{name}", day, options.get(name)) for name in ("start_date", "end_date"))
    word = options.get("date_range")
    if word not in (None, "", "custom"):
        if word not in RANGES:
            raise InvalidArgument(f"options.date_range must be one of custom, {', '.join(RANGES)}", rule="reports.preset-options")
        first, last = RANGES[word](date.fromisoformat(today))
        start, end = first.isoformat(), last.isoformat()
    year = options.get("year")
    group_by = options.get("group_by")
    return Criteria(
        **results, **period(start, end, str(year) if year else None), group_by="" if group_by in (None, "none") else str(group_by)
    )


def _read(place: str, read: Any, value: Any) -> Any:
    if value in (None, ""):
        return None
    try:
        return read(value, None)
    except Refused as refused:
        raise InvalidArgument(f"{place} {refused}", rule="reports.preset-options") from None


Span = tuple[date, date]
DAY = timedelta(days=1)


def _week(today: date) -> Span:
    first = today - DAY * ((today.weekday() + 1) % 7)  # weeks begin on Sunday
    return first, first + DAY * 6


def _month(today: date) -> Span:
    first = today.replace(day=1)
    return first, (first + DAY * 31).replace(day=1) - DAY


def _quarter(today: date) -> Span:
    first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    return first, _month(first + DAY * 65)[1]


def _year(today: date) -> Span:
    return today.replace(month=1, day=1), today.replace(month=12, day=31)


RANGES: dict[str, Callable[[date], Span]] = {
    "all_time": lambda today: (date.min, date.max),
    "today": lambda today: (today, today),
    "yesterday": lambda today: (today - DAY, today - DAY),
    "last_7_days": lambda today: (today - DAY * 6, today),
    "last_30_days": lambda today: (today - DAY * 29, today),
    "last_90_days": lambda today: (today - DAY * 89, today),
    "this_week": _week,
    "last_week": lambda today: _week(today - DAY * 7),
    "this_month": _month,
    "last_month": lambda today: _month(today.replace(day=1) - DAY),
    "this_quarter": _quarter,
    "last_quarter": lambda today: _quarter(_quarter(today)[0] - DAY),
    "this_year": _year,
    "last_year": lambda today: _year(today.replace(month=1, day=1) - DAY),
    "month_to_date": lambda today: (_month(today)[0], today),
    "year_to_date": lambda today: (_year(today)[0], today),
}
"""Words for periods, each with its first and last day relative to a given day."""

"""Recurring entries: RFC 5545 rules, their check, their normal form, and their occurrences.

A series repeats at the same time of day in its own zone, so its offset from UTC changes with daylight saving time. All times are in the
format of rows: UTC, to the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mockclio.errors import InvalidArgument, shortened
from mockclio.store.clock import parse_time, stamp
from mockclio.store.tables import Row

if TYPE_CHECKING:
    from dateutil.rrule import rrule

MOST = 2_000
"""The largest number of occurrences of one series in a list."""
REACH = timedelta(days=50 * 366)
"""How far from its start a series is computed. A request for the year 9000 gets a fast answer."""

LONGEST = 500
"""The characters of a rule."""

ANYWHERE = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH"))
PARTS = {
    "DAILY": ANYWHERE | {"BYMONTHDAY"},
    "WEEKLY": ANYWHERE,
    "MONTHLY": ANYWHERE | {"BYMONTHDAY", "BYSETPOS"},
    "YEARLY": ANYWHERE | {"BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"},
}
"""The parts that a rule of each frequency can have. Entries do not repeat within a day."""

DAYS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
NUMBER = re.compile(r"[+-]?[0-9]{1,3}")
FORMS = {
    "BYDAY": re.compile(r"([+-]?([1-4]?[0-9]|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)"),
    "WKST": re.compile(r"MO|TU|WE|TH|FR|SA|SU"),
    **dict.fromkeys(("BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"), NUMBER),
}
"""The form of each member of the parts that are lists."""
UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?")


def normalized(text: str | None) -> str | None:
    """The rule in normal form: capitals, without `RRULE:` and `INTERVAL=1`. None if there is no rule; 422 if the rule is invalid."""
    if len(text or "") > LONGEST:
        raise _wrong(f"it has at most {LONGEST} characters")
    bare = re.sub(r"\s+", "", text or "").upper().removeprefix("RRULE:").strip(";")
    if not bare:
        return None
    parts = _parts(bare)
    frequency = parts.get("FREQ", "")
    if frequency not in PARTS:
        raise _wrong(f"FREQ must be one of {', '.join(PARTS)}")
    unknown = sorted(parts.keys() - PARTS[frequency])
    if unknown:
        raise _wrong(f"{', '.join(unknown)} cannot stand in a {frequency} rule, which takes {', '.join(sorted(PARTS[frequency]))}")
    if "COUNT" in parts and "UNTIL" in parts:
        raise _wrong("COUNT and UNTIL exclude each other")
    for name in ("INTERVAL", "COUNT"):
        if name in parts and not re.fullmatch(r"[1-9]\d{0,3}", parts[name]):
            raise _wrong(f"{name} must be a number from 1 to 9999")
    for name, form in FORMS.items():
        if name in parts and not all(form.fullmatch(member) for member in parts[name].split(",")):
            raise _wrong(f"{name} has a value that no calendar has")
    if "UNTIL" in parts and not UNTIL.fullmatch(parts["UNTIL"]):
        raise _wrong("UNTIL must be a date or time such as 20261231 or 20261231T170000Z")
    if not _has_such_weekdays(parts):
        raise _wrong("a month has no such BYDAY: the fifth is the last")
    if not _has_such_days(parts):
        raise _wrong("BYMONTH has no such BYMONTHDAY")
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    _compiled(rule, datetime(2026, 1, 1), ZoneInfo("UTC"))
    return rule


def _parts(bare: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for member in bare.split(";"):
        name, _, value = member.partition("=")
        if not value or name in parts:
            raise _wrong(f"{shortened(member)!r} is not a part that stands once, such as FREQ=WEEKLY or BYDAY=MO,WE")
        parts[name] = value
    return parts


def _has_such_days(parts: dict[str, str]) -> bool:
    """Whether one of the named months has one of the named days. Without this check, a search for 30 February takes seconds."""
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month.isdigit()]
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "").split(",") if re.fullmatch(r"[+-]?\d{1,2}", day)]
    return not months or not days or any(day <= DAYS.get(month, 31) for day in days for month in months)


def _has_such_weekdays(parts: dict[str, str]) -> bool:
    """Whether the numbers before weekdays are at most 5 in a rule of months. dateutil leaves its tables with a larger one."""
    of_months = parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts
    return not of_months or all(int(number) <= 5 for number in re.findall(r"\d+", parts.get("BYDAY", "")))


def _wrong(reason: str) -> InvalidArgument:
    return InvalidArgument(
        f"recurrence_rule must be a rule as in RFC 5545, such as FREQ=WEEKLY;BYDAY=MO: {reason}", rule="calendars.recurrence-rule"
    )


@lru_cache(maxsize=1_000)
def _compiled(rule: str, start: datetime, zone: ZoneInfo) -> rrule:
    """The compiled rule from a local start. Its end is converted to the same local time."""
    from dateutil.rrule import rrulestr

    cached = [member for member in rule.split(";") if not member.startswith("UNTIL=")]
    until = next((member[6:] for member in rule.split(";") if member.startswith("UNTIL=")), "")
    try:
        made = rrulestr(";".join(cached), dtstart=start)
        return made.replace(until=_local_end(until, zone)) if until else made  # type: ignore[return-value, union-attr]
    except (ValueError, IndexError, KeyError, TypeError, OverflowError) as error:
        raise _wrong(str(error)) from None


def _local_end(until: str, zone: ZoneInfo) -> datetime:
    moment = datetime.strptime(until.rstrip("Z") if "T" in until else f"{until}T235959", "%Y%m%dT%H%M%S")
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if until.endswith("Z") else moment


def zone_of(row: Row) -> ZoneInfo:
    return ZoneInfo(row.get("start_at_time_zone") or "UTC")


def _local(moment: str, zone: ZoneInfo) -> datetime:
    return parse_time(moment).astimezone(zone).replace(tzinfo=None)


def _instant(local: datetime, zone: ZoneInfo) -> str:
    return stamp(local.replace(tzinfo=zone))


def _beginnings(row: Row) -> Iterator[datetime]:
    """The local start times of a series, in order. The start of the series comes first, even if the rule does not include it."""
    from mockclio.practice.calendars.search import moments

    zone = zone_of(row)
    start = _local(row["start_at"], zone)
    yield start
    count = re.search(r"COUNT=(\d+)", row["recurrence_rule"])
    named = (moment for moment in moments(_compiled(row["recurrence_rule"], start, zone)) if moment > start)
    yield from islice(named, int(count[1]) - 1) if count else named


def occurrences(row: Row, begin: str | None, end: str) -> Iterator[tuple[str, str]]:
    """Start and end of each occurrence that ends at `begin` or later and starts at `end` or earlier. Cancelled occurrences are left out."""
    zone, cancelled = zone_of(row), set(row.get("_cancelled") or ())
    first = _local(row["start_at"], zone)
    length = _local(row["end_at"], zone) - first
    early, result = _day_before(begin, zone), 0
    for local in _beginnings(row):
        if local - first > REACH:
            return
        if early and local < early - length:
            continue
        try:
            starts, ends = _instant(local, zone), _instant(local + length, zone)
        except OverflowError:
            return
        if starts > end or result >= MOST:
            return
        if starts not in cancelled and (begin is None or ends >= begin):
            result += 1
            yield starts, ends


def _day_before(moment: str | None, zone: ZoneInfo) -> datetime | None:
    """A local time before every occurrence that ends at `moment` or later. None if it cannot be computed."""
    try:
        return _local(moment, zone) - timedelta(days=1) if moment else None
    except OverflowError:
        return None


def occurs_at(row: Row, moment: str) -> tuple[str, str] | None:
    """Start and end of the occurrence with exactly this start. None if the series has none or it is cancelled."""
    return next((result for result in occurrences(row, moment, moment) if result[0] == moment), None)


def check_first(row: Row) -> None:
    """Refuse a rule that matches no day after the start of its series."""
    endless = ";".join(member for member in row["recurrence_rule"].split(";") if not member.startswith(("COUNT=", "UNTIL=")))
    if next(islice(_beginnings({**row, "recurrence_rule": endless}), 1, 2), None) is None:
        raise _wrong("no day after the start fulfils it")


def ended_before(rule: str, moment: str) -> str:
    """The rule with its last occurrence before that time."""
    last = parse_time(moment) - timedelta(seconds=1)
    cached = [member for member in rule.split(";") if not member.startswith(("UNTIL=", "COUNT="))]
    return ";".join([*cached, f"UNTIL={last.strftime('%Y%m%dT%H%M%SZ')}"])

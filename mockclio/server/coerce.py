"""Single values: the text or JSON that each kind accepts, and its stored form. Each refusal says what is right."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from mockclio.catalog.arguments import AnyCase
from mockclio.catalog.schema import Attribute
from mockclio.errors import shortened
from mockclio.ledger import rule
from mockclio.server.sizes import TEXT_CHARACTERS

MAX_INTEGER = 2**63 - 1
FIRST_YEAR, LAST_YEAR = "1000", "9000"


FULL_TIME = re.compile(r"\s*\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+ -]\d\d(:?\d\d)?)?\s*", re.IGNORECASE)
"""A date-time as Ruby's Time.xmlschema reads one; a query may have lost the plus sign of its offset."""


class Refused(Exception):
    """A value that its kind does not accept. The message completes a sentence that begins with the name of the attribute.

    The sentence of a `bare` refusal begins with that name alone, without the path to it.
    """

    def __init__(self, message: str, *, bare: bool = False) -> None:
        self.bare = bare
        super().__init__(message)


class RefusedTime(Refused):
    """A date-time that Ruby cannot read: the message is Ruby's, and names no attribute."""


def integer(value: Any, zone: ZoneInfo) -> int:
    if isinstance(value, bool):
        raise Refused("must be an integer")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d{1,19}(\.0+)?\s*", value):
        value = int(value.strip().split(".")[0])
    if not isinstance(value, int):
        raise Refused("must be an integer")
    if abs(value) > MAX_INTEGER:
        raise Refused(f"must be an integer between -{MAX_INTEGER} and {MAX_INTEGER}")
    return value


def number(value: Any, zone: ZoneInfo) -> float:
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?(\d{1,30}(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?\s*", value):
        value = float(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15:
        raise Refused("must be a number")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def text(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str):
        raise Refused("must be a string")
    if "\x00" in value:
        raise Refused("must not contain a null byte")
    return value


def bounded(value: str) -> str:
    """A text that a column of the kind TEXT can hold."""
    if len(value) > TEXT_CHARACTERS:
        rule("wire.texts-have-65535-characters")
        raise Refused(f"is too long (maximum is {TEXT_CHARACTERS} characters)")
    return value


def boolean(value: Any, zone: ZoneInfo) -> bool:
    if isinstance(value, bool):
        return value
    if value in (0, 1):
        return bool(value)
    if isinstance(value, str) and value.strip().lower() in ("true", "false", "1", "0"):
        return value.strip().lower() in ("true", "1")
    raise Refused("must be true or false")


@lru_cache(maxsize=4_000)
def _moment(value: str, zone: ZoneInfo) -> str | None:
    if not re.match(r"\d{4}-?\d\d-?\d\d", value):
        return None
    try:
        moment = datetime.fromisoformat(value.strip().replace(" ", "T"))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return None


def moment(value: Any, zone: ZoneInfo) -> str:
    """A time. Without an offset it is in the viewer's zone. A date alone means the start of the day."""
    result = _moment(value, zone) if isinstance(value, str) else None
    if result is None:
        raise Refused("must be an ISO 8601 date-time, such as 2026-01-31T09:30:00Z")
    return result


def full_moment(value: Any, zone: ZoneInfo) -> str:
    """A time in a body. A bare date is refused in the words that the service has from Ruby."""
    if isinstance(value, str) and (not FULL_TIME.fullmatch(value) or _moment(value, zone) is None):
        rule("wire.times-of-bodies-are-full")
        raise RefusedTime(f"invalid xmlschema format: {json.dumps(shortened(value), ensure_ascii=False)}")
    return moment(value, zone)


def day(value: Any, zone: ZoneInfo) -> str:
    """A date. A date-time gives its date as written."""
    if isinstance(value, str):
        try:
            if "T" in value or re.match(r"\d{4}-\d\d-\d\d ", value):
                return datetime.fromisoformat(value.strip().replace(" ", "T", 1)).date().isoformat()
            return date.fromisoformat(value.strip()).isoformat()
        except ValueError:
            pass
    raise Refused("must be an ISO 8601 date, such as 2026-01-31")


def dated(attribute: Attribute, value: Any) -> Any:
    """A value that is stored. Times near the ends of the calendar are refused, because a move to another zone would leave it.

    A date has no zone, so the last one, 9999-12-31, is taken: programs send it for "never".
    """
    last = {"date": "9999", "datetime": LAST_YEAR}.get(attribute.kind)
    if last is not None and not FIRST_YEAR <= value[:4] <= last:
        raise Refused(f"must be between the years {FIRST_YEAR} and {last}")
    return value


def clock_time(value: str) -> str:
    """A time of day, HH:MM:SS."""
    return time.fromisoformat(value).isoformat(timespec="seconds")


def anything(value: Any, zone: ZoneInfo) -> Any:
    return value


KINDS: dict[str, Callable[[Any, ZoneInfo], Any]] = {
    "int": integer,
    "float": number,
    "str": text,
    "bool": boolean,
    "datetime": moment,
    "date": day,
    "json": anything,
}


def _listed(choices: tuple[str, ...]) -> str:
    if len(choices) <= 60:
        return ", ".join(f'"{member}"' for member in choices)
    return f'"{choices[0]}", "{choices[1]}" and {len(choices) - 2} others'


def member_of(attribute: Attribute, value: Any) -> str:
    """The member of an enumeration: as it is written, unless the catalogue declares other spellings."""
    if value in attribute.choices:
        return value  # type: ignore[no-any-return]
    for spelling in attribute.spellings if isinstance(value, str) else ():
        if isinstance(spelling, AnyCase):
            result = next((member for member in attribute.choices if member.lower() == value.strip().lower()), None)
        else:
            result = spelling.words.get(value)
        if result is not None:
            rule(spelling.rule)
            return result
    if attribute.sentence:
        rule("contacts.labels-are-exact")
        *others, last = attribute.choices
        raise Refused(f"must be one of {', '.join(others)}, or {last}", bare=True)
    rule("wire.enumerations-are-exact")
    raise Refused(f"must be one of [{_listed(attribute.choices)}]")


def coerce(attribute: Attribute, value: Any, zone: ZoneInfo) -> Any:
    """The stored form of one value of an attribute that is not an object or a reference."""
    if attribute.kind == "enum":
        return member_of(attribute, value)
    coerced = KINDS[attribute.kind](value, zone)
    if attribute.max_length and len(coerced) > attribute.max_length:
        raise Refused(f"must be at most {attribute.max_length} characters long")
    if attribute.range and not attribute.range[0] <= coerced <= attribute.range[1]:
        raise Refused("must be between {} and {}".format(*(int(bound) if bound == int(bound) else bound for bound in attribute.range)))
    return coerced

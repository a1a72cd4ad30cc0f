"""Strategies for values of one attribute: values that the catalogue allows, and values that it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from mockclio.catalog.schema import Attribute

Strategy = st.SearchStrategy[Any]
LONGEST = 40
TEXTS = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"))
FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
MONEY = st.integers(1, 500_000).map(lambda cents: cents / 100)
SCALARS = ("bool", "date", "datetime", "enum", "float", "int", "str")
OTHER_THAN: dict[str, list[Any]] = {
    "bool": ["perhaps", 7, [], {}],
    "date": ["2026-02-30", "soon", {}, []],
    "datetime": ["2026-13-01T00:00:00Z", "soon", {}, []],
    "enum": ["nothing of the kind", {}, []],
    "float": ["much", {}, []],
    "int": ["many", 1.5, {}, []],
    "ref": ["a name", 7, [], {"id": "nobody"}],
    "object": ["a name", 7, []],
    "str": [{}, []],
}
"""What no attribute of a kind takes."""


def texts(longest: int = LONGEST) -> st.SearchStrategy[str]:
    """Texts that are not blank, in any script."""
    return st.text(TEXTS, min_size=1, max_size=max(1, min(longest, LONGEST))).map(str.strip).filter(bool)


def dates() -> st.SearchStrategy[str]:
    """Dates from 2020 to 2035, such as `2026-01-31`."""
    return st.dates(FIRST, LAST).map(date.isoformat)


def times() -> st.SearchStrategy[str]:
    """Times from 2020 to 2035 in UTC, such as `2026-01-31T09:00:00Z`."""
    moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31))
    return moments.map(lambda moment: moment.replace(microsecond=0).isoformat() + "Z")


def scalar(attribute: Attribute) -> Strategy:
    """Valid values of an attribute that is neither a record nor a list."""
    if attribute.choices:
        return st.sampled_from(attribute.choices)
    if attribute.range:
        low, high = attribute.range
        return st.integers(int(low), int(high)) if attribute.kind == "int" else st.floats(low, high).map(lambda value: round(value, 2))
    return KINDS[attribute.kind](attribute)


KINDS: dict[str, Callable[[Attribute], Strategy]] = {
    "bool": lambda attribute: st.booleans(),
    "date": lambda attribute: dates(),
    "datetime": lambda attribute: times(),
    "float": lambda attribute: MONEY,
    "int": lambda attribute: st.integers(0, 1_000),
    "str": lambda attribute: texts(attribute.max_length or LONGEST),
}


def wrong(attribute: Attribute) -> Strategy:
    """Invalid values of an attribute."""
    if attribute.many:
        return st.sampled_from(["one", 7, {"x": 1}])
    result = st.sampled_from(OTHER_THAN.get(attribute.kind, [{}]))
    if attribute.kind == "str" and attribute.max_length:
        return result | st.just("x" * (attribute.max_length + 1))
    return result

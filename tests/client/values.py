"""Pairs of values: an argument of a caller and what the server reads, or a value on the wire and what the caller reads."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields

Pair = tuple[Any, Any]
"""A value and its counterpart."""

WORDS = st.text(st.characters(categories=["L", "N"], include_characters=" -_.'&=?#%+é漢"), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text and text.lower() != "null" and not text.startswith("[")
)
PLAIN = st.text("abcdefgh", min_size=1, max_size=8)
DAYS = st.dates(date(1901, 1, 1), date(2100, 1, 1))
ZONES = st.sampled_from([timedelta(0), timedelta(hours=-5), timedelta(hours=5, minutes=30)]).map(timezone)
MOMENTS = st.builds(
    lambda moment, zone: moment.replace(microsecond=0, tzinfo=zone), st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)), ZONES
)
NUMBERS = st.integers(-(10**8), 10**8).map(lambda hundredths: hundredths / 100)
IDS = st.integers(1, 2**40)


def same(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Pair]:
    return strategy.map(lambda value: (value, value))


def stored(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def scalar(attribute: Attribute) -> st.SearchStrategy[Pair]:
    """What is sent, and what the server stores."""
    least, most = attribute.range or (-(10**8), 10**8)
    if attribute.kind == "date":
        return DAYS.map(lambda day: (day, day.isoformat()))
    if attribute.kind == "datetime":
        return MOMENTS.map(lambda moment: (moment, stored(moment)))
    if attribute.kind == "enum":
        return same(st.sampled_from(attribute.choices))
    if attribute.kind == "str" and attribute.max_length:
        return same(WORDS.map(lambda text: text[: attribute.max_length].strip() or "a"))
    plain: dict[str, st.SearchStrategy[Any]] = {
        "int": st.integers(int(max(least, 1)), int(most)) if attribute.range else IDS,
        "float": NUMBERS.filter(lambda number: least <= number <= most),
        "str": WORDS,
        "bool": st.booleans(),
        "json": WORDS,
    }
    return same(plain[attribute.kind])


def parameter(attribute: Attribute) -> st.SearchStrategy[Pair]:
    """A parameter of a query."""
    if attribute.kind == "date_condition":
        operators = st.sampled_from(["=", ">", ">=", "<", "<="])
        one = st.tuples(operators, DAYS.map(date.isoformat))
        if not attribute.many:
            return one.map(lambda pair: ("".join(pair), [pair]))
        return st.lists(one, min_size=1, max_size=2, unique=True).map(lambda pairs: (["".join(pair) for pair in pairs], pairs))
    if attribute.kind == "custom_field_conditions":
        return st.dictionaries(IDS, st.integers(0, 99), min_size=1, max_size=2).map(
            lambda conditions: (
                {id: f">={number}" for id, number in conditions.items()},
                {id: [(">=", str(number))] for id, number in conditions.items()},
            )
        )
    if attribute.many:
        member = same(PLAIN) if attribute.kind == "str" else scalar(attribute)
        return st.lists(member, min_size=1, max_size=3, unique_by=lambda pair: pair[1]).map(_unzipped)
    if attribute.several:
        return st.lists(scalar(attribute), min_size=1, max_size=3, unique_by=lambda pair: pair[1]).map(
            lambda pairs: ([pair[0] for pair in pairs], [pair[1] for pair in pairs] if len(pairs) > 1 else pairs[0][1])
        )
    one_value = scalar(attribute)
    return st.one_of(one_value, st.just((None, None))) if attribute.nullable else one_value


def _unzipped(pairs: list[Pair]) -> Pair:
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def body_value(attribute: Attribute) -> st.SearchStrategy[Pair]:
    """An attribute of a body."""
    one = _body_member(attribute)
    return st.lists(one, max_size=2).map(_unzipped) if attribute.many else one


def _body_member(attribute: Attribute) -> st.SearchStrategy[Pair]:
    if attribute.kind == "ref":
        given = IDS.map(lambda id: ({"id": id}, {"id": id}))
        cleared = st.sampled_from([(None, {"id": None}), ({"id": None}, {"id": None})])
        return st.one_of(given, cleared) if attribute.nullable and not attribute.many else given
    if attribute.kind == "object":
        return body(attribute.keys)
    return scalar(attribute)


def body(attributes: dict[str, Attribute]) -> st.SearchStrategy[Pair]:
    """A body or a nested one: all that is required and some of the rest."""
    required = {name: body_value(one) for name, one in attributes.items() if one.required}
    optional = {name: body_value(one) for name, one in attributes.items() if not one.required}
    return st.fixed_dictionaries(required, optional=_some(optional)).map(
        lambda pairs: ({name: pair[0] for name, pair in pairs.items()}, {name: pair[1] for name, pair in pairs.items()})
    )


def _some(strategies: dict[str, st.SearchStrategy[Pair]]) -> dict[str, st.SearchStrategy[Pair]]:
    return strategies


def shown(record: type[Record], depth: int = 1) -> st.SearchStrategy[Pair]:
    """Some fields of a record as its answer has them, and as the caller reads them."""
    known = {name: one for name, one in fields(record).items() if depth or one.record is None}
    chosen = st.lists(st.sampled_from(sorted(known)), unique=True, min_size=1, max_size=6)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: _field(known[name], depth) for name in names})).map(
        lambda pairs: ({name: pair[0] for name, pair in pairs.items()}, {name: pair[1] for name, pair in pairs.items()})
    )


def _field(attribute: Attribute, depth: int) -> st.SearchStrategy[Pair]:
    one = shown(attribute.record, depth - 1) if attribute.record is not None else _read(attribute)
    if attribute.many:
        return st.lists(one, max_size=2).map(_unzipped)
    return st.one_of(one, st.just((None, None))) if attribute.nullable else one


def _read(attribute: Attribute) -> st.SearchStrategy[Pair]:
    if attribute.kind == "date":
        return DAYS.map(lambda day: (day.isoformat(), day))
    if attribute.kind == "datetime":
        return MOMENTS.map(lambda moment: (moment.isoformat(), moment))
    return scalar(attribute)

"""Taxes that go wrong: what they come to, who names them, which rates there are, and how all of it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from tests.mutants.kinds.tax_amounts import amounts
from tests.mutants.kinds.tax_rules import rules
from tests.mutants.kinds.tax_story import story
from tests.mutants.mutant import Mutant
from tests.mutants.wire import saying_again, twisted
from tests.mutants.worlds import ALL

Row = dict[str, Any]
LISTS = ("tax_settings", "input_tax_settings")


def pool() -> list[Mutant]:
    return [*amounts(), *rules(), *_shown(), *_lists(), *_rates()]


def _mutant(name: str, words: str, operations: list[AnyOperation], change: Callable[[Row], Row]) -> Mutant:
    apply = twisted(saying_again(change), *(operation.operation_id for operation in operations))
    return Mutant("taxes", name, words, apply, story, "chambers")


def _holders() -> Iterator[tuple[str, str, list[AnyOperation]]]:
    """Each record with a list of taxes, the list, and the operations that answer with the record."""
    records = {operation.record for operation in ALL if operation.record is not None}
    for record in sorted(records, key=lambda one: one.__name__):
        for name in LISTS:
            if name in fields(record):
                yield record.__name__, name, [one for one in ALL if one.record is record and not one.ids_only]


def _member(name: str, change: Callable[[Any], Any]) -> Callable[[Row], Row]:
    return lambda tax: {**tax, name: change(tax[name])} if tax.get(name) is not None else tax


def _in_list(name: str, change: Callable[[list[Row]], list[Row]]) -> Callable[[Row], Row]:
    return lambda row: {**row, name: change(row[name])} if row.get(name) else row


def _shown() -> Iterator[Mutant]:
    """Each field of a tax in each list of taxes, under the ways that fit it."""
    for record, listed, answering in _holders():
        inner = fields(next(one for one in answering if one.record is not None).record)[listed].record
        assert inner is not None
        for name in fields(inner):
            for way, (words, change) in _ways(name).items():
                in_list = _each(_member(name, change))
                yield _mutant(
                    f"{record}.{listed}.{name}/{way}",
                    f"{name} in {listed} of {record} {words}",
                    answering,
                    _in_list(listed, in_list),
                )


def _each(change: Callable[[Row], Row]) -> Callable[[list[Row]], list[Row]]:
    return lambda taxes: [change(tax) for tax in taxes]


def _ways(name: str) -> dict[str, tuple[str, Callable[[Any], Any]]]:
    return next((ways for end, ways in WAYS.items() if name.endswith(end)), {})


WAYS: dict[str, dict[str, tuple[str, Callable[[Any], Any]]]] = {
    "formatted_rate": {
        "no sign": ("has no per cent sign", lambda value: value.rstrip("%")),
        "two decimals": ("always has two decimals", lambda value: f"{float(value.rstrip('%')):.2f}%"),
        "spaced": ("has a space before the sign", lambda value: value.replace("%", " %")),
        "whole": ("is rounded to whole per cent", lambda value: f"{float(value.rstrip('%')):.0f}%"),
    },
    "rate_as_percentage": {
        "fraction": ("is a fraction", lambda value: value / 100 if isinstance(value, float | int) else value),
        "whole": ("is rounded to whole per cent", lambda value: round(value) if isinstance(value, float | int) else value.split(".")[0]),
    },
    "rate": {
        "in per cent": ("is in per cent", lambda value: round(value * 100, 6)),
        "two decimals": ("has two decimals", lambda value: round(value, 2)),
        "text": ("is a string", str),
    },
    "amount": {
        "nothing": ("is nothing", lambda value: 0.0),
        "cent": ("is off by a cent", lambda value: round(value + 0.01, 2)),
        "sign": ("has the other sign", lambda value: -value),
    },
    "order": {
        "from 0": ("counts from 0", lambda value: value - 1),
        "all first": ("is always 1", lambda value: 1),
        "text": ("is a string", str),
    },
    "rule": {
        "lower": ("is in small letters", str.lower),
        "always Pre": ("is always Pre", lambda value: "Pre"),
        "turned": ("is the other one", lambda value: {"Pre": "Post", "Post": "Pre"}.get(value, value)),
    },
    "name": {"null": ("is null", lambda value: None), "upper": ("is in capitals", str.upper)},
    "configuration_id": {"off by one": ("is the id of another rate", lambda value: value + 1), "text": ("is a string", str)},
}


def _lists() -> Iterator[Mutant]:
    """Each list of taxes as a whole."""
    for record, name, answering in _holders():
        for way, (words, change) in WHOLE.items():
            yield _mutant(f"{record}.{name}/{way}", f"{name} of {record} {words}", answering, _in_list(name, change))


WHOLE: dict[str, tuple[str, Callable[[list[Row]], list[Row]]]] = {
    "backwards": ("comes backwards", lambda taxes: taxes[::-1]),
    "first alone": ("shows the first tax only", lambda taxes: taxes[:1]),
    "empty": ("is shown empty", lambda taxes: []),
    "second twice": ("shows the last tax twice", lambda taxes: [*taxes, *taxes[-1:]]),
}


def _rates() -> Iterator[Mutant]:
    """Each field of a tax rate."""
    answering = [one for one in ALL if one.collection.name == "tax_rate_configurations" and one.record is not None]
    ways = {**WAYS, "country": COUNTRY, "region": WAYS["name"], "is_system": FLIPPED, "active": FLIPPED}
    assert answering[0].record is not None
    for name in fields(answering[0].record):
        known: dict[str, tuple[str, Callable[[Any], Any]]] = next((one for end, one in ways.items() if name.endswith(end)), {})
        for way, (words, change) in known.items():
            yield _mutant(f"TaxRateConfiguration.{name}/{way}", f"{name} of a tax rate {words}", answering, _member(name, change))


COUNTRY: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "lower": ("is in small letters", str.lower),
    "null": ("is null", lambda value: None),
}
FLIPPED: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "flipped": ("is the contrary", lambda value: not value),
    "text": ("is a string", lambda value: str(value).lower()),
}

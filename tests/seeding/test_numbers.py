"""No number in any firm has more decimals than its unit: cents, whole seconds, thousandths of a per cent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from mockclio.assembly import new_worlds
from mockclio.seeding import bulk
from mockclio.seeding.build import RECIPES
from mockclio.store.state import dump
from mockclio.store.world import World

DECIMALS = {"tax_rate": 3, "secondary_tax_rate": 3, "exchange_rate": 6}
"""By field; every other number is money, a percentage or a count, with two at most."""
HOURS = {("line_items", "quantity"): 6}
FRACTIONS = {("tax_rate_configurations", "rate"): 5, ("line_items", "rate"): 5}
"""Rates of taxes are parts of one, to a thousandth of a per cent."""
SECONDS = {("activities", "quantity"), ("activities", "rounded_quantity")}
"""Whole, where the entry is one of time."""
FIRMS = {**RECIPES, "made": lambda make_worlds: bulk.make(20, 1)}


def numbers(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from numbers(member, (*place, key))
    elif isinstance(value, list):
        for member in value:
            yield from numbers(member, place)
    elif isinstance(value, float):
        yield place, value


def decimals(value: float) -> int:
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def most(table: str, field: str, row: dict[str, Any]) -> int:
    if (table, field) in SECONDS and row["type"] == "TimeEntry":
        return 0
    return {**HOURS, **FRACTIONS}.get((table, field), DECIMALS.get(field, 2))


@pytest.mark.rule("activities.time-is-in-whole-seconds")
@pytest.mark.parametrize("name", sorted(FIRMS))
def test_no_number_has_more_decimals_than_its_unit(name: str) -> None:
    world: World = FIRMS[name](new_worlds)
    document = dump(world)
    wrong = [
        (table, id, place, value)
        for table, rows in document.items()
        for id, row in rows.items()
        for place, value in numbers(row)
        if decimals(value) > most(table, place[-1], row)
    ]
    assert wrong == []

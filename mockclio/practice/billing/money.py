"""Amounts of money: computed exactly to the cent, stored as JSON numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

CENT = Decimal("0.01")
NOTHING = Decimal(0)
WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def exact(value: Any) -> Decimal:
    """The exact decimal of a stored number. Null counts as 0."""
    return Decimal(str(value)) if value is not None else NOTHING


def cents(value: Any) -> Decimal:
    """Rounded to whole cents, halves away from zero."""
    return (value if isinstance(value, Decimal) else exact(value)).quantize(CENT, context=WIDE)


def total(values: Iterable[Any]) -> Decimal:
    return sum((cents(value) for value in values), NOTHING)


def stored(value: Any) -> float:
    """An amount as rows hold it."""
    return float(cents(value))


def whole(value: Decimal) -> int:
    """Rounded to whole units of the currency."""
    return int(value.quantize(Decimal(1), context=WIDE))


def percent(rate: Any, base: Decimal) -> Decimal:
    """A percentage of an amount, in cents."""
    return cents(base * exact(rate) / 100)


def spread(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """The amount split in proportion to the weights. The parts add up to the amount, to the cent."""
    everything = sum(weights, NOTHING)
    if not everything:
        return [amount if place == 0 else NOTHING for place in range(len(weights))]
    parts, given, reached = [], NOTHING, NOTHING
    for weight in weights:
        reached += weight
        upto = cents(amount * reached / everything)
        parts.append(upto - given)
        given = upto
    return parts

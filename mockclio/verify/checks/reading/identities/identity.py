"""The words of identities: a value that follows from other answers, and amounts that are compared to the cent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mockclio.verify.checks.reading.calls import Row
from mockclio.verify.checks.reading.listing import Lists

Follows = Callable[[Row, Lists], Any]
UNKNOWN = object()
"""What an identity gives for a row of which nothing can be said."""
NOTHING = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Either:
    """One of several values; which one rests on what no answer shows."""

    values: tuple[Any, ...]

    def __eq__(self, other: object) -> bool:
        return any(same(value, other) for value in self.values)

    def __hash__(self) -> int:
        return hash(self.values)


IDENTITIES: dict[tuple[str, str], Follows] = {}
"""By the name of the record and the field, as `("Bill", "due")`."""


def follows(record: str, *names: str) -> Callable[[Follows], Follows]:
    """Register what fields of a record must be. With several names the function gives a dict."""

    def made(function: Follows) -> Follows:
        for name in names:
            IDENTITIES[record, name] = function if len(names) == 1 else lambda row, lists, name=name: _one(function(row, lists), name)  # type: ignore[misc]
        return function

    return made


def _one(result: Any, name: str) -> Any:
    return result if result is UNKNOWN else result.get(name, UNKNOWN)


def same(expected: Any, result: Any) -> bool:
    """Equal; numbers to a millionth, records by their ids."""
    if isinstance(expected, Either):
        return bool(expected == result)
    if isinstance(expected, Decimal) or (isinstance(expected, float) and not isinstance(expected, bool)):
        return (
            isinstance(result, int | float)
            and not isinstance(result, bool)
            and abs(Decimal(str(result)) - Decimal(str(expected))) < Decimal("0.000001")
        )
    return bool(expected == result)


def number(value: Any) -> Decimal:
    return Decimal(str(value)) if value is not None else NOTHING


def cents(value: Any) -> Decimal:
    return (value if isinstance(value, Decimal) else number(value)).quantize(CENT, ROUND_HALF_UP)


def whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def total(values: Iterable[Any]) -> Decimal:
    return sum((cents(value) for value in values), NOTHING)


def percent(rate: Any, base: Decimal) -> Decimal:
    return cents(base * number(rate) / 100)


def id_of(value: Any) -> Any:
    """The id of an association, or None."""
    return value["id"] if isinstance(value, dict) else None


def ids_of(values: Any) -> list[Any]:
    return [value["id"] for value in values or []]


def pointing(rows: list[Row], name: str, id: Any) -> list[Row]:
    """The rows whose association of that name is that record."""
    return [row for row in rows if str(id_of(row[name])) == str(id)]

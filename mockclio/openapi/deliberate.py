"""The deliberate differences from the official document, as `differences.toml` lists them, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from mockclio.catalog.time_zones import TIME_ZONES
from mockclio.openapi.diff import Difference, Kind

LIST = Path(__file__).with_name("differences.toml")
WORDS: Mapping[str, Any] = {"any value": None, "every time zone": tuple(sorted(TIME_ZONES))}
"""What the list has words for: no enumeration, and one that is too long to repeat."""


@dataclass(frozen=True, slots=True)
class Deliberate:
    """One deliberate difference. `official` and `ours` are those of a Difference. A side that is not in `stated` may be anything."""

    kind: Kind
    operation: str
    place: str
    aspect: str
    official: Any
    ours: Any
    stated: frozenset[str]
    reason: str

    @property
    def key(self) -> tuple[Kind, str, str, str]:
        return self.kind, self.operation, self.place, self.aspect

    def covers(self, difference: Difference) -> bool:
        return self.key == _key(difference) and all(getattr(self, side) == getattr(difference, side) for side in self.stated)


@cache
def entries() -> Sequence[dict[str, Any]]:
    result: list[dict[str, Any]] = tomllib.loads(LIST.read_text(encoding="utf-8"))["difference"]
    return result


def listed(known: Iterable[str]) -> list[Deliberate]:
    """Every listed difference, one for each operation and place of its entry. `known` are the operations that a pattern can match."""
    ids = list(known)
    return [_one(entry, operation, place) for entry in entries() for operation, place in product(named(entry, ids), entry["places"])]


def named(entry: dict[str, Any], known: Sequence[str]) -> list[str]:
    """The operations of an entry: `*#destroy` matches every known one that ends so, and `except` leaves some out."""
    results = [id for pattern in entry["operations"] for id in (_matching(known, pattern) if "*" in pattern else [pattern])]
    left_out = {id for pattern in entry.get("except", ()) for id in _matching(known, pattern)}
    return [id for id in dict.fromkeys(results) if id not in left_out]


def reasons(differences: Sequence[Difference]) -> dict[Difference, str]:
    """The deliberate ones of the differences, each with its reason."""
    results: dict[tuple[Kind, str, str, str], Deliberate] = {one.key: one for one in listed({one.operation for one in differences})}
    entered = ((one, results.get(_key(one))) for one in differences)
    return {one: deliberate.reason for one, deliberate in entered if deliberate is not None and deliberate.covers(one)}


def _key(difference: Difference) -> tuple[Kind, str, str, str]:
    return difference.kind, difference.operation, difference.place, difference.aspect


def _matching(known: Sequence[str], pattern: str) -> list[str]:
    return [id for id in known if fnmatchcase(id, pattern)]


def _one(entry: dict[str, Any], operation: str, place: str) -> Deliberate:
    return Deliberate(
        kind=entry.get("kind", "changed"),
        operation=operation,
        place=place,
        aspect=entry.get("aspect", ""),
        official=_value(entry.get("official")),
        ours=_value(entry.get("ours")),
        stated=frozenset({"official", "ours"} & entry.keys()),
        reason=entry["reason"],
    )


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(sorted(value))
    return WORDS.get(value, value) if isinstance(value, str) else value

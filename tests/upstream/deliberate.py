"""The deliberate differences from the official document, as `differences.toml` lists them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from mockclio.openapi.diff import Difference, Kind

from . import witness

LIST = Path(__file__).parent / "differences.toml"
NO_ENUMERATION = "any value"


@dataclass(frozen=True, slots=True)
class Deliberate:
    """One difference that is meant. `official` and `ours` are those of a Difference; a side that is not `told` may be anything."""

    kind: Kind
    operation: str
    place: str
    aspect: str
    official: Any
    ours: Any
    told: frozenset[str]
    reason: str

    def covers(self, difference: Difference) -> bool:
        if self.operation != difference.operation:
            return False
        same_place = (self.kind, self.operation, self.place, self.aspect) == (
            difference.kind,
            difference.operation,
            difference.place,
            difference.aspect,
        )
        return same_place and all(getattr(self, side) == getattr(difference, side) for side in self.told)


@cache
def deliberate() -> list[Deliberate]:
    """Every listed difference, one for each operation and place of its entry."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["difference"]
    return [_one(entry, operation, place) for entry in entries for operation, place in product(named(entry), entry["places"])]


def named(entry: dict[str, Any]) -> list[str]:
    """The operations of an entry: `*#destroy` stands for all that the document has of them, `except` leaves some out."""
    known = [operation.id for operation in witness.operations()]
    results = [id for pattern in entry["operations"] for id in (_matching(known, pattern) if "*" in pattern else [pattern])]
    left_out = {id for pattern in entry.get("except", ()) for id in _matching(known, pattern)}
    return [id for id in dict.fromkeys(results) if id not in left_out]


def _matching(known: list[str], pattern: str) -> list[str]:
    return [id for id in known if fnmatchcase(id, pattern)]


def unexplained(differences: list[Difference]) -> list[Difference]:
    """What nobody meant."""
    meant = deliberate()
    return [difference for difference in differences if not any(one.covers(difference) for one in meant)]


def stale(differences: list[Difference]) -> list[Deliberate]:
    """What is listed and no longer so."""
    return [one for one in deliberate() if not any(one.covers(difference) for difference in differences)]


def _one(entry: dict[str, Any], operation: str, place: str) -> Deliberate:
    return Deliberate(
        kind=entry.get("kind", "changed"),
        operation=operation,
        place=place,
        aspect=entry.get("aspect", ""),
        official=_value(entry.get("official")),
        ours=_value(entry.get("ours")),
        told=frozenset({"official", "ours"} & entry.keys()),
        reason=entry["reason"],
    )


def _value(said: Any) -> Any:
    if isinstance(said, list):
        return tuple(sorted(said))
    return None if said == NO_ENUMERATION else said

"""Differences as people read them: what is missing first, then what changed, then what is only here; the same of many operations once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mockclio.openapi.diff import Difference, Kind

KINDS: tuple[Kind, ...] = ("missing here", "changed", "only here")
NAMED = 3
"""So many operations are named; of more, the number of the others."""


@dataclass(frozen=True, slots=True)
class Group:
    """One statement, and the operations of which it holds."""

    kind: Kind
    place: str
    detail: str
    operations: tuple[str, ...]

    @property
    def line(self) -> str:
        said = f"{self.kind:<12}  {self.place}" + (f": {self.detail}" if self.detail else "")
        return f"{said}  ({_listed(self.operations)})"


def groups(differences: Iterable[Difference]) -> list[Group]:
    """The differences by what they say, in their order."""
    results: dict[tuple[Kind, str, str], list[str]] = {}
    for one in differences:
        results.setdefault((one.kind, one.place, one.detail), []).append(one.operation)
    return [Group(*said, operations=tuple(dict.fromkeys(operations))) for said, operations in results.items()]


def sections(differences: list[Difference]) -> Iterator[str]:
    """A heading and the lines of each kind that there is."""
    for kind in KINDS:
        of_kind = groups(one for one in differences if one.kind == kind)
        if of_kind:
            yield f"{kind.capitalize()}:"
            yield from (f"  {group.line}" for group in of_kind)
            yield ""


def _listed(operations: tuple[str, ...]) -> str:
    others = len(operations) - NAMED
    if others <= 1:
        return ", ".join(operations)
    return f"{', '.join(operations[:NAMED])} and {others} others"

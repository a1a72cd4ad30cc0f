"""Differences in the order of a report: missing, changed, only here. The same difference of many operations is one group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mockclio.openapi.diff import Difference, Kind

KINDS: tuple[Kind, ...] = ("missing here", "changed", "only here")
NAMED = 3
"""How many operations a line names. It counts the others."""


@dataclass(frozen=True, slots=True)
class Group:
    """One difference, and the operations that have it."""

    kind: Kind
    place: str
    detail: str
    operations: tuple[str, ...]

    @property
    def line(self) -> str:
        text = f"{self.kind:<12}  {self.place}" + (f": {self.detail}" if self.detail else "")
        return f"{text}  ({_listed(self.operations)})"


def groups(differences: Iterable[Difference]) -> list[Group]:
    """The differences with the same text are one group, in their order."""
    results: dict[tuple[Kind, str, str], list[str]] = {}
    for one in differences:
        results.setdefault((one.kind, one.place, one.detail), []).append(one.operation)
    return [Group(*text, operations=tuple(dict.fromkeys(operations))) for text, operations in results.items()]


def sections(differences: list[Difference]) -> Iterator[str]:
    """A heading and the lines of each kind of difference."""
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

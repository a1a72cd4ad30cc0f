"""What is said of a run's coverage: a few lines for a terminal, and whether it was enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mockclio.openapi.surface import Count, Measure, is_covered, measure, offers

NAMES: dict[Measure, str] = {
    "operations": "operations",
    "parameters": "parameters",
    "values": "values of parameters",
    "fields": "fields",
    "attributes": "attributes of bodies",
    "errors": "error answers",
    "events": "webhook events",
}
LEAST = 5
"""Tags that are named as the least covered."""


@dataclass(frozen=True)
class Report:
    """The coverage of a document of coverage, of the whole API or of some tags."""

    covered: dict[str, Any]
    tags: Sequence[str] = ()

    @cached_property
    def counts(self) -> dict[Measure, Count]:
        """What is covered, by measure."""
        return {name: count for name, count in measure(self.covered, self.tags).items() if count.of}

    @cached_property
    def by_tag(self) -> dict[str, Count]:
        """Operations by tag, in the order of the tags."""
        results: dict[str, list[bool]] = {}
        for offer in offers():
            if not self.tags or offer.tag in self.tags:
                results.setdefault(offer.tag, []).append(is_covered(self.covered["operations"].get(offer.id)))
        return {tag: Count(sum(marks), len(marks)) for tag, marks in results.items()}

    def lines(self) -> list[str]:
        """The counts, and the tags that were used and are covered least."""
        of = ", ".join(self.tags) if self.tags else "the Clio API"
        return [f"Coverage of {of}", *(_line(NAMES[name], count) for name, count in self.counts.items()), *self._least(), *self._lost()]

    def _least(self) -> list[str]:
        begun = {tag: count for tag, count in self.by_tag.items() if count.covered}
        partly = sorted((count.percent, tag) for tag, count in begun.items() if count.covered < count.of)
        named = [f"{tag} {begun[tag].covered} of {begun[tag].of}" for _, tag in partly[:LEAST]]
        untouched = len(self.by_tag) - len(begun)
        text = [f"  least covered: {', '.join(named)}"] if named else []
        return text + ([f"  {untouched} of {len(self.by_tag)} tags were not touched"] if untouched else [])

    def _lost(self) -> list[str]:
        lost = self.covered["unmatched"]
        return [f"  {lost} request{'s' if lost > 1 else ''} reached no operation"] if lost and not self.tags else []

    def failure(self, under: float | None, of: Measure = "operations") -> str:
        """Why the run is to fail: less is covered than was asked for; empty where it is enough."""
        count = self.counts.get(of, Count(0, 0))
        if under is None or count.percent >= under:
            return ""
        return f"{NAMES[of]}: {_percent(count)} covered ({count.covered:,} of {count.of:,}), and {under:g}% was asked for"


def _line(name: str, count: Count) -> str:
    return f"  {name:<21}{count.covered:>6,} of {count.of:>5,}{_percent(count):>8}"


def _percent(count: Count) -> str:
    """Rounded down, so that 100% says that nothing is missing."""
    return f"{int(count.percent * 10) / 10:.1f}%"

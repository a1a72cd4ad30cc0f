"""What a run did: a timeline that a person can read, and the same as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

WIDTH = 9
ALIKE = 6
"""So many entries of one sort in a row are shown as one."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened, at a time of the scenario's clock. `sort` is what entries of one sort share; `line` is that of the step."""

    at: str
    kind: str
    text: str
    ok: bool = True
    line: int = 0
    sort: str = ""


@dataclass
class Report:
    """What became of a scenario, or of a recording that was sent again."""

    title: str
    place: str
    to: str
    entries: list[Entry] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def failures(self) -> list[Entry]:
        """The entries that failed."""
        return [entry for entry in self.entries if not entry.ok]

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.failures

    def add(self, at: str, kind: str, text: str, **values: Any) -> None:
        """Add an entry."""
        self.entries.append(Entry(at, kind, text, **values))

    def as_json(self) -> dict[str, Any]:
        """Return the report as data."""
        entries = [{key: value for key, value in asdict(entry).items() if key != "sort"} for entry in self.entries]
        head = {"title": self.title, "file": self.place, "to": self.to, "passed": self.passed}
        return {**head, "failures": len(self.failures), "timeline": entries}

    def render(self) -> str:
        """The timeline as lines of text; the last one says whether it passed."""
        lines = [self.title]
        for sort, group in groupby(self.entries, key=lambda entry: (entry.kind, entry.sort or entry.text, entry.ok)):
            alike = list(group)
            if not sort[2] or len(alike) < ALIKE:
                lines += [_line(entry) for entry in alike]
            else:
                lines += [_line(alike[0]), f"{'':22}{'':{WIDTH}} ... and {len(alike) - 1} more like it, until {_time(alike[-1].at)}"]
        posts = sum(entry.kind == "received" for entry in self.entries)
        summary = f"passed: {posts} posts" if self.passed else f"FAILED: {len(self.failures)} of what was expected did not happen"
        return "\n".join([*lines, summary])


def _line(entry: Entry) -> str:
    text = entry.text if entry.ok else f"line {entry.line}: {entry.text}" if entry.line else entry.text
    return f"  {_time(entry.at)} {'' if entry.ok else 'FAILED '}{entry.kind:{WIDTH}} {text}"


def _time(stamp: str) -> str:
    return stamp.replace("T", " ").removesuffix("Z")

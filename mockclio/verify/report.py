"""What came of a run: one outcome a case, and a finding where a check is broken. Values are raw here; `redaction` masks them for others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal
from warnings import warn

from mockclio.verify.check import Case

State = Literal["holds", "broken", "unjudged"]


@dataclass(frozen=True)
class Finding:
    """A check that is broken: what it says, what was asked, and where in the answer the first difference stands."""

    case: str
    statement: str
    rules: tuple[str, ...]
    operation: str
    call: str
    expected: Any
    actual: Any
    path: str = ""

    @property
    def found(self) -> Any:
        """The old name of `actual`, which works for one release."""
        warn("Finding.found is Finding.actual now; the old name goes with the next release", DeprecationWarning, stacklevel=2)
        return self.actual


@dataclass(frozen=True)
class Outcome:
    """What came of one case. `reason` says why it could not be judged."""

    case: Case
    state: State
    seconds: float = 0.0
    calls: int = 0
    reason: str = ""
    finding: Finding | None = None


@dataclass
class Report:
    """Every outcome in the order of judging. `left` are paths of records that the run made and could not remove.

    `sample` is the part of the cases that was drawn with `seed`.
    """

    target: str = ""
    mock: bool = False
    outcomes: list[Outcome] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    interrupted: bool = False
    seconds: float = 0.0
    calls: int = 0
    sample: float = 1.0
    seed: int = 0

    @property
    def findings(self) -> list[Finding]:
        """What failed, in the order of the cases."""
        return [outcome.finding for outcome in self.outcomes if outcome.finding is not None]

    def count(self, state: State) -> int:
        """Return the number of cases that ended so: `holds`, `broken` or `unjudged`."""
        return sum(outcome.state == state for outcome in self.outcomes)

    @property
    def passed(self) -> bool:
        """Whether some case was judged, and none is broken."""
        return self.count("holds") > 0 and not self.findings

    @property
    def held(self) -> bool:
        """The old name of `passed`, which works for one release."""
        warn("Report.held is Report.passed now; the old name goes with the next release", DeprecationWarning, stacklevel=2)
        return self.passed

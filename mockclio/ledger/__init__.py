"""The ledger: every rule about how Clio behaves, with its evidence.

The files `<area>.toml` in this folder hold the rules. The code that follows a rule calls `rule("area.name")` or raises with
`rule="area.name"`. The test that shows the rule has the mark `@pytest.mark.rule("area.name")`. Tests check that the three agree. Rules of
the mock itself are in `mock.toml`; their evidence is `own`.

Call `rule("area.name")` in the branch in which the rule decides something, because users see it as a reason for their answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from mockclio.ledger.recorder import Recording as Recording
from mockclio.ledger.recorder import keep as keep
from mockclio.ledger.recorder import recording as recording
from mockclio.ledger.recorder import rule as rule

Evidence = Literal["documented", "observed", "inferred", "assumed", "own"]
UNSEEN = ("assumed", "inferred")
"""Evidence of rules that nobody has observed."""

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Settle:
    """One request that tells whether a rule is true, and what of the answer tells it: `look` in words, the rest for `mockclio verify`.

    A name in angle brackets, as in `<notes?type=Contact>`, stands for the id of the first record of that list. `raw` is a body as it is
    sent, `matches` maps a place of the answer, as in `data.0.id`, to a pattern of its JSON, and `words` stand in the message of a refusal.
    `first` are requests that are sent before, each with `method`, `path` and `body`. `<1>` stands for the id of what the first of them
    made, `<1.0.number>` for what stands at that place of its `data`. Only records that such requests made are deleted.
    """

    method: str
    path: str
    look: str
    body: Any = None
    raw: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0
    words: str = ""
    matches: dict[str, str] = field(default_factory=dict)
    first: list[dict[str, Any]] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether one of its requests writes."""
        return any(method != "GET" for method in (self.method, *(step["method"] for step in self.first)))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `covers` are the numbers of the facts in the fact sheet that it covers.

    `about` lists the names that the rule is about, if any: `Matter.status` is an attribute of bodies or a field of answers,
    `Matter?status` is a parameter. Such a rule decides nothing in an answer that uses none of these names. `decision` says why the mock
    refuses or accepts something that nobody has observed. `settle` is the request that would show whether the rule is true.
    """

    id: str
    statement: str
    evidence: Evidence
    source: str
    covers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    decision: str = ""
    settle: Settle | None = None


@cache
def rules() -> dict[str, Rule]:
    """Every rule of the ledger, by id."""
    import tomllib

    results: dict[str, Rule] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for entry in tomllib.loads(path.read_text("utf-8")).get("rule", []):
            made = Rule(
                entry["id"],
                entry["statement"],
                entry["evidence"],
                entry["source"],
                tuple(entry.get("covers", ())),
                tuple(entry.get("about", ())),
                entry.get("decision", ""),
                Settle(**entry["settle"]) if "settle" in entry else None,
            )
            if made.id in results:
                raise ValueError(f"{path.name}: the rule {made.id} is twice in the ledger")
            results[made.id] = made
    return results


NOT_FROM_CLIO = ('evidence = "assumed"', 'evidence = "own"')


@cache
def _not_from_clio() -> frozenset[str]:
    """The ids of the assumed rules, and of the rules of the mock itself.

    They are searched line by line. To parse the ledger takes 50 ms, and the first answer of a server would wait for it. A test checks that
    the result agrees with the parsed ledger.
    """
    result, id = set(), ""
    for path in FOLDER.glob("*.toml"):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith('id = "'):
                id = line[6:-1]
            elif line in NOT_FROM_CLIO:
                result.add(id)
    return frozenset(result)


def is_assumed(id: str) -> bool:
    """Whether no statement or answer of Clio supports the rule: it is assumed from usual Rails APIs, or it is a rule of the mock itself."""
    return id in _not_from_clio()

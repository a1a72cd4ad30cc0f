"""The ledger of truth: every statement about how Clio behaves, with how we know it.

`rules/<area>.toml` holds the statements; the code that carries one calls `rule("area.name")` or raises with `rule="area.name"`; the test
that shows it is marked `@pytest.mark.rule("area.name")`. Tests hold the three together. What the mock decides and Clio does not stands in
`mock.toml`; its evidence is `own`.

`rule("area.name")` stands in the branch in which the rule decided something, because users are shown it as a reason for their answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from mockclio.ledger.recorder import Recording as Recording
from mockclio.ledger.recorder import keep as keep
from mockclio.ledger.recorder import recording as recording
from mockclio.ledger.recorder import rule as rule

Evidence = Literal["documented", "observed", "inferred", "assumed", "own"]

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Rule:
    """One statement. `covers` are the numbers of the fact sheet that it answers to.

    `about` names what the rule speaks of, where it speaks of something named: `Matter.status` is an attribute of bodies or a field of
    answers, `Matter?status` a parameter. Such a rule decides nothing in an answer that has to do with none of them.
    """

    id: str
    statement: str
    evidence: Evidence
    source: str
    covers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


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
            )
            if made.id in results:
                raise ValueError(f"{path.name}: the rule {made.id} stands twice in the ledger")
            results[made.id] = made
    return results


NOT_FROM_CLIO = ('evidence = "assumed"', 'evidence = "own"')


@cache
def _not_from_clio() -> frozenset[str]:
    """Ids of the rules that nobody has seen, and of our own.

    They are found line by line, because parsing the ledger takes 50 ms, which the first answer of a server would wait for. A test holds
    that this agrees with the parsed ledger.
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
    """Whether the rule rests on nothing that Clio said or did: on what a careful Rails API would do, or on the mock itself."""
    return id in _not_from_clio()

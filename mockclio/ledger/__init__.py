"""The ledger of truth: every statement about how Clio behaves, with how we know it.

`rules/<area>.toml` holds the statements; the code that carries one calls `rule("area.name")` or raises with `rule="area.name"`; the test
that shows it is marked `@pytest.mark.rule("area.name")`. Tests hold the three together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import local
from typing import Literal

Evidence = Literal["documented", "observed", "inferred", "assumed"]

_request = local()


@dataclass(frozen=True, slots=True)
class Rule:
    """One statement. `covers` are the numbers of the fact sheet that it answers to."""

    id: str
    statement: str
    evidence: Evidence
    source: str
    covers: tuple[str, ...] = ()


@cache
def rules() -> dict[str, Rule]:
    """Every rule of the ledger, by id."""
    import tomllib

    results: dict[str, Rule] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for entry in tomllib.loads(path.read_text("utf-8")).get("rule", []):
            made = Rule(entry["id"], entry["statement"], entry["evidence"], entry["source"], tuple(entry.get("covers", ())))
            if made.id in results:
                raise ValueError(f"{path.name}: the rule {made.id} stands twice in the ledger")
            results[made.id] = made
    return results


def rule(id: str) -> None:
    """Say that the code here carries that rule; the answer to the present request will name it if it was only assumed."""
    applied = getattr(_request, "applied", None)
    if applied is not None:
        applied.append(id)


@cache
def _assumed() -> frozenset[str]:
    """Ids of the rules that nobody has seen. They are read from the list of places, because reading all of the ledger takes 50 ms."""
    import orjson

    places = orjson.loads((Path(__file__).parent / "sites.json").read_bytes())
    return frozenset(id for id, place in places.items() if place["evidence"] == "assumed")


def is_assumed(id: str) -> bool:
    """Whether the rule rests on nothing but what a careful Rails API would do."""
    return id in _assumed()


def begin() -> list[str]:
    """Start to note which rules a request meets."""
    applied: list[str] = []
    _request.applied = applied
    return applied

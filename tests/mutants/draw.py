"""The drawing: fifteen mutants a kind, by one seed, from all candidates, less those that change no answer.

What was drawn stands in drawing.json, so that a commit that changes it is seen to: `python -m tests.mutants.draw` writes it anew. That
never comes in the same commit as a change of the suite of checks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from mockclio import MockClio
from mockclio.testing.outcomes import Inconclusive
from mockclio.verify.check import Kind
from tests.mutants.mutant import KINDS, Mutant
from tests.mutants.worlds import world

SEED = 20260601
DRAWING = Path(__file__).parent / "drawing.json"
EACH = 15
"""Mutants drawn of each kind."""


@cache
def pool(kind: Kind) -> tuple[Mutant, ...]:
    """Every candidate of a kind, in a fixed order."""
    return tuple(import_module(f"tests.mutants.kinds.{kind}").pool())


def order(kind: Kind, seed: int = SEED) -> list[Mutant]:
    """The whole pool in the order in which it is drawn from."""
    candidates = pool(kind)
    return Random(f"{seed}/{kind}").sample(candidates, len(candidates))


@cache
def drawn(kind: Kind, seed: int = SEED) -> tuple[Mutant, ...]:
    """The first fifteen that change an answer."""
    return tuple(islice((mutant for mutant in order(kind, seed) if changes_an_answer(mutant)), EACH))


@cache
def settled(kind: Kind, seed: int = SEED) -> tuple[Mutant, ...]:
    """What was drawn by the seed: as it was written down, if it is the project's own."""
    if seed != SEED:
        return drawn(kind, seed)
    known = {mutant.id: mutant for mutant in pool(kind)}
    return tuple(known[id] for id in json.loads(DRAWING.read_text())[kind])


def every() -> list[Mutant]:
    return [mutant for kind in KINDS for mutant in settled(kind)]


def changes_an_answer(mutant: Mutant) -> bool:
    """Whether some plain request is answered differently than by the sound server. The checks have no part in this."""
    try:
        sound = _answers(mutant, broken=False)
    except Inconclusive:  # nothing in the firm could be sent
        return False
    if not sound:
        return False
    return sound != _answers(mutant, broken=True, most=len(sound))


def _answers(mutant: Mutant, *, broken: bool, most: int = 0) -> list[Any]:
    """What the probe is told, in a fork of its own."""
    with MockClio.of(world(mutant.world).fork("default")) as mock:
        mock.app.logger.disabled = True
        if not broken:
            return list(mutant.probe(mock))
        with mutant.apply(mock):
            return list(_patiently(mutant.probe(mock), most))


def _patiently(answers: Iterator[Any], most: int) -> Iterator[Any]:
    """The answers of a broken server, of which a probe may not make sense any more; that is a difference too."""
    try:
        yield from islice(answers, most + 1)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, AssertionError) as error:
        yield f"the probe stumbled: {type(error).__name__}"


if __name__ == "__main__":
    DRAWING.write_text(json.dumps({kind: [mutant.id for mutant in drawn(kind)] for kind in KINDS}, indent=1) + "\n")

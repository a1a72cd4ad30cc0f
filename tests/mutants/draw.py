"""The drawing: twenty mutants a kind, by one seed, from all candidates, less those that change no answer.

What was drawn stands in drawing.json, so that a commit that changes it is seen to: `python -m tests.mutants.draw` writes it anew. That
never comes in the same commit as a change of the suite of checks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from mockclio import MockClio
from mockclio.testing.outcomes import Inconclusive
from mockclio.verify.check import Kind
from tests.mutants.broken import silent
from tests.mutants.mutant import KINDS, Mutant
from tests.mutants.worlds import world

SEED = 20261201
DRAWING = Path(__file__).parent / "drawing.json"
EACH = 20
"""Mutants drawn of each kind."""
PROCESSES = 2


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
    """The first twenty that change an answer."""
    return tuple(mutant for mutant, reason in drawing(kind, seed) if not reason)


def drawing(kind: Kind, seed: int = SEED) -> Iterator[tuple[Mutant, str]]:
    """The mutants in the order of the seed until twenty are found; with a reason, those that change no answer and are passed over."""
    count = 0
    for mutant in order(kind, seed):
        reason = why_equal(mutant)
        count += not reason
        yield mutant, reason
        if count == EACH:
            return


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
    return not why_equal(mutant)


def why_equal(mutant: Mutant) -> str:
    """The reason why a mutant changes no answer; empty if it changes one."""
    try:
        sound = _answers(mutant, broken=False)
    except Inconclusive as reason:
        return f"nothing in the firm can be sent: {reason}"
    if not sound:
        return "the firm has nothing that could be asked for"
    if sound == _answers(mutant, broken=True, most=len(sound)):
        return f"each of {len(sound)} plain answers is that of the sound server"
    return ""


def _answers(mutant: Mutant, *, broken: bool, most: int = 0) -> list[Any]:
    """What the probe is told, in a fork of its own."""
    with silent(), MockClio.of(world(mutant.world).fork("default")) as mock:
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


def _draw(kind: Kind) -> tuple[Kind, list[str], dict[str, str]]:
    """The ids of one kind, and those that were passed over with the reasons. Each is told as it comes."""
    ids: list[str] = []
    passed_over: dict[str, str] = {}
    for mutant, reason in drawing(kind):
        if reason:
            passed_over[mutant.id] = reason
        else:
            ids.append(mutant.id)
        print(f"{len(ids):2} {mutant.id}{f'  PASSED OVER: {reason}' if reason else ''}", flush=True)
    return kind, ids, passed_over


def main() -> None:
    """Draw every kind, two at a time, and write it down: the ids of each kind, and why others were passed over."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as processes:
        results = list(processes.map(_draw, KINDS))
    drawn_ids: dict[str, Any] = {kind: ids for kind, ids, _ in results}
    passed_over = {id: reason for _, _, reasons in results for id, reason in reasons.items()}
    DRAWING.write_text(json.dumps({**drawn_ids, "passed_over": passed_over}, indent=1) + "\n")


if __name__ == "__main__":
    main()

"""Holds the whole suite of checks against every mutant: `python -m tests.mutants.run [--kind KIND] [--seed SEED] [--continue]`.

The checks of a mutant's own kind come first, then those of kinds near to it, then all others; the first finding ends it. A sound server is
judged before, because a check that is broken there finds nothing. Kinds come one after the other, and results.json is written after every
mutant, so that a run that was cut can be continued.
"""

from __future__ import annotations

import json
import signal
import sys
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from typing import Any

import click

from mockclio.verify import verify
from mockclio.verify.check import Kind
from tests.mutants.broken import broken
from tests.mutants.draw import SEED, settled
from tests.mutants.mutant import KINDS

PROCESSES = 2
PATIENCE = 180
"""Seconds of computing after which a mutant counts as a survivor."""
NEAR: dict[Kind, tuple[Kind, ...]] = {
    "cursors": ("paging", "errors", "filters"),
    "paging": ("cursors",),
    "permissions": ("oauth", "errors"),
    "oauth": ("permissions",),
    "taxes": ("totals",),
    "totals": ("taxes", "paging", "filters"),
    "errors": ("bodies",),
    "bodies": ("errors",),
}
"""Kinds whose checks are likely to find a mutant that its own kind does not."""
HERE = Path(__file__).parent
RESULTS, SURVIVORS = HERE / "results.json", HERE / "survivors.toml"


class Stuck(BaseException):
    """The suite came to no end with a mutant. It is no Exception, so that no check takes it for a finding."""


@dataclass(frozen=True)
class Result:
    """What the suite says of one mutant: the case that found it, or nothing. `own` is whether it is a check of the mutant's kind."""

    id: str
    description: str
    found_by: str
    own: bool
    seconds: float

    @property
    def line(self) -> str:
        return f"{self.seconds:6.1f} s  {self.id}\n{'':10}{self.found_by or f'SURVIVED: {self.description}'}"


def judged(place: tuple[Kind, int, int]) -> Result:
    """Hold the checks against one mutant, named by its kind, the seed and its number."""
    kind, seed, number = place
    mutant = settled(kind, seed)[number]
    began, found_by, own = process_time(), "", True
    signal.signal(signal.SIGPROF, _stuck)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        for kinds in steps(kind):
            own = kind in kinds
            with broken(mutant) as account:
                findings = verify(account, kinds=kinds, stop_at_first=True).findings
            if findings:
                found_by = findings[0].case
                break
    except Stuck:
        found_by = ""
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return Result(mutant.id, mutant.description, found_by, own and bool(found_by), round(process_time() - began, 1))


def steps(kind: Kind) -> list[tuple[Kind, ...]]:
    """The kinds of checks in the order in which a mutant meets them: its own, those near to it, all others."""
    near = NEAR.get(kind, ())
    return [step for step in ((kind,), near, tuple(other for other in KINDS if other not in (kind, *near))) if step]


def _stuck(number: int, frame: Any) -> None:
    raise Stuck


def false_findings() -> list[str]:
    """What the suite finds wrong with a sound server."""
    with broken(None) as account:
        return [finding.case for finding in verify(account).findings]


def results(kinds: Sequence[Kind] = KINDS, seed: int = SEED, known: Collection[str] = ()) -> Iterator[Result]:
    """Every mutant's result as it comes, one kind after the other, two mutants at a time; those with known results are left out."""
    for kind in kinds:
        places = [(kind, seed, number) for number, mutant in enumerate(settled(kind, seed)) if mutant.id not in known]
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
            yield from (judging.result() for judging in as_completed([pool.submit(judged, place) for place in places]))


def written_down() -> dict[str, Result]:
    """The results in results.json, by the ids of mutants."""
    return {one["id"]: Result(**one) for one in json.loads(RESULTS.read_text())} if RESULTS.exists() else {}


def write_down(matches: Mapping[str, Result]) -> None:
    """Write results in the order of the drawing. A file that is only half written never takes the place of the one before."""
    ordered = [matches[mutant.id] for kind in KINDS for mutant in settled(kind) if mutant.id in matches]
    half = RESULTS.with_suffix(".part")
    half.write_text(json.dumps([asdict(result) for result in ordered], indent=1) + "\n")
    half.replace(RESULTS)


def expected_survivors() -> dict[str, str]:
    """The mutants that are known to survive, each with the reason."""
    return {one["mutant"]: one["reason"] for one in tomllib.loads(SURVIVORS.read_text()).get("survivor", [])}


@click.command()
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only mutants of this kind; may come several times.")
@click.option("--seed", default=SEED, show_default=True, help="The seed of the drawing; the results of another seed are not written down.")
@click.option("--continue", "continued", is_flag=True, help="Keep the results that results.json has, and judge the other mutants only.")
def main(kinds: tuple[Kind, ...], seed: int, continued: bool) -> None:
    """Say of every mutant which check finds it, and write it down."""
    wrong = false_findings()
    if wrong:
        click.echo("the sound server is found wrong, so that findings mean nothing:\n" + "\n".join(wrong), err=True)
        sys.exit(2)
    chosen = kinds or KINDS
    matches = kept(chosen, continued) if seed == SEED else {}
    for result in results(chosen, seed, matches):
        click.echo(result.line)
        matches[result.id] = result
        if seed == SEED:
            write_down(matches)
    of_chosen = [result for result in matches.values() if result.id.partition("/")[0] in chosen]
    survivors = [result.id for result in of_chosen if not result.found_by]
    click.echo(f"{len(of_chosen) - len(survivors)} of {len(of_chosen)} found; survivors: {', '.join(survivors) or 'none'}")
    sys.exit(0 if set(survivors) <= set(expected_survivors()) else 1)


def kept(chosen: Sequence[Kind], continued: bool) -> dict[str, Result]:
    """The results that stay: of mutants that are drawn, and of the chosen kinds only if the run is continued."""
    drawn = {mutant.id for kind in KINDS if continued or kind not in chosen for mutant in settled(kind)}
    return {id: result for id, result in written_down().items() if id in drawn}


if __name__ == "__main__":
    main()

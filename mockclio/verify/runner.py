"""Runs checks against an account, one case after the other."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterable, Iterator
from random import Random
from time import perf_counter

import httpx

from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target, is_mock
from mockclio.verify.check import Case, Check
from mockclio.verify.checks import checks
from mockclio.verify.report import Finding, Outcome, Report

Progress = Callable[[Outcome], object]
NO_ANSWER = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)


class Unreachable(Exception):
    """The address does not answer at all; `report` holds what was judged before."""

    def __init__(self, message: str, report: Report) -> None:
        """Keep the message and the report so far."""
        super().__init__(message)
        self.report = report


def verify(
    target: Target,
    *,
    kinds: Collection[str] = (),
    tags: Collection[str] = (),
    match: str = "",
    sample: float = 1.0,
    seed: int = 0,
    stop_at_first: bool = False,
    examples: int = 3,
    progress: Progress | None = None,
    cases: Iterable[Case] | None = None,
) -> Report:
    """Judge the cases of such kinds, of operations with such tags, whose id contains `match`; nothing chooses all. `cases` replace
    those of the checks.

    `sample` is the part of these cases that is judged, such as 0.1; `seed` says which. `examples` are drawn for a case. What the run makes
    in the account is removed before it returns, also after Ctrl-C. Raises Unreachable when nobody answers.
    """
    report, began = Report(str(target.http.base_url), sample=sample, seed=seed), perf_counter()
    target.examples = examples
    try:
        report.mock = is_mock(target)
        for case in chosen(kinds, tags, match, sample, seed) if cases is None else (case for case in cases if match in case.id):
            outcome = judged(case, target)
            report.outcomes.append(outcome)
            if progress is not None:
                progress(outcome)
            if stop_at_first and outcome.state == "broken":
                break
    except KeyboardInterrupt:
        report.interrupted = True
    except NO_ANSWER as error:
        raise Unreachable(f"{report.target} does not answer ({error})", report) from error
    finally:
        report.left = removed(target)
        report.seconds, report.calls = perf_counter() - began, target.calls
    return report


def chosen(kinds: Collection[str] = (), tags: Collection[str] = (), match: str = "", sample: float = 1.0, seed: int = 0) -> Iterator[Case]:
    """The cases to judge, check by check."""
    for check in checks().values():
        if kinds and check.kind not in kinds:
            continue
        for case in check.cases():
            if (not tags or case.tag in tags) and match in case.id and _is_drawn(case, sample, seed):
                yield case


def _is_drawn(case: Case, sample: float, seed: int) -> bool:
    """Whether a case is in the sample. That follows from the seed and the id of the case, whatever else is chosen."""
    return Random(f"{seed}/{case.id}").random() < sample


def judged(case: Case, target: Target) -> Outcome:
    """What comes of one case. Whatever else goes wrong while an answer is read is a finding: it was not what the catalogue says."""
    began, calls = perf_counter(), target.calls

    def outcome(state: str, reason: str = "", finding: Finding | None = None) -> Outcome:
        return Outcome(case, state, perf_counter() - began, target.calls - calls, reason, finding)  # type: ignore[arg-type]

    try:
        case.run(target)
    except Inconclusive as why:
        return outcome("unjudged", str(why))
    except CheckFailed as broken:
        result = f"{broken.actual}; {broken.hint}" if broken.hint else broken.actual
        return outcome("broken", finding=_finding(case, target, broken.call, broken.expected, result, broken.path))
    except NO_ANSWER:
        raise
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        result = f"{type(error).__name__}: {error} (at {where.name})"
        return outcome("broken", finding=_finding(case, target, "", "an answer as the catalogue says", result, ""))
    return outcome("holds")


def _finding(case: Case, target: Target, call: str, expected: object, result: object, path: str) -> Finding:
    check: Check = case.check
    return Finding(case.id, check.statement, check.rules, case.operation_id, call or target.last, expected, result, path)


def removed(target: Target) -> list[str]:
    """Remove what the run made; the paths of what stays."""
    made = list(target.made)
    try:
        return target.clean()
    except httpx.HTTPError:
        return made

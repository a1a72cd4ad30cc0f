"""Holds laws against an account, one case after the other."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterator
from time import perf_counter

import httpx

from mockclio.testing.laws import laws
from mockclio.testing.laws.account import Account
from mockclio.testing.laws.law import Broken, Case, Law, Unjudged
from mockclio.testing.laws.reading.asking import is_mock
from mockclio.testing.verify.report import Finding, Outcome, Report

Progress = Callable[[Outcome], object]
NO_ANSWER = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)


class Unreachable(Exception):
    """The address does not answer at all; `report` holds what was judged before."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


def verify(
    account: Account,
    *,
    kinds: Collection[str] = (),
    tags: Collection[str] = (),
    match: str = "",
    stop_at_first: bool = False,
    examples: int = 3,
    progress: Progress | None = None,
) -> Report:
    """Judge the cases of such kinds, of operations with such tags, whose id contains `match`; nothing chooses all.

    `examples` are drawn for a case. What the run makes in the account is removed before it returns, also after Ctrl-C. Raises Unreachable
    when nobody answers.
    """
    report, began = Report(str(account.http.base_url)), perf_counter()
    account.examples = examples
    try:
        report.mock = is_mock(account)
        for case in chosen(kinds, tags, match):
            outcome = judged(case, account)
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
        report.left = removed(account)
        report.seconds, report.calls = perf_counter() - began, account.calls
    return report


def chosen(kinds: Collection[str] = (), tags: Collection[str] = (), match: str = "") -> Iterator[Case]:
    """The cases to judge, law by law."""
    for law in laws().values():
        if kinds and law.kind not in kinds:
            continue
        for case in law.cases():
            if (not tags or case.tag in tags) and match in case.id:
                yield case


def judged(case: Case, account: Account) -> Outcome:
    """What comes of one case. Whatever else goes wrong while an answer is read is a finding: it was not what the catalogue says."""
    began, calls = perf_counter(), account.calls

    def outcome(state: str, reason: str = "", finding: Finding | None = None) -> Outcome:
        return Outcome(case, state, perf_counter() - began, account.calls - calls, reason, finding)  # type: ignore[arg-type]

    try:
        case.check(account)
    except Unjudged as why:
        return outcome("unjudged", str(why))
    except Broken as broken:
        return outcome("broken", finding=_finding(case, account, broken.call, broken.expected, broken.found, broken.path))
    except NO_ANSWER:
        raise
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        found = f"{type(error).__name__}: {error} (at {where.name})"
        return outcome("broken", finding=_finding(case, account, "", "an answer as the catalogue says", found, ""))
    return outcome("holds")


def _finding(case: Case, account: Account, call: str, expected: object, found: object, path: str) -> Finding:
    law: Law = case.law
    return Finding(case.id, law.statement, law.rules, case.operation_id, call or account.last, expected, found, path)


def removed(account: Account) -> list[str]:
    """Remove what the run made; the paths of what stays."""
    made = list(account.made)
    try:
        return account.clean()
    except httpx.HTTPError:
        return made

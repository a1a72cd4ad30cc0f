"""The resilience sweep: a test that passed runs again, once for each documented error of each operation that it used.

Each run has new fixtures and a new world, in which the first call of one operation fails. The run is survived if the test passes, or
ends with an exception that its mark lists in `survives`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import pytest
from _pytest.runner import runtestprotocol

from mockclio.handle.handle import MockHandle, Trial
from mockclio.testing.fixture import BEGAN, TRIAL, Mark, mark

if TYPE_CHECKING:
    from mockclio.catalog.operations import AnyOperation

SECTION = "mockclio sweep"
PROPERTY = "mockclio_sweep"
MOST = 300
"""The most runs of one test. Further ones are reported as left out."""
BY_DESIGN = (400, 406, 410)
"""Statuses that say that a request was written wrong. They stay out unless it is the state of an account that brings them about."""
LATE = {True: 10.0, False: 600.0}
"""Seconds by which the answer of a timeout is late, over a socket and in process, where the delay is skipped."""
RETRY_AFTER = 1
Fate = Literal["survived", "handled", "skipped", "not reached", "failed"]
SOUND: tuple[Fate, ...] = ("survived", "handled")

USED = pytest.StashKey[list[str]]()
OUTCOME = pytest.StashKey["Outcome"]()


@dataclass(frozen=True)
class Outcome:
    """The result of one run of a sweep."""

    operation: str
    error: str
    fate: Fate
    reason: str = ""


def trials(operation: AnyOperation, *, over_socket: bool) -> list[Trial]:
    """Return the errors to try for an operation: those that it documents, and 500, a late answer, and a connection that is cut."""
    from mockclio.openapi.endpoint import statuses

    one: dict[str, Any] = {"operation": operation.operation_id, "count": 1}
    results = [
        Trial(operation.operation_id, str(status), {**one, **_fault(status)})
        for status in statuses(operation)
        if status >= 400 and (not _is_by_design(operation, status) or status in operation.refuses)
    ]
    beside: dict[str, dict[str, Any]] = {
        "500": {"kind": "status", "status": 500},
        "timeout": {"kind": "latency", "delay": LATE[over_socket]},
        "cut": {"kind": "cut"},
    }
    return [*results, *(Trial(operation.operation_id, error, {**one, **fault}) for error, fault in beside.items())]


def _is_by_design(operation: AnyOperation, status: int) -> bool:
    """Whether the status says that the request was written wrong: 422 does so where there is no body that an account could refuse."""
    return status in BY_DESIGN or (status == 422 and operation.body is None)


def _fault(status: int) -> dict[str, Any]:
    """Return a fault: a token that expires now, a rate limit that ends after a second, or a refusal."""
    if status == 401:
        return {"kind": "expired-token"}
    if status == 429:
        return {"kind": "rate-limit", "retry_after": RETRY_AFTER}
    return {"kind": "status", "status": status}


def run(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test with a sweep: first plainly, then once per trial. Fixtures of a wider scope stay until the end."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    parent: Any = item.parent
    reports = runtestprotocol(item, log=False, nextitem=parent)
    planned = _planned(item) if all(report.passed for report in reports) else []
    outcomes = [_tried(item, parent, trial) for trial in planned[:MOST]]
    last = _ended(item, nextitem)
    call = next((report for report in reports if report.when == "call"), None)
    if call is not None and call.passed:
        _conclude_sweep(call, item, outcomes, len(planned) - len(outcomes))
    ended = next((report for report in (reports[-1], last) if report.failed), last)
    for report in [*reports[:-1], ended]:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _ended(item: pytest.Item, nextitem: pytest.Item | None) -> pytest.TestReport:
    """Tear down the fixtures that the next test does not share."""
    state = item.session._setupstate
    call = pytest.CallInfo.from_call(lambda: state.teardown_exact(nextitem), when="teardown", reraise=pytest.exit.Exception)
    report: pytest.TestReport = item.ihook.pytest_runtest_makereport(item=item, call=call)
    return report


def note(item: pytest.Item, world: MockHandle) -> None:
    """Store which operations the plain run used, in the order of their first use."""
    aside = [id for first, last in world.set_aside for id in range(first, last + 1)]
    calls = [entry for entry in world.requests if entry.id > item.stash[BEGAN] and entry.id not in aside]
    item.stash[USED] = list(dict.fromkeys(entry.operation for entry in calls if entry.operation))


def _planned(item: pytest.Item) -> list[Trial]:
    """The trials of the operations that the plain run used."""
    from mockclio.catalog import operations

    if USED not in item.stash:
        return []
    config = item.config
    over_socket = bool(config.getoption("mockclio_url") or config.getoption("mockclio_socket"))
    known = {one.operation_id: one for one in operations().values()}
    return [trial for name in item.stash[USED] if name in known for trial in trials(known[name], over_socket=over_socket)]


def _tried(item: pytest.Item, parent: Any, trial: Trial) -> Outcome:
    """Run one trial. A fixture that fails is an error of the test, not of the code under test."""
    item.stash[TRIAL] = trial
    try:
        reports = runtestprotocol(item, log=False, nextitem=parent)
    finally:
        del item.stash[TRIAL]
    outcome = item.stash.get(OUTCOME, None)
    failed_fixture = next((report for report in reports if report.when != "call" and not report.passed), None)
    if failed_fixture is not None:
        return Outcome(trial.operation, trial.error, "failed", f"{failed_fixture.when}: {_last_line(failed_fixture)}")
    if outcome is None:
        return Outcome(trial.operation, trial.error, "not reached")
    del item.stash[OUTCOME]
    return outcome


def _last_line(report: pytest.TestReport) -> str:
    lines = report.longreprtext.strip().splitlines()
    return lines[-1] if lines else report.outcome


def conclude(item: pytest.Item, world: MockHandle, error: BaseException | None) -> None:
    """Store the outcome of a trial."""
    trial = item.stash[TRIAL]
    item.stash[OUTCOME] = Outcome(trial.operation, trial.error, *_fate(mark(item), world, error))


def _fate(wanted: Mark, world: MockHandle, error: BaseException | None) -> tuple[Fate, str]:
    if isinstance(error, pytest.skip.Exception):
        return "skipped", str(error)
    if error is None:
        return ("survived", "") if world.is_trial_reached() else ("not reached", "")
    reason = f"{type(error).__name__}: {' '.join(str(error).split())[:120]}".rstrip(": ")
    return ("handled" if isinstance(error, wanted.survives) else "failed"), reason


def _conclude_sweep(report: pytest.TestReport, item: pytest.Item, outcomes: list[Outcome], left_out: int) -> None:
    """Add the outcomes to the report of the plain run. It fails if an error was not survived."""
    lines = table(outcomes) or ["nothing was swept: the test called no operation of the API after its fixtures were there"]
    if left_out:
        lines.append(f"{left_out} more were left out: a sweep runs a test {MOST} times at most")
    fails = mark(item).sweep != "report"
    results = {"test": item.nodeid, "fails": fails, "left_out": left_out, "outcomes": [asdict(outcome) for outcome in outcomes]}
    setattr(report, PROPERTY, results)
    lost = sum(outcome.fate == "failed" for outcome in outcomes)
    if lost and fails:
        report.outcome = "failed"
        report.longrepr = "\n".join([f"{lost} of {len(outcomes)} errors {'was' if lost == 1 else 'were'} not survived", *lines])
    else:
        report.sections.append((SECTION, "\n".join(lines)))


def table(outcomes: list[Outcome]) -> list[str]:
    """Return lines of text: for each operation the errors by outcome, and the reason of each error that was not survived."""
    lines = []
    for operation in dict.fromkeys(outcome.operation for outcome in outcomes):
        results = [outcome for outcome in outcomes if outcome.operation == operation]
        lines.append(operation)
        for fate in ("survived", "handled", "skipped", "not reached"):
            named = [outcome.error for outcome in results if outcome.fate == fate]
            if named:
                lines.append(f"  {fate:12} {', '.join(named)}")
        lines += [f"  {'NOT SURVIVED':12} {outcome.error}: {outcome.reason}" for outcome in results if outcome.fate == "failed"]
    return lines


def summarize(terminal: Any) -> None:
    """Print every test with a sweep, at the end of the run."""
    reports = [report for reports in terminal.stats.values() for report in reports]
    swept = [result for report in reports if (result := getattr(report, PROPERTY, None)) is not None]
    if not swept:
        return
    terminal.section(SECTION, sep="-")
    for result in swept:
        outcomes = [Outcome(**outcome) for outcome in result["outcomes"]]
        sound = sum(outcome.fate in SOUND for outcome in outcomes)
        more = f", {result['left_out']} left out" if result["left_out"] else ""
        terminal.write_line(f"{result['test']}: {sound} of {len(outcomes)} errors survived{more}")
        if not result["fails"]:
            for line in table(outcomes):
                terminal.write_line(f"  {line}")

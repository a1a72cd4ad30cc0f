"""What a schema cannot know of a scenario: operations, changes, names and times that do not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mockclio.server.routing import match
from mockclio.store import resources
from mockclio.store.clock import parse_time
from mockclio.testing.scenarios.names import BUILT_IN, NUMBER, WrongName, check_time, references, stand_in
from mockclio.testing.scenarios.scenario import Scenario, Step
from mockclio.webhooks import triggers

Problem = tuple[int, str]


def problems(scenario: Scenario, firm_line: int, at_line: int) -> Iterator[Problem]:
    """Everything that is wrong: line and reason."""
    if not resources.firm(scenario.firm).is_file():
        yield firm_line, f"firm: there is no {scenario.firm}; write {', '.join(resources.firms())} or the path of a firm file"
    if scenario.at is not None:
        yield from _of_value(at_line, parse_time, scenario.at)
    yield from _of_steps(scenario.steps, set(BUILT_IN))


def _of_steps(steps: tuple[Step, ...], known: set[str]) -> Iterator[Problem]:
    for step in steps:
        yield from _of_names(step, known | {NUMBER} if step.kind == "expect" and "received" in step.words["expect"] else known)
        yield from CHECKS.get(step.kind, _nothing)(step)
        if step.kind == "repeat":
            yield from _of_steps(step.steps, known | {NUMBER})
            known |= {name for inner in step.steps if (name := inner.words.get("save"))}
        elif "save" in step.words:
            known.add(step.words["save"])


def _of_names(step: Step, known: set[str]) -> Iterator[Problem]:
    words = {key: value for key, value in step.words.items() if key not in ("steps", "note")}
    try:
        for name in dict.fromkeys(references(words)):
            if name not in known:
                shown = ", ".join(f"${one}" for one in sorted(known))
                yield step.line, f"${name}: nothing was saved under that name before; known here are {shown}; $$ is a dollar sign"
    except WrongName as wrong:
        yield step.line, str(wrong)


def _of_call(step: Step) -> Iterator[Problem]:
    method, _, path = step.words["api"].partition(" ")
    bare = stand_in(path).partition("?")[0]
    if bare != stand_in(path):
        yield step.line, f"api: write parameters under query, not in the path {path}"
    elif match(method, bare) is None:
        yield step.line, f"api: there is no operation {method} {path}; `mockclio openapi` lists them"


def _of_trigger(step: Step) -> Iterator[Problem]:
    try:
        triggers.check(step.words["trigger"], step.words.get("set"))
    except triggers.CannotTrigger as wrong:
        yield step.line, f"trigger: {wrong}"


def _of_clock(step: Step) -> Iterator[Problem]:
    if "set" in step.words["clock"]:
        yield from _of_value(step.line, check_time, step.words["clock"]["set"])


def _of_expectations(step: Step) -> Iterator[Problem]:
    result = step.words["expect"]
    times = [one["at"] for one in result.get("received", ()) if isinstance(one, dict) and "at" in one]
    times += [one["due_at"] for one in result.get("deliveries", ()) if "due_at" in one]
    for time in times:
        yield from _of_value(step.line, check_time, time)


def _nothing(step: Step) -> Iterator[Problem]:
    return iter(())


def _of_value(line: int, check: Callable[[str], object], value: str) -> Iterator[Problem]:
    try:
        check(value)
    except ValueError as wrong:
        yield line, str(wrong)


CHECKS = {"api": _of_call, "trigger": _of_trigger, "clock": _of_clock, "expect": _of_expectations}

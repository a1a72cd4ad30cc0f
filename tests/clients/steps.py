"""The steps of a tour: plain functions that run in the order in which they stand, one printed line each."""

from __future__ import annotations

import contextlib
import io
import traceback
from collections.abc import Callable
from types import SimpleNamespace

Step = Callable[[SimpleNamespace], None]
STEPS: list[Step] = []


def step(function: Step) -> Step:
    STEPS.append(function)
    return function


def walk(tour: SimpleNamespace) -> int:
    """Run every step, also after one failed, so that one run names all faults; answers the exit code."""
    failed = sum(not take(function, tour) for function in STEPS)
    print(f"{len(STEPS) - failed} steps passed, {failed} failed")
    return 1 if failed else 0


def take(function: Step, tour: SimpleNamespace) -> bool:
    """Run one step with the package's own chatter held back; it is shown when the step fails."""
    title, chatter = function.__name__.replace("_", " "), io.StringIO()
    try:
        with contextlib.redirect_stdout(chatter):
            function(tour)
    except Exception:
        print(f"  FAIL  {title}\n{traceback.format_exc(limit=-3, chain=False)}  printed last:\n{chatter.getvalue()[-600:]}", flush=True)
        return False
    print(f"  ok    {title}", flush=True)
    return True


def equal(actual: object, wanted: object) -> None:
    if actual != wanted:
        raise AssertionError(f"wanted {wanted!r}\n  found {actual if isinstance(actual, str) else repr(actual)}")

"""Create many records, several at once, under the rate budget. Each row gives an outcome: a record or the error."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sized
from threading import Lock
from typing import Any

from mockclio.catalog.operations import Outcome, Progress
from mockclio.client.backends import Backend, Job
from mockclio.client.exceptions import LoginNeeded, NoAnswer
from mockclio.errors import APIError

REFUSALS = (APIError, NoAnswer, TypeError)
"""What makes one row fail and leaves the others alone; a row that does not fit the declaration is one."""


async def create_many(
    backend: Backend,
    create: Callable[[Mapping[str, Any]], Coroutine[Any, Any, Any]],
    rows: Iterable[Mapping[str, Any]],
    at_once: int,
    progress: Progress | None,
) -> list[Outcome[Any]]:
    """Create a record for each row. Returns the outcomes in the order of the rows. Raises ValueError if `at_once` is below 1."""
    if at_once < 1:
        raise ValueError(f"at_once must be 1 or more, not {at_once}")
    total = len(rows) if isinstance(rows, Sized) else 0
    done, lock = 0, Lock()

    async def one(row: Mapping[str, Any]) -> Outcome[Any]:
        nonlocal done
        outcome = await _outcome(create, row)
        with lock:
            done += 1
            if progress is not None:
                progress(done, max(total, done))
        return outcome

    def job(row: Mapping[str, Any]) -> Job[Outcome[Any]]:
        return lambda: one(row)

    return await backend.together((job(row) for row in rows), at_once)


async def _outcome(create: Callable[[Mapping[str, Any]], Coroutine[Any, Any, Any]], row: Mapping[str, Any]) -> Outcome[Any]:
    try:
        return Outcome(row, record=await create(row))
    except LoginNeeded:
        raise
    except REFUSALS as error:
        return Outcome(row, error=error)

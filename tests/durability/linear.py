"""Whether a history is linearizable: some order of its operations explains all results and keeps what ended before another began.

The search is that of Wing and Gong, with a memory of the places where it was (Lowe). A history is that of one record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Shown(NamedTuple):
    """What an answer shows of a person. The etag differs after every change."""

    first_name: str
    last_name: str
    etag: str


State = Shown | str
ABSENT, DELETED = "absent", "deleted"
"""The states without a record: before the create, and after the delete."""


@dataclass(frozen=True)
class Operation:
    """One call with its times. `sent` has the changes and the If-Match of a patch; `shown` is what a 200 or 201 shows."""

    start: float
    end: float
    kind: str
    status: int
    shown: Shown | None = None
    changes: tuple[tuple[str, str], ...] = ()
    if_match: str = ""


def step(state: State, one: Operation) -> State | None:
    """The state after an operation, or None when it cannot have this result in this state."""
    if one.kind == "create":
        return one.shown if state == ABSENT and one.status == 201 else None
    if not isinstance(state, Shown):
        return state if one.status == 404 and state == DELETED else None
    if one.status == 412:
        return state if one.if_match not in ("", state.etag) else None
    if one.kind == "delete":
        return DELETED if one.status == 204 else None
    if one.status != 200 or one.shown is None or one.if_match not in ("", state.etag):
        return None
    after = state._replace(**dict(one.changes))
    if one.kind == "show":
        return state if one.shown == state else None
    return one.shown if one.shown == after._replace(etag=one.shown.etag) and one.shown.etag != state.etag else None


Place = tuple[int, frozenset[int], State]
"""The first operation that is not in the order yet, later ones that are, and the state after the order so far."""


def linearizable(history: list[Operation]) -> bool:
    """Whether some order explains the history."""
    operations = sorted(history, key=lambda one: one.start)
    beginning: Place = (0, frozenset(), ABSENT)
    open_places, visited = [beginning], {beginning}
    while open_places:
        place = open_places.pop()
        if place[0] == len(operations):
            return True
        for following in nexts(operations, place):
            if following not in visited:
                visited.add(following)
                open_places.append(following)
    return False


def nexts(operations: list[Operation], place: Place) -> list[Place]:
    """The places that one more operation leads to. One that changes nothing can come first: then no other has to be tried."""
    result = []
    for index in candidates(operations, place[0], place[1]):
        state = step(place[2], operations[index])
        if state is None:
            continue
        following = advanced(place, index, state)
        if state == place[2]:
            return [following]
        result.append(following)
    return result


def candidates(operations: list[Operation], first: int, done: frozenset[int]) -> Iterator[int]:
    """The operations that may be next: none that is left ended before they began."""
    earliest_end = float("inf")
    for index in range(first, len(operations)):
        if index in done:
            continue
        if operations[index].start > earliest_end:
            return
        earliest_end = min(earliest_end, operations[index].end)
        yield index


def advanced(place: Place, index: int, state: State) -> Place:
    first, done = place[0], place[1] | {index}
    while first in done:
        done -= {first}
        first += 1
    return first, done, state

"""The checker of histories: what it accepts, what it does not, and that it agrees with trying every order."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from tests.durability.linear import ABSENT, DELETED, Operation, Shown, State, linearizable, step

A, B, C = Shown("a", "x", "1"), Shown("b", "x", "2"), Shown("b", "y", "3")
MADE = Operation(0, 1, "create", 201, A)


def show(start: float, end: float, shown: Shown | None) -> Operation:
    return Operation(start, end, "show", 200 if shown else 404, shown)


def patch(start: float, end: float, shown: Shown, if_match: str = "", **changes: str) -> Operation:
    return Operation(start, end, "patch", 200, shown, tuple(changes.items()), if_match)


def refused(start: float, end: float, if_match: str) -> Operation:
    return Operation(start, end, "patch", 412, None, (("first_name", "z"),), if_match)


def delete(start: float, end: float, status: int = 204) -> Operation:
    return Operation(start, end, "delete", status)


CASES = {
    "one after the other": (True, [MADE, patch(2, 3, B, first_name="b"), show(4, 5, B)]),
    "a read during a write sees the old value": (True, [MADE, patch(2, 6, B, first_name="b"), show(3, 4, A)]),
    "a read during a write sees the new value": (True, [MADE, patch(2, 6, B, first_name="b"), show(3, 4, B)]),
    "a read after a write sees the old value": (False, [MADE, patch(2, 3, B, first_name="b"), show(4, 5, A)]),
    "a read before a write sees the new value": (False, [MADE, show(2, 3, B), patch(4, 5, B, first_name="b")]),
    "the new value and then the old one": (False, [MADE, patch(2, 9, B, first_name="b"), show(3, 4, B), show(5, 6, A)]),
    "two writes at once, one after the other": (
        True,
        [MADE, patch(2, 9, C, last_name="y"), patch(2, 9, B, first_name="b"), show(10, 11, C)],
    ),
    "a lost write": (
        False,
        [MADE, patch(2, 9, B, first_name="b"), patch(2, 9, Shown("a", "y", "3"), last_name="y"), show(10, 11, B)],
    ),
    "a write that shows another etag later": (False, [MADE, patch(2, 3, B, first_name="b"), show(4, 5, B._replace(etag="9"))]),
    "two writes on one etag": (False, [MADE, patch(2, 9, B, "1", first_name="b"), patch(2, 9, C, "1", last_name="y")]),
    "one write on an etag, one refused": (True, [MADE, refused(2, 9, "1"), patch(2, 9, B, "1", first_name="b")]),
    "refused, although the etag was right": (False, [MADE, refused(2, 3, "1"), patch(4, 5, B, "1", first_name="b")]),
    "gone after the delete": (True, [MADE, delete(2, 3), show(4, 5, None), delete(4, 5, 404)]),
    "there after the delete": (False, [MADE, delete(2, 3), show(4, 5, A)]),
    "gone before the delete": (False, [MADE, show(2, 3, None), delete(4, 5)]),
    "deleted twice": (False, [MADE, delete(2, 9), delete(2, 9)]),
    "never made": (False, [show(2, 3, A)]),
    "a status that nothing explains": (False, [MADE, Operation(2, 3, "show", 500)]),
}


@pytest.mark.parametrize(("explained", "history"), CASES.values(), ids=CASES)
def test_a_history_is_judged(explained: bool, history: list[Operation]) -> None:
    assert linearizable(history) is explained


def by_every_order(history: list[Operation]) -> bool:
    """The same answer without any thought."""
    return any(fits(order) for order in permutations(history))


def fits(order: tuple[Operation, ...]) -> bool:
    if any(later.end < earlier.start for place, earlier in enumerate(order) for later in order[place + 1 :]):
        return False
    state: State | None = ABSENT
    for one in order:
        state = step(state, one)
        if state is None:
            return False
    return True


def drawn(random: Random) -> list[Operation]:
    """A run of a real record with drawn times, in which one result may be spoiled."""
    state: State = ABSENT
    history: list[Operation] = []
    for number in range(6):
        middle = number * 2.0
        start, end = middle - random.uniform(0, 5), middle + random.uniform(0, 5)
        one = made(random, number, state, start, end)
        following = step(state, one)
        assert following is not None
        state = following
        history.append(one)
    if random.random() < 0.5:
        place = random.randrange(6)
        history[place] = Operation(
            history[place].start, history[place].end, "show", 200, random.choice([one.shown for one in history if one.shown])
        )
    return history


def made(random: Random, number: int, state: State, start: float, end: float) -> Operation:
    if state == ABSENT:
        return Operation(start, end, "create", 201, A)
    if state == DELETED:
        return show(start, end, None)
    assert isinstance(state, Shown)
    kind = random.choice(("show", "patch", "patch", "refused", "delete"))
    if kind == "patch":
        name = random.choice(("first_name", "last_name"))
        return patch(start, end, state._replace(**{name: f"n{number}", "etag": f"e{number}"}), **{name: f"n{number}"})
    results = {"show": show(start, end, state), "refused": refused(start, end, "old"), "delete": delete(start, end)}
    return results[kind]


def test_the_search_agrees_with_trying_every_order() -> None:
    random = Random(1)
    histories = [drawn(random) for _ in range(300)]
    results = [linearizable(history) for history in histories]
    assert results == [by_every_order(history) for history in histories]
    assert 30 < sum(results) < 270

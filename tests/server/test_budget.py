"""What a request costs, counted and not timed: the Python functions that it calls, and the blocks of memory that stay afterwards."""

import gc
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

from benchmarks.floor import Ask, kinds
from mockclio import MockClio

CALLS = {"show": 304, "nested": 315, "list of 200": 4174, "patch": 378, "create": 996}
"""The calls of each kind of request when this was last measured, with Python 3.11."""
MORE = 1.15
WARM_UP, TIMES = 20, 20
BLOCKS = 200
"""The blocks that a request may leave behind: its entry in the request log, its row and its changes."""


@pytest.fixture(scope="module")
def asks() -> Iterator[dict[str, Ask]]:
    with MockClio("small", at="2026-11-01T09:00:00Z") as mock:
        yield kinds(mock)


def calls(ask: Ask) -> int:
    """The median number of Python functions that a request calls."""
    counts = []
    for _ in range(5):
        number = 0

        def count(frame: FrameType, event: str, argument: Any) -> None:
            nonlocal number
            number += event == "call"

        previous: Callable[..., Any] | None = sys.getprofile()
        sys.setprofile(count)
        try:
            ask()
        finally:
            sys.setprofile(previous)
        counts.append(number)
    return sorted(counts)[2]


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the calls were counted with Python 3.11, and each version counts otherwise")
@pytest.mark.parametrize("kind", CALLS)
def test_a_request_makes_at_most_15_percent_more_calls_than_it_did(asks: dict[str, Ask], kind: str) -> None:
    for _ in range(WARM_UP):
        asks[kind]()
    made = calls(asks[kind])
    assert made <= CALLS[kind] * MORE, f"{kind}: {made} calls, {CALLS[kind]} before; `make profile` shows where they go"


@pytest.mark.parametrize("kind", CALLS)
def test_a_request_leaves_few_blocks_behind(asks: dict[str, Ask], kind: str) -> None:
    for _ in range(WARM_UP):
        asks[kind]()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(TIMES):
        asks[kind]()
    gc.collect()
    assert (sys.getallocatedblocks() - before) / TIMES <= BLOCKS

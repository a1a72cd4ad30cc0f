"""Where the microseconds of a request go, without a socket: `make profile`, or `python -m benchmarks.profile KIND` for one kind.

The table gives the medians of alternating rounds, and their ratio to a bare application of Flask that is asked in the same way.
"""

from __future__ import annotations

import cProfile
import pstats
import statistics
import sys
from time import perf_counter

from benchmarks.floor import Ask, floor, kinds
from mockclio import MockClio

ROUNDS, TIMES = 9, 60
SHOWN = 25


def taken(ask: Ask) -> float:
    """The median time of a request, in microseconds."""
    times = []
    for _ in range(TIMES):
        begun = perf_counter()
        ask()
        times.append(perf_counter() - begun)
    return statistics.median(times) * 1e6


def main() -> None:
    with MockClio("small", at="2026-11-01T09:00:00Z") as mock:
        asks = {"bare Flask": floor(), **kinds(mock)}
        rounds = [{name: taken(ask) for name, ask in asks.items()} for _ in range(ROUNDS)]
        medians = {name: statistics.median(one[name] for one in rounds) for name in asks}
        for name, median in medians.items():
            print(f"{name:12} {median:8.0f} µs   {median / medians['bare Flask']:6.2f} times bare Flask")
        for name in sys.argv[1:] or list(asks)[1:]:
            print(f"\n{name}")
            profile = cProfile.Profile()
            profile.enable()
            for _ in range(300):
                asks[name]()
            profile.disable()
            pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(SHOWN)


if __name__ == "__main__":
    main()

"""When a request is sent again, and after how long. exchange.py carries it out.

Any method is sent again if it was certainly not done: after 429, and after a failed connection. Only reads are sent again after
500, 502, 503, 504 and a connection that broke, because a write may have been done.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import KW_ONLY, InitVar, dataclass, field
from warnings import warn

READS = ("GET", "HEAD", "OPTIONS")
FAILURES = (500, 502, 503, 504, 520, 521, 522, 523, 524)
"""Statuses of errors of the server or of a proxy in front of it."""


@dataclass(frozen=True)
class Retries:
    """How often a request is sent, and how long to wait between attempts. All times are in seconds.

    The wait begins at `first` and doubles up to `longest`; a random part between half and all of it is used. `longest_retry_after` is the
    longest wait that a Retry-After header can cause. `attempts` counts the first one: 1 sends nothing twice.
    """

    attempts: int = 6
    first: float = 0.5
    longest: float = 20.0
    longest_retry_after: float = 120.0
    random: Callable[[], float] = field(default=random.random, repr=False)
    _: KW_ONLY
    reconnects: bool = True
    """Whether a request is sent again when no connection could be made. Without it a closed port is an error at once."""
    longest_told: InitVar[float | None] = None
    """The old name of `longest_retry_after`, which works for one release."""

    def __post_init__(self, longest_told: float | None) -> None:  # noqa: D105
        if longest_told is not None:
            text = "Retries(longest_told=) is Retries(longest_retry_after=) now; the old name goes with the next release"
            warn(text, DeprecationWarning, stacklevel=3)
            object.__setattr__(self, "longest_retry_after", longest_told)

    def wait(self, attempt: int, retry_after: float | None = None, *, told: float | None = None) -> float:
        """Return the seconds until the next attempt.

        `attempt` is the number of the last one, from 1; `retry_after` is the Retry-After of its answer. `told` is its old name, which
        works for one release.
        """
        if told is not None:
            warn("Retries.wait(told=) is wait(retry_after=) now; the old name goes with the next release", DeprecationWarning, stacklevel=2)
            retry_after = told
        if retry_after is not None:
            return min(max(retry_after, 0.0), self.longest_retry_after) + self.random() * self.first
        return float(min(self.longest, self.first * 2 ** (attempt - 1)) * (0.5 + self.random() / 2))

    def again(self, attempt: int) -> bool:
        """Return whether another attempt follows this one."""
        return attempt < self.attempts


def is_read(method: str) -> bool:
    """Return whether a method only reads."""
    return method in READS


def seconds(header: str | None) -> float | None:
    """Return a Retry-After header in seconds; None for a date or an invalid value, so that the usual wait applies."""
    if header is None:
        return None
    try:
        return float(header)
    except ValueError:
        return None

"""When a request is sent again, and after how long. Pure decisions; exchange.py carries them out.

Sent again, whatever the method: what surely was not done, that is a refusal for the rate limit, and a connection that never came to be.
Sent again for reads alone: 500, 502, 503, 504 and a connection that broke, for then nobody knows what was done.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

READS = ("GET", "HEAD", "OPTIONS")
FAILURES = (500, 502, 503, 504, 520, 521, 522, 523, 524)
"""Statuses that the server, or what stands in front of it, answers with by its own fault."""


@dataclass(frozen=True)
class Retries:
    """How often, and how long to wait: `first` seconds, doubled each time up to `longest`, of which a random part between half and all.

    `longest_told` bounds what a Retry-After may make the client wait.
    """

    attempts: int = 6
    first: float = 0.5
    longest: float = 20.0
    longest_told: float = 120.0
    random: Callable[[], float] = field(default=random.random, repr=False)

    def wait(self, attempt: int, told: float | None = None) -> float:
        """Seconds before the attempt after this one, counted from 1."""
        if told is not None:
            return min(max(told, 0.0), self.longest_told) + self.random() * self.first
        return float(min(self.longest, self.first * 2 ** (attempt - 1)) * (0.5 + self.random() / 2))

    def again(self, attempt: int) -> bool:
        return attempt < self.attempts


def is_read(method: str) -> bool:
    return method in READS


def seconds(header: str | None) -> float | None:
    """A Retry-After in seconds; a date or nonsense counts as none, so that the usual wait applies."""
    if header is None:
        return None
    try:
        return float(header)
    except ValueError:
        return None

"""How many requests are left in this minute: one count for every thread and task that shares a token."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

WINDOW = 60.0


class RateBudget:
    """Counts requests against X-RateLimit-Limit, -Remaining and -Reset, and says how long to wait before one more.

    Until the first answer the limit is not known, so that only `unknown` requests go out at once. Give one budget to several clients
    that use the same token.
    """

    def __init__(self, unknown: int = 10) -> None:
        self._lock = Lock()
        self._unknown = unknown
        self._flying = 0
        self._closed_until = 0.0
        self.limit: int | None = None
        self.remaining = unknown
        self.reset = 0.0

    def __repr__(self) -> str:
        return f"<RateBudget {self.remaining} of {self.limit if self.limit is not None else 'unknown'}>"

    def take(self, now: float) -> float:
        """Take one request out of the budget: 0 if it may go now, else the seconds after which to ask again."""
        with self._lock:
            if now < self._closed_until:
                return self._closed_until - now
            if self.limit is not None and now >= self.reset:
                self.remaining, self.reset = self.limit - self._flying, now + WINDOW
            if self.remaining > 0:
                self.remaining -= 1
                self._flying += 1
                return 0.0
            if self.limit is None:
                return 0.05
            return max(0.05, min(self.reset - now, WINDOW))

    def landed(self, headers: Mapping[str, str] | None, now: float) -> None:
        """A request that was taken has ended; its answer's headers, if there are any, correct the count."""
        with self._lock:
            self._flying -= 1
            read = _read(headers) if headers is not None else None
            if read is None:
                if self.limit is None:
                    self.remaining += 1
                return
            limit, remaining, reset = read
            reset = reset if now < reset <= now + 2 * WINDOW else now + WINDOW  # a clock that runs elsewhere, such as a mock's
            newer = self.limit is None or reset > self.reset + 1
            self.remaining = remaining - self._flying if newer else min(self.remaining, remaining)
            self.limit, self.reset = limit, reset if newer else self.reset

    def refused(self, wait: float, now: float) -> None:
        """The server has had enough: nothing goes out for so many seconds."""
        with self._lock:
            self._closed_until = max(self._closed_until, now + wait)


def _read(headers: Mapping[str, str]) -> tuple[int, int, float] | None:
    try:
        return int(headers["X-RateLimit-Limit"]), int(headers["X-RateLimit-Remaining"]), float(headers["X-RateLimit-Reset"])
    except (KeyError, ValueError):
        return None

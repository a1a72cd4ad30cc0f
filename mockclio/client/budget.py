"""The rate budget: how many requests are left in this minute, counted for all threads and tasks that share a token."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

WINDOW = 60.0


class RateBudget:
    """Counts requests against X-RateLimit-Limit, -Remaining and -Reset, and returns how long the next request has to wait.

    Give one budget to all clients that use the same token: `Clio("token", budget=budget)`. `limit` is None until the first answer;
    `remaining` is the number of requests left; `reset` is the end of the window in epoch seconds.
    """

    def __init__(self, unknown: int = 10) -> None:
        """Allow `unknown` requests at once until the first answer brings the limit."""
        self._lock = Lock()
        self._unknown = unknown
        self._flying = 0
        self._closed_until = 0.0
        self.limit: int | None = None
        self.remaining = unknown
        self.reset = 0.0

    def __repr__(self) -> str:
        """Show the remaining requests and the limit."""
        return f"<RateBudget {self.remaining} of {self.limit if self.limit is not None else 'unknown'}>"

    def take(self, now: float) -> float:
        """Take one request out of the budget. Returns 0 if it may be sent now, else the seconds after which to call again."""
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

    def release(self, headers: Mapping[str, str] | None, now: float) -> None:
        """Return a request to the budget when it has ended. The headers of its answer, if there are any, correct the count."""
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
        """Send nothing for `wait` seconds: the server answered 429."""
        with self._lock:
            self._closed_until = max(self._closed_until, now + wait)


def _read(headers: Mapping[str, str]) -> tuple[int, int, float] | None:
    try:
        return int(headers["X-RateLimit-Limit"]), int(headers["X-RateLimit-Remaining"]), float(headers["X-RateLimit-Reset"])
    except (KeyError, ValueError):
        return None

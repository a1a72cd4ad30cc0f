"""Rate limits: what the headers say while nothing is enforced."""

from __future__ import annotations

from mockclio.server.view import View

WINDOW = 60
UNLIMITED = 100_000


def rate_headers(view: View) -> dict[str, str]:
    """Headers of every authenticated answer; the window's end is in epoch seconds, because real clients throttle themselves by it."""
    now = int(view.world.clock.now().timestamp())
    reset = now - now % WINDOW + WINDOW
    return {"X-RateLimit-Limit": str(UNLIMITED), "X-RateLimit-Remaining": str(UNLIMITED), "X-RateLimit-Reset": str(reset)}

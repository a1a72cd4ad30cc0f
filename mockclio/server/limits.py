"""Rate limits: windows of 60 seconds of the world's clock, with one count for each bearer token."""

from __future__ import annotations

from mockclio.errors import RateLimited
from mockclio.ledger import rule
from mockclio.server.view import View

WINDOW = 60
PEAK = 50
UNLIMITED = 100_000
"""The limit in the headers while no limit is enforced. Real clients slow down according to these headers."""


def headers(view: View) -> dict[str, str]:
    """The rate headers of every authenticated answer. `Reset` is the end of the window, in epoch seconds."""
    limit = view.world.settings.rate_limit
    reset = str((_window(view) + 1) * WINDOW)
    if limit is None:
        return {"X-RateLimit-Limit": str(UNLIMITED), "X-RateLimit-Remaining": str(UNLIMITED), "X-RateLimit-Reset": reset}
    remaining = max(0, limit - _used(view))
    return {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": str(remaining), "X-RateLimit-Reset": reset}


def count(view: View) -> dict[str, str]:
    """Count one request of the token, or refuse it. Return the headers after the request."""
    world, limit = view.world, view.world.settings.rate_limit
    if limit is None or view.token is None:
        return {}
    used = _used(view)
    if used >= limit:
        wait = (_window(view) + 1) * WINDOW - int(world.clock.now().timestamp())
        raise RateLimited(retry_after=wait, rule="limits.refused-is-429")
    rule("limits.windows-of-60-seconds")
    world.rate_windows[view.token.value] = (_window(view), used + 1)
    return headers(view)


def _window(view: View) -> int:
    return int(view.world.clock.now().timestamp()) // WINDOW


def _used(view: View) -> int:
    window, used = view.world.rate_windows.get(view.token.value if view.token else "", (0, 0))
    return used if window == _window(view) else 0

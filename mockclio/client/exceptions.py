"""What goes wrong without an answer that says so. What the API refuses is an `APIError` of mockclio.errors.

NoAnswer
├── Unreachable       no connection: the request was not sent
├── Unsure            a write was sent, and nobody knows whether it was done
└── Broken            a read that failed as often as it was tried
NotFinished           a report, an archive or an upload that did not come to its end
LoginNeeded           there is no token, or the refresh token is dead
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx


class NoAnswer(ConnectionError):
    """The server gave no answer. `request` is what was, or would have been, sent."""

    def __init__(self, message: str, request: httpx.Request | None = None) -> None:
        super().__init__(message)
        self.request = request


class Unreachable(NoAnswer):
    """No connection could be made; nothing was sent."""


class Unsure(NoAnswer):
    """A write was sent and the connection broke, or the server failed, before it could say what it did.

    The client does not send it again: Clio has no keys that would tell a repetition from a second wish, so a POST sent twice makes two
    records. Look whether it was done, and send it again if it was not.
    """


class Broken(NoAnswer):
    """A read failed each time that it was tried."""


class NotFinished(RuntimeError):
    """Work that the server does by itself failed, or took longer than the caller would wait."""


class LoginNeeded(RuntimeError):
    """Somebody has to log in: there is no token, or it can no longer be refreshed."""

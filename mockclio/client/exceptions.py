"""The errors of the client itself. A refusal of the API is an `APIError` of mockclio.errors.

NoAnswer
├── Unreachable       no connection: the request was not sent
├── Unsure            a write was sent, and its result is unknown
└── Broken            a read failed in every attempt
NotFinished           a report, an archive or an upload did not complete
LoginNeeded           there is no token, or the refresh token was refused
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx


class NoAnswer(ConnectionError):
    """The server gave no answer. `request` is the request of httpx, None if there was none."""

    def __init__(self, message: str, request: httpx.Request | None = None) -> None:
        """Keep the message and the request."""
        super().__init__(message)
        self.request = request


class Unreachable(NoAnswer):
    """No connection could be made. The request was not sent."""


class Unsure(NoAnswer):
    """A write was sent, and the connection broke or the server failed before the answer came. The result is unknown.

    The client does not send the write again. Clio has no idempotency keys: a POST sent twice makes two records. Read the record first,
    and repeat the write only if it was not done.
    """


class Broken(NoAnswer):
    """A read failed in every attempt."""


class NotFinished(RuntimeError):
    """A report, an archive or an upload failed, or took longer than `timeout`."""


class LoginNeeded(RuntimeError):
    """A user has to log in: there is no token, or it can no longer be refreshed. Call `clio.oauth.login()`, or exchange a code."""

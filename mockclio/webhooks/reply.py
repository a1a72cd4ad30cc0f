"""What a sender returns for one message."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of a receiver. Without an answer, `error` says why. `milliseconds` is None when no socket was used.

    `cut` says that the receiver sent more than is read.
    """

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str = ""
    milliseconds: float | None = None
    cut: bool = False

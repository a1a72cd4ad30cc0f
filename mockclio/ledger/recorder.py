"""Which rules decide something while one request is answered. Nothing is noted outside of a request, nor by another thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local


class Recording:
    """Ids of rules, each once, in the order in which they decided something."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}
        self._kept = 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def note(self, id: str) -> None:
        self._ids[id] = None

    def keep(self) -> None:
        """What was noted so far stands, whatever comes."""
        self._kept = len(self._ids)

    def drop(self) -> None:
        """Forget what was noted since the last `keep`: the answer became a refusal, so it decided nothing."""
        self._ids = dict.fromkeys(list(self._ids)[: self._kept])


_thread = local()


def rule(id: str) -> None:
    """Note that this rule has just decided something: a value, which rows are shown or changed, a refusal."""
    present: Recording | None = getattr(_thread, "recording", None)
    if present is not None:
        present.note(id)


def keep() -> None:
    """What was noted so far stands even if the request is refused later: its work was committed."""
    present: Recording | None = getattr(_thread, "recording", None)
    if present is not None:
        present.keep()


@contextmanager
def recording(into: Recording | None) -> Iterator[None]:
    """Note rules there for the time of the block; None notes nothing. A request inside a request (of a mounted receiver) is its own."""
    outer = getattr(_thread, "recording", None)
    _thread.recording = into
    try:
        yield
    finally:
        _thread.recording = outer

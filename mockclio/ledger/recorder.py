"""The recording of rules that decide something while one request is answered.

Nothing is noted outside of a request, and nothing by another thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local


class Recording:
    """The ids of the noted rules, each once, in the order in which they decided something."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}
        self._kept = 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def note(self, id: str) -> None:
        self._ids[id] = None

    def keep(self) -> None:
        """Keep everything noted so far, even after a later `drop`."""
        self._kept = len(self._ids)

    def drop(self) -> None:
        """Remove everything noted since the last `keep`. It decided nothing, because the answer became a refusal."""
        self._ids = dict.fromkeys(list(self._ids)[: self._kept])


_thread = local()


def rule(id: str) -> None:
    """Note that this rule has just decided something: a value, the rows that are shown or changed, or a refusal."""
    present: Recording | None = getattr(_thread, "recording", None)
    if present is not None:
        present.note(id)


def keep() -> None:
    """Keep everything noted so far, even if the request is refused later, because its work was committed."""
    present: Recording | None = getattr(_thread, "recording", None)
    if present is not None:
        present.keep()


@contextmanager
def recording(into: Recording | None) -> Iterator[None]:
    """Note rules in `into` during the block. None notes nothing. A nested request (of a mounted receiver) has its own recording."""
    outer = getattr(_thread, "recording", None)
    _thread.recording = into
    try:
        yield
    finally:
        _thread.recording = outer

"""The cache for conditional reads: an answer is stored with its ETag, and fetched again only if the ETag has changed."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Protocol


class Cache(Protocol):
    """Stores answers of single records. The key names the version, the address and the selection; the value is the ETag and the bytes."""

    def get(self, key: str) -> tuple[str, bytes] | None:
        """Return the ETag and the bytes under a key; None if there are none."""

    def put(self, key: str, etag: str, content: bytes) -> None:
        """Store an answer under a key."""


class MemoryCache:
    """Stores the last `size` answers in memory. Use one cache per token, because another user may see other data.

    clio = Clio("token", cache=MemoryCache())
    """

    def __init__(self, size: int = 1_000) -> None:
        """Store at most `size` answers; the one that was used longest ago is removed first."""
        self._size = size
        self._lock = Lock()
        self._answers: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def get(self, key: str) -> tuple[str, bytes] | None:
        """Return the ETag and the bytes under a key; None if there are none."""
        with self._lock:
            result = self._answers.get(key)
            if result is not None:
                self._answers.move_to_end(key)
            return result

    def put(self, key: str, etag: str, content: bytes) -> None:
        """Store an answer under a key."""
        with self._lock:
            self._answers[key] = (etag, content)
            self._answers.move_to_end(key)
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)

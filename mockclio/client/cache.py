"""A small hook for conditional reads: what was fetched is kept by address, and fetched again only when its ETag changed."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Protocol


class Cache(Protocol):
    """Where answers of single records are kept: the ETag and the bytes, by a key that names the address with its selection."""

    def get(self, key: str) -> tuple[str, bytes] | None: ...

    def put(self, key: str, etag: str, content: bytes) -> None: ...


class MemoryCache:
    """The last `size` answers, in memory. One cache is for one token: what another user may see is something else."""

    def __init__(self, size: int = 1_000) -> None:
        self._size = size
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def get(self, key: str) -> tuple[str, bytes] | None:
        with self._lock:
            result = self._kept.get(key)
            if result is not None:
                self._kept.move_to_end(key)
            return result

    def put(self, key: str, etag: str, content: bytes) -> None:
        with self._lock:
            self._kept[key] = (etag, content)
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

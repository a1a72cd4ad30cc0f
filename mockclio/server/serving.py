"""The ports on which this process serves mocks, so that a mock posts no webhook to its own server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from mockclio.catalog.loopback import is_loopback

OWN_SERVER = "{host}:{port} is a server of this mock: a mock posts nothing to itself"
_ports: Counter[int] = Counter()
_lock = Lock()


@contextmanager
def serving(port: int) -> Iterator[None]:
    """Count the port as one of this process's own, as long as the block lasts."""
    with _lock:
        _ports[port] += 1
    try:
        yield
    finally:
        with _lock:
            _ports[port] -= 1


def is_own(address: str, port: int) -> bool:
    """Whether a mock of this process listens at that address of this machine."""
    return _ports[port] > 0 and is_loopback(address)

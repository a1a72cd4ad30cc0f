"""The addresses of a receiver's name, within the deadline of an attempt.

The system looks a name up for as long as it likes, and nothing can end that. So a thread looks it up, and the attempt waits for the thread
until its deadline. There are few such threads, and one name takes at most one of them: a name that hangs does not stop the others.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import ip_address
from threading import Event, Lock, Semaphore, Thread
from time import perf_counter

THREADS = 8
"""The threads of all worlds that look names up."""
Address = tuple[socket.AddressFamily, str]
Left = Callable[[], float]
"""Gives the seconds until the deadline of an attempt."""


def within(seconds: float) -> Left:
    """A deadline that begins now."""
    end = perf_counter() + seconds
    return lambda: max(0.0, end - perf_counter())


class Lookup:
    """One look-up. It has `results` or an `error` when it is `done`."""

    def __init__(self) -> None:
        self.done = Event()
        self.results: list[Address] = []
        self.error: Exception | None = None


_free = Semaphore(THREADS)
_lock = Lock()
_running: dict[str, Lookup] = {}


def addresses(host: str, left: Left) -> list[Address]:
    """The addresses of a host. Raises TimeoutError at the deadline, OSError or ValueError if there are none."""
    if _is_address(host):
        return _ask(host)
    lookup = _lookup(host, left)
    if not lookup.done.wait(left()):
        raise TimeoutError
    if lookup.error is not None:
        raise lookup.error
    return lookup.results


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _ask(host: str) -> list[Address]:
    return [(family, str(address[0])) for family, _, _, _, address in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def _lookup(host: str, left: Left) -> Lookup:
    """The running look-up of the host, or a new one as soon as a thread is free."""
    with _lock:
        if host in _running:
            return _running[host]
    if not _free.acquire(timeout=left()):
        raise TimeoutError
    with _lock:
        if host in _running:
            _free.release()
            return _running[host]
        lookup = _running[host] = Lookup()
    try:
        Thread(target=_run, args=(host, lookup), name="lookup", daemon=True).start()
    except RuntimeError as error:  # the system gives no more threads
        _end(host, lookup, OSError(str(error)))
    return lookup


def _run(host: str, lookup: Lookup) -> None:
    error: Exception | None = None
    try:
        lookup.results = _ask(host)
    except (OSError, ValueError) as caught:
        error = caught
    _end(host, lookup, error)


def _end(host: str, lookup: Lookup, error: Exception | None) -> None:
    lookup.error = error
    with _lock:
        del _running[host]
    _free.release()
    lookup.done.set()

"""What a request does when the file of the kept world cannot be written: a write is refused and says why, a read goes on."""

from __future__ import annotations

from mockclio.server.call import Answer
from mockclio.store.sqlite_errors import NotKept
from mockclio.store.worlds import Worlds

READS = frozenset(("GET", "HEAD"))


def hindrance(worlds: Worlds, method: str) -> Answer | None:
    """The refusal of a write while the file still cannot be written. Nothing was done then."""
    return kept(worlds, method, None, credentials=True) if worlds.unkept and method not in READS else None


def kept(worlds: Worlds, method: str, answer: Answer | None, *, credentials: bool) -> Answer | None:
    """The answer after its changes are in the file. A write whose changes are not there is told so."""
    try:
        worlds.on_answered(credentials, method in READS)
        if method not in READS:  # a read may have left its changes to another request
            worlds.unkept = False
    except NotKept as error:
        worlds.unkept = True
        if method not in READS and (answer is None or answer.status < 400):
            return Answer(status=error.status, json=error.body)
    return answer

"""The changes of a commit, and the outbox from which webhooks and event streams read them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from mockclio.store.tables import Row, id_of

Event = Literal["created", "updated", "deleted"]
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Change:
    """One record that one commit created, changed or deleted."""

    sequence: int
    event: Event
    table: str
    before: Row | None
    after: Row | None
    user: int | None = None

    @property
    def id(self) -> int:
        return id_of(self.after or self.before or {})


class Outbox:
    """The last 10,000 changes of a world, in commit order. It calls its subscribers with each batch, inside the commit's lock."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque(maxlen=KEPT)
        self._subscribers: list[Callable[[list[Change]], None]] = []
        self.sequence = 0

    def publish(self, changes: Iterable[Change]) -> None:
        batch = list(changes)
        if not batch:
            return
        self._changes.extend(batch)
        self.sequence = batch[-1].sequence
        for subscriber in self._subscribers:
            subscriber(batch)

    def subscribe(self, subscriber: Callable[[list[Change]], None]) -> None:
        self._subscribers.append(subscriber)

    def since(self, sequence: int) -> list[Change]:
        """Changes after that sequence number, oldest first."""
        return [change for change in self._changes if change.sequence > sequence]

"""What happens in all worlds of a server, in one numbered row: requests, changes, deliveries, clocks. The last 5,000 stay."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from mockclio.store.hooks import Hooks

if TYPE_CHECKING:
    from mockclio.store.changes import Change
    from mockclio.store.request_log import LoggedRequest
    from mockclio.store.world import World

Kind = Literal["request", "change", "delivery", "clock"]
KINDS: tuple[Kind, ...] = ("request", "change", "delivery", "clock")
KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `about` is made into JSON only when somebody reads it."""

    sequence: int
    kind: Kind
    world: str
    about: Callable[[], dict[str, Any]]

    def document(self) -> dict[str, Any]:
        return {"sequence": self.sequence, "kind": self.kind, "world": self.world, self.kind: self.about()}


class Feed:
    """Followers poll it by number."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._lock = Lock()
        self.last = 0
        self.on_event: Hooks[[]] = Hooks()
        """Called whenever something was added."""

    def follow(self, world: World) -> None:
        """Take in what a world does from now on."""
        name = world.name
        world.request_log.listeners.append(lambda entry: self._requested(name, entry))
        world.outbox.subscribe(lambda changes: self._changed(name, changes))

    def leave(self, world: World) -> None:
        world.request_log.listeners.clear()

    def add(self, kind: Kind, world: str, about: Callable[[], dict[str, Any]]) -> None:
        with self._lock:
            self.last += 1
            self._events.append(Event(self.last, kind, world, about))
        self.on_event()

    def _requested(self, world: str, entry: LoggedRequest) -> None:
        line = entry.line()  # now, because the entry holds bodies and is to go when the journal lets go of it
        self.add("request", world, lambda: line)

    def _changed(self, world: str, changes: list[Change]) -> None:
        for change in changes:
            self.add("change", world, lambda change=change: shown(change))  # type: ignore[misc]

    def since(self, sequence: int, world: str = "", kinds: Iterable[str] = (), most: int = 1_000) -> list[Event]:
        """Events after that number, oldest first; of one world or all, of some kinds or all."""
        with self._lock:
            begin = max(0, len(self._events) - (self.last - sequence))
            fresh = list(islice(self._events, begin, None))
        wanted = frozenset(kinds)
        return [event for event in fresh if (not world or event.world == world) and (not wanted or event.kind in wanted)][:most]


def shown(change: Change) -> dict[str, Any]:
    """A change as followers see it: which record, and which of its values are new."""
    before, after = change.before or {}, change.after or {}
    keys = [key for key in {**before, **after} if not key.startswith("_") and before.get(key) != after.get(key)]
    return {
        "sequence": change.sequence,
        "event": change.event,
        "table": change.table,
        "id": change.id,
        "user": change.user,
        "changed": keys,
    }

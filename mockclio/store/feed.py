"""The event feed: requests, changes, deliveries and clock moves of all worlds of a server, with numbers. It keeps the last 5,000 events."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from mockclio.store.hooks import Hooks
from mockclio.store.request_log import mask_line

if TYPE_CHECKING:
    from mockclio.store.changes import Change
    from mockclio.store.request_log import LoggedRequest
    from mockclio.store.world import World

Kind = Literal["request", "change", "delivery", "clock"]
KINDS: tuple[Kind, ...] = ("request", "change", "delivery", "clock")
KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `about` is called only when the event is read."""

    sequence: int
    kind: Kind
    world: str
    about: Callable[[], dict[str, Any]]

    def document(self) -> dict[str, Any]:
        return {"sequence": self.sequence, "kind": self.kind, "world": self.world, self.kind: self.about()}


class Feed:
    """The events of one server. Readers ask for the events after a number."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._lock = Lock()
        self.last = 0
        self.on_event: Hooks[[]] = Hooks()
        """Called after each new event."""

    def follow(self, world: World) -> None:
        """Add the events of a world from now on."""
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
        line = entry.raw_line()  # now, because the entry holds bodies and must be freed when the request log drops it
        self.add("request", world, lambda: mask_line(line))

    def _changed(self, world: str, changes: list[Change]) -> None:
        for change in changes:
            self.add("change", world, lambda change=change: shown(change))  # type: ignore[misc]

    def since(self, sequence: int, world: str = "", kinds: Iterable[str] = (), most: int = 1_000) -> list[Event]:
        """Events after that number, oldest first. An empty `world` or `kinds` means all."""
        with self._lock:
            begin = max(0, len(self._events) - (self.last - sequence))
            fresh = list(islice(self._events, begin, None))
        wanted = frozenset(kinds)
        return [event for event in fresh if (not world or event.world == world) and (not wanted or event.kind in wanted)][:most]


def shown(change: Change) -> dict[str, Any]:
    """A change as readers of the feed see it: the record, and the names of its changed values."""
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

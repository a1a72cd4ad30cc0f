"""What a webhook should be told, worked out by itself: no code of the server is used here."""

from __future__ import annotations

from dataclasses import dataclass, field

WAITS = (2, 4, 8, 16, 32)
"""Minutes before each retry."""


@dataclass(order=True)
class Owed:
    due: int
    turn: int
    attempt: int = field(compare=False)
    payload_fields: tuple[str, int, str] = field(compare=False)


@dataclass
class Hook:
    """One webhook: what it may hear, how its receiver answers, and what arrived."""

    events: tuple[str, ...]
    watches_name: bool
    expires: int
    status: str = "pending"
    met: set[int] = field(default_factory=set)
    owed: list[Owed] = field(default_factory=list)
    attempts: list[tuple[str, int, int, int]] = field(default_factory=list)
    arrived: list[tuple[str, int, str]] = field(default_factory=list)
    answer: int = 200


class Model:
    """Time in seconds; receivers answer at once."""

    def __init__(self) -> None:
        self.now, self._turn = 0, 0
        self.hooks: list[Hook] = []

    def commit(self, event: str, record: int, name: str, renamed: bool = False) -> None:
        """A task was created, changed or deleted."""
        for hook in self.hooks:
            if event not in hook.events or hook.status != "enabled" or self.now >= hook.expires:
                continue
            first = event == "updated" and record not in hook.met
            if event == "updated":
                hook.met.add(record)
            if event != "updated" or first or renamed or not hook.watches_name:
                self._owe(hook, self.now, 1, (event, record, name))
        self._run(self.now)

    def advance(self, seconds: int) -> None:
        self.now += seconds
        self._run(self.now)

    def _owe(self, hook: Hook, due: int, attempt: int, payload_fields: tuple[str, int, str]) -> None:
        self._turn += 1
        hook.owed.append(Owed(due, self._turn, attempt, payload_fields))

    def _run(self, until: int) -> None:
        for hook in self.hooks:
            while due := sorted(owed for owed in hook.owed if owed.due <= until):
                hook.owed.remove(due[0])
                self._attempt(hook, due[0])

    def _attempt(self, hook: Hook, owed: Owed) -> None:
        if hook.status != "enabled" or owed.due >= hook.expires:
            return
        hook.attempts.append((owed.payload_fields[0], owed.payload_fields[1], owed.attempt, owed.due))
        if hook.answer in (200, 302, 410):
            hook.arrived.append(owed.payload_fields)
        elif owed.attempt <= len(WAITS):
            self._owe(hook, owed.due + 60 * WAITS[owed.attempt - 1], owed.attempt + 1, owed.payload_fields)
        if hook.answer == 410 or (hook.answer == 500 and owed.attempt > len(WAITS)):
            hook.status = "suspended"
            hook.owed.clear()

"""What may be done to the next deliveries, in words: the same for a world in this process and for one that a server elsewhere holds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import timedelta
from typing import Any

from mockclio.store.clock import parse_duration
from mockclio.store.tables import Row
from mockclio.webhooks.delivery_faults import Action, Scripted


class DeliveryFaultVerbs(ABC):
    """`which` narrows by `webhook`, `model`, `event`; handshakes are met only with `event="handshake"`."""

    @abstractmethod
    def _add(self, action: Action, **values: Any) -> Row:
        """Enter an intervention; its row."""

    def drop(self, times: int = 1, **which: Any) -> Row:
        """Lose the next deliveries."""
        return self._add("drop", times=times, **which)

    def delay(self, by: timedelta | str, times: int = 1, **which: Any) -> Row:
        """Hold the next deliveries up for a while of the world's clock, such as `15m`."""
        seconds = int((parse_duration(by) if isinstance(by, str) else by).total_seconds())
        return self._add("delay", times=times, seconds=seconds, **which)

    def duplicate(self, times: int = 1, **which: Any) -> Row:
        """Send the next deliveries twice each."""
        return self._add("duplicate", times=times, **which)

    def reorder(self, count: int = 2, **which: Any) -> Row:
        """Keep the next `count` deliveries back until all of them are there, and send them last one first."""
        return self._add("reorder", times=count, **which)

    def corrupt(self, times: int = 1, **which: Any) -> Row:
        """Spoil the signature of the next attempts."""
        return self._add("corrupt", times=times, **which)

    def respond(self, *answers: Scripted, **which: Any) -> Row:
        """Answer the next attempts in place of the receiver, which hears nothing: a status, a dict of status, headers and body, or None
        for no answer in time."""
        return self._add("respond", answers=list(answers), **which)

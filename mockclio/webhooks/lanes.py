"""The queues that wait for a thread, in two lanes: those of quick receivers, and those of slow ones.

A receiver is slow when its last attempt took long, or when it sent more than is read. Few threads work for slow receivers at a time, so
that quick receivers always get one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mockclio.webhooks.reply import Reply

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import SubscriptionQueue

SLOW_THREADS = 2
"""The threads of a world that work for slow receivers at a time."""
SLOW_SECONDS = 0.25
"""The seconds of an attempt after which its receiver is slow."""


def takes_long(seconds: float) -> bool:
    return seconds > SLOW_SECONDS


def is_slow(reply: Reply) -> bool:
    """Whether an attempt with that reply moves its queue into the slow lane. A quick reply moves it back."""
    return reply.cut or takes_long((reply.milliseconds or 0) / 1000)


class Lanes:
    """The waiting queues of one world, in the order in which they came. Call its methods under the world's lock.

    `has_room` says whether one more attempt may wait for a late answer.
    """

    def __init__(self, has_room: Callable[[], bool]) -> None:
        self._has_room = has_room
        self._quick: dict[int, SubscriptionQueue] = {}
        self._slow: dict[int, SubscriptionQueue] = {}
        self._slow_is_next = False
        self.slow_at_work = 0
        """The threads that work for slow receivers now."""

    def add(self, queue: SubscriptionQueue) -> None:
        (self._slow if queue.slow else self._quick)[queue.webhook] = queue

    def __contains__(self, queue: SubscriptionQueue) -> bool:
        return queue.webhook in self._quick or queue.webhook in self._slow

    def remove(self, queue: SubscriptionQueue) -> None:
        self._quick.pop(queue.webhook, None)
        self._slow.pop(queue.webhook, None)

    @property
    def _slow_may_begin(self) -> bool:
        return self.slow_at_work < SLOW_THREADS and self._has_room()

    def may_begin(self, queue: SubscriptionQueue) -> bool:
        """Whether a thread that is free may work on the queue."""
        return not queue.slow or self._slow_may_begin

    def waits_beside(self, *, slow: bool) -> bool:
        """Whether a thread should change to another queue after an attempt, because one waits that it may work on."""
        return bool(self._quick or (slow and self._slow))

    def next(self) -> SubscriptionQueue | None:
        """Take the queue that waits longest. When both lanes have one, they take turns."""
        takes_slow = self._slow and self._slow_may_begin and (self._slow_is_next or not self._quick)
        lane = self._slow if takes_slow else self._quick
        self._slow_is_next = lane is self._quick
        return lane.pop(next(iter(lane))) if lane else None

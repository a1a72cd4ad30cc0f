"""The clock of a mock as the clock of a client. Where the client would wait, the clock is moved instead."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from mockclio.store.clock import after

if TYPE_CHECKING:
    from mockclio.handle.clock import ClockControl
    from mockclio.store.world import World


class WorldTime:
    """The clock of a world in this process. It is read directly, because a client reads it at each call."""

    def __init__(self, world: World) -> None:
        """Use the clock of a world."""
        self._world = world

    def now(self) -> float:
        """Return the time in epoch seconds."""
        return self._world.clock.now().timestamp()

    def sleep(self, seconds: float) -> None:
        """Move the clock forward by so many seconds."""
        clock = self._world.clock
        with self._world.lock:
            clock.move(after(clock.now(), ceil(seconds)))
        clock.moved()

    async def wait(self, seconds: float) -> None:
        """Move the clock forward, and let other tasks run."""
        import anyio

        self.sleep(seconds)
        await anyio.sleep(0)


class RemoteTime:
    """The clock of a mock elsewhere."""

    def __init__(self, clock: ClockControl) -> None:
        """Use the clock of a handle."""
        self._clock = clock

    def now(self) -> float:
        """Return the time in epoch seconds."""
        return self._clock.now().timestamp()

    def sleep(self, seconds: float) -> None:
        """Move the clock forward by so many seconds."""
        self._clock.advance(timedelta(seconds=ceil(seconds)))

    async def wait(self, seconds: float) -> None:
        """Move the clock forward without blocking other tasks."""
        import anyio

        await anyio.to_thread.run_sync(self.sleep, seconds)

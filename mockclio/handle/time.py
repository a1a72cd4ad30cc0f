"""A mock's clock as a client's: where the client would wait, the clock is moved instead."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockclio.handle.clock import ClockControl
    from mockclio.store.world import World


class WorldTime:
    """The clock of a world of this process. A client asks for the time at each call, so that it is read directly."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self) -> float:
        return self._world.clock.now().timestamp()

    def sleep(self, seconds: float) -> None:
        clock = self._world.clock
        with self._world.lock:
            clock.move(clock.now() + timedelta(seconds=ceil(seconds)))
        clock.moved()

    async def wait(self, seconds: float) -> None:
        import anyio

        self.sleep(seconds)
        await anyio.sleep(0)


class RemoteTime:
    """The clock of a mock elsewhere."""

    def __init__(self, clock: ClockControl) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()

    def sleep(self, seconds: float) -> None:
        self._clock.advance(timedelta(seconds=ceil(seconds)))

    async def wait(self, seconds: float) -> None:
        import anyio

        await anyio.to_thread.run_sync(self.sleep, seconds)

"""Input and output of the client: send, sleep, lock, run jobs side by side.

One blocking and one async version; all other code is shared.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from threading import Lock
from typing import Any, Protocol, TypeVar

import httpx

from mockclio.client.sync_async import Runner, finish

R = TypeVar("R")
Job = Callable[[], Coroutine[Any, Any, R]]


class Time(Protocol):
    """A clock in epoch seconds, with two ways to wait. A mock has a clock of its own: waiting moves its time instead of blocking."""

    def now(self) -> float:
        """Return the time in epoch seconds."""

    def sleep(self, seconds: float) -> None:
        """Wait so many seconds; blocks the thread."""

    async def wait(self, seconds: float) -> None:
        """Wait so many seconds without blocking other tasks."""


class RealTime:
    """The clock of the machine."""

    def now(self) -> float:
        """Return the time in epoch seconds."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait so many seconds; blocks the thread."""
        time.sleep(seconds)

    async def wait(self, seconds: float) -> None:
        """Wait so many seconds without blocking other tasks."""
        import anyio

        await anyio.sleep(seconds)


class Backend(Protocol):
    """What `SyncBackend` and `AsyncBackend` have in common."""

    @property
    def time(self) -> Time:
        """The clock that the client waits by."""

    @property
    def run(self) -> Runner:
        """What a coroutine is given to: it is finished at once, or returned to be awaited."""

    def build(self, method: str, url: str, **options: Any) -> httpx.Request:
        """Build a request; `options` are those of httpx."""

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request and return the response. With `stream` its body is not read yet."""

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds by the clock of the client."""

    def chunks(self, response: httpx.Response) -> AsyncIterator[bytes]:
        """Iterate over the bytes of a streamed response."""

    async def read(self, response: httpx.Response) -> None:
        """Read the rest of a streamed response into its content."""

    def one_at_a_time(self, lock: Lock) -> AbstractAsyncContextManager[None]:
        """A context that one task of this client enters at a time, or one of all threads that share the lock."""

    async def together(self, jobs: Iterable[Job[R]], at_once: int) -> list[R]:
        """Run the jobs, at most `at_once` at a time; returns their results in the order of the jobs."""

    async def aside(self, function: Callable[[], R]) -> R:
        """Run a blocking function, such as one that reads a file, without blocking other tasks."""

    async def close(self, response: httpx.Response | None = None) -> None:
        """Close a streamed response, or without one the whole HTTP client."""


class SyncBackend:
    """The backend of `Clio`: every coroutine runs to its end at once."""

    def __init__(self, http: httpx.Client, time: Time) -> None:
        """Send with `http`, wait by `time`."""
        self.http, self.time, self.run = http, time, finish

    def build(self, method: str, url: str, **options: Any) -> httpx.Request:
        """Build a request; `options` are those of httpx."""
        return self.http.build_request(method, url, **options)

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request and return the response."""
        return self.http.send(request, stream=stream)

    async def sleep(self, seconds: float) -> None:
        """Block for so many seconds."""
        self.time.sleep(seconds)

    async def chunks(self, response: httpx.Response) -> AsyncIterator[bytes]:
        """Iterate over the bytes of a streamed response."""
        for chunk in response.iter_bytes():
            yield chunk

    async def read(self, response: httpx.Response) -> None:
        """Read the rest of a streamed response into its content."""
        response.read()

    @asynccontextmanager
    async def one_at_a_time(self, lock: Lock) -> AsyncIterator[None]:
        """Hold the lock, so that other threads wait."""
        with lock:
            yield

    async def together(self, jobs: Iterable[Job[R]], at_once: int) -> list[R]:
        """Run the jobs in a pool of `at_once` threads; returns their results in order."""
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(at_once, "mockclio") as pool:
            return list(pool.map(lambda job: finish(job()), jobs))

    async def aside(self, function: Callable[[], R]) -> R:
        """Call the function in this thread."""
        return function()

    async def close(self, response: httpx.Response | None = None) -> None:
        """Close a streamed response, or without one the HTTP client."""
        (response or self.http).close()


def _as_it_is(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return coroutine


class AsyncBackend:
    """The backend of `AsyncClio`. It uses anyio, so that it runs under asyncio and trio."""

    def __init__(self, http: httpx.AsyncClient, time: Time) -> None:
        """Send with `http`, wait by `time`."""
        import anyio

        self.http, self.time, self.run = http, time, _as_it_is
        self._lock = anyio.Lock()

    def build(self, method: str, url: str, **options: Any) -> httpx.Request:
        """Build a request; `options` are those of httpx."""
        return self.http.build_request(method, url, **options)

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request and return the response."""
        return await self.http.send(request, stream=stream)

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds without blocking other tasks."""
        await self.time.wait(seconds)

    async def chunks(self, response: httpx.Response) -> AsyncIterator[bytes]:
        """Iterate over the bytes of a streamed response."""
        async for chunk in response.aiter_bytes():
            yield chunk

    async def read(self, response: httpx.Response) -> None:
        """Read the rest of a streamed response into its content."""
        await response.aread()

    @asynccontextmanager
    async def one_at_a_time(self, lock: Lock) -> AsyncIterator[None]:
        """Hold the lock of this client, so that its other tasks wait."""
        async with self._lock:
            yield

    async def together(self, jobs: Iterable[Job[R]], at_once: int) -> list[R]:
        """Run the jobs as tasks, at most `at_once` at a time; returns their results in order."""
        import anyio

        results: dict[int, R] = {}
        places = anyio.Semaphore(at_once)

        async def one(place: int, job: Job[R]) -> None:
            try:
                results[place] = await job()
            finally:
                places.release()

        async with anyio.create_task_group() as tasks:
            for place, job in enumerate(jobs):
                await (
                    places.acquire()
                )  # before the task is made, so that an endless iterable of jobs is read no faster than it is worked on
                tasks.start_soon(one, place, job)
        return [results[place] for place in sorted(results)]

    async def aside(self, function: Callable[[], R]) -> R:
        """Call the function in a worker thread."""
        import anyio.to_thread

        return await anyio.to_thread.run_sync(function)

    async def close(self, response: httpx.Response | None = None) -> None:
        """Close a streamed response, or without one the HTTP client."""
        await (response or self.http).aclose()

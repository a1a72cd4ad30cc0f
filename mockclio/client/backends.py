"""What the client does with the outside: send, sleep, take turns, work side by side. Once blocking, once not; all else is shared."""

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
    """A clock in epoch seconds, and how to let time pass. A mock brings one whose time is the world's."""

    def now(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...

    async def wait(self, seconds: float) -> None: ...


class RealTime:
    """The machine's clock."""

    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    async def wait(self, seconds: float) -> None:
        import anyio

        await anyio.sleep(seconds)


class Backend(Protocol):
    """One of the two worlds."""

    @property
    def time(self) -> Time: ...

    @property
    def run(self) -> Runner: ...

    def build(self, method: str, url: str, **options: Any) -> httpx.Request: ...

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response: ...

    async def sleep(self, seconds: float) -> None: ...

    def chunks(self, response: httpx.Response) -> AsyncIterator[bytes]: ...

    async def read(self, response: httpx.Response) -> None:
        """Read the rest of a streamed answer into its content."""

    def one_at_a_time(self, lock: Lock) -> AbstractAsyncContextManager[None]:
        """Held by one task of this client at a time, or by one of all threads that share the lock."""

    async def together(self, jobs: Iterable[Job[R]], at_once: int) -> list[R]:
        """The results of the jobs in their order; some run at once."""

    async def aside(self, function: Callable[[], R]) -> R:
        """Blocking work, such as reading a file, that must not hold up other tasks."""

    async def close(self, response: httpx.Response | None = None) -> None:
        """Close a response whose bytes were streamed, or everything."""


class SyncBackend:
    """The world of `Clio`: every coroutine runs to its end at once."""

    def __init__(self, http: httpx.Client, time: Time) -> None:
        self.http, self.time, self.run = http, time, finish

    def build(self, method: str, url: str, **options: Any) -> httpx.Request:
        return self.http.build_request(method, url, **options)

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        return self.http.send(request, stream=stream)

    async def sleep(self, seconds: float) -> None:
        self.time.sleep(seconds)

    async def chunks(self, response: httpx.Response) -> AsyncIterator[bytes]:
        for chunk in response.iter_bytes():
            yield chunk

    async def read(self, response: httpx.Response) -> None:
        response.read()

    @asynccontextmanager
    async def one_at_a_time(self, lock: Lock) -> AsyncIterator[None]:
        with lock:
            yield

    async def together(self, jobs: Iterable[Job[R]], at_once: int) -> list[R]:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(at_once, "mockclio") as pool:
            return list(pool.map(lambda job: finish(job()), jobs))

    async def aside(self, function: Callable[[], R]) -> R:
        return function()

    async def close(self, response: httpx.Response | None = None) -> None:
        (response or self.http).close()


def _as_it_is(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return coroutine


class AsyncBackend:
    """The world of `AsyncClio`, under asyncio or trio: what anyio can do."""

    def __init__(self, http: httpx.AsyncClient, time: Time) -> None:
        import anyio

        self.http, self.time, self.run = http, time, _as_it_is
        self._lock = anyio.Lock()

    def build(self, method: str, url: str, **options: Any) -> httpx.Request:
        return self.http.build_request(method, url, **options)

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        return await self.http.send(request, stream=stream)

    async def sleep(self, seconds: float) -> None:
        await self.time.wait(seconds)

    async def chunks(self, response: httpx.Response) -> AsyncIterator[bytes]:
        async for chunk in response.aiter_bytes():
            yield chunk

    async def read(self, response: httpx.Response) -> None:
        await response.aread()

    @asynccontextmanager
    async def one_at_a_time(self, lock: Lock) -> AsyncIterator[None]:
        async with self._lock:
            yield

    async def together(self, jobs: Iterable[Job[R]], at_once: int) -> list[R]:
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
        import anyio.to_thread

        return await anyio.to_thread.run_sync(function)

    async def close(self, response: httpx.Response | None = None) -> None:
        await (response or self.http).aclose()

"""One async function, two ways to call it: it blocks when read off something Sync, and is awaited when read off something Async.

All that the client does is written once, as coroutines over an `IO` (io.py). The blocking client's IO never suspends, so that one step
runs its coroutines to their end: no event loop, no thread, no second copy.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

from mockclio.catalog.operations import Async, Collection, Sync

P = ParamSpec("P")
R = TypeVar("R")
M_co = TypeVar("M_co", covariant=True)


def finish(coroutine: Coroutine[Any, Any, R]) -> R:
    """Run a coroutine that never suspends."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        value: R = done.value
        return value
    coroutine.close()
    raise RuntimeError("a coroutine of the blocking client waited for an event loop: await it with AsyncClio instead")


class Runner(Protocol):
    """What a coroutine is handed to: `finish` in the blocking client, itself in the other."""

    def __call__(self, coroutine: Coroutine[Any, Any, Any]) -> Any: ...


class SyncOrAsync(Generic[M_co]):
    """Something of a client that is Sync or Async. `_run` finishes a coroutine, or hands it back to be awaited."""

    _run: Runner


class SyncAndAsync(Generic[P, R]):
    """A method of a `Spoken` or of a client's collection, from one async function."""

    def __init__(self, function: Callable[..., Coroutine[Any, Any, R]]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.__name__ = name

    @overload
    def __get__(self, obj: None, owner: Any) -> SyncAndAsync[P, R]: ...
    @overload
    def __get__(self, obj: SyncOrAsync[Sync] | Collection[Sync], owner: Any) -> Callable[P, R]: ...
    @overload
    def __get__(self, obj: SyncOrAsync[Async] | Collection[Async], owner: Any) -> Callable[P, Awaitable[R]]: ...
    def __get__(self, obj: Any, owner: Any) -> Any:
        if obj is None:
            return self
        run: Runner = obj._call.run if isinstance(obj, Collection) else obj._run
        return lambda *args, **arguments: run(self.function(obj, *args, **arguments))


def sync_and_async(function: Callable[Concatenate[Any, P], Coroutine[Any, Any, R]]) -> SyncAndAsync[P, R]:
    """The decorator, for a function that spells its parameters."""
    return SyncAndAsync(function)


def with_arguments_of(arguments: Callable[P, Any]) -> Callable[[Callable[..., Coroutine[Any, Any, R]]], SyncAndAsync[P, R]]:
    """The decorator, for a function whose parameters are those of a class of the catalogue, such as `NewReport`."""
    return lambda function: SyncAndAsync(function)

"""Decorators that make one async function callable in two ways: it blocks on a Sync object, and is awaited on an Async object.

The client is written once, as coroutines over a `Backend` (backends.py). The backend of the blocking client never suspends, so one step
runs a coroutine to its end, without an event loop and without a thread.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

from mockclio.catalog.operations import Async, Collection, Sync

P = ParamSpec("P")
R = TypeVar("R")
M_co = TypeVar("M_co", covariant=True)


def finish(coroutine: Coroutine[Any, Any, R]) -> R:
    """Run a coroutine that never suspends, and return its result. Raises RuntimeError if it does suspend."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        value: R = done.value
        return value
    coroutine.close()
    raise RuntimeError("a coroutine of the blocking client waited for an event loop: await it with AsyncClio instead")


class Runner(Protocol):
    """What a coroutine is given to: `finish` in the blocking client; in the other it is returned as it is."""

    def __call__(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Finish the coroutine, or return it."""


class SyncOrAsync(Generic[M_co]):
    """Base of parts of a client that are Sync or Async. `_run` finishes a coroutine, or returns it to be awaited."""

    _run: Runner


class SyncAndAsync(Generic[P, R]):
    """A descriptor: a method of a `SyncOrAsync` or of a client's collection, made of one async function."""

    def __init__(self, function: Callable[..., Coroutine[Any, Any, R]]) -> None:
        """Wrap an async function."""
        self.function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Take the name of the attribute."""
        self.__name__ = name

    @overload
    def __get__(self, obj: None, owner: Any) -> SyncAndAsync[P, R]: ...
    @overload
    def __get__(self, obj: SyncOrAsync[Sync] | Collection[Sync], owner: Any) -> Callable[P, R]: ...
    @overload
    def __get__(self, obj: SyncOrAsync[Async] | Collection[Async], owner: Any) -> Callable[P, Awaitable[R]]: ...
    def __get__(self, obj: Any, owner: Any) -> Any:
        """Return the bound method: blocking or awaitable, by the type of `obj`."""
        if obj is None:
            return self
        run: Runner = obj._call.run if isinstance(obj, Collection) else obj._run
        return lambda *args, **arguments: run(self.function(obj, *args, **arguments))


def sync_and_async(function: Callable[Concatenate[Any, P], Coroutine[Any, Any, R]]) -> SyncAndAsync[P, R]:
    """Decorate a function that spells its parameters."""
    return SyncAndAsync(function)


def with_arguments_of(arguments: Callable[P, Any]) -> Callable[[Callable[..., Coroutine[Any, Any, R]]], SyncAndAsync[P, R]]:
    """Decorate a function whose parameters are those of a class of the catalogue, such as `NewReport`."""
    return lambda function: SyncAndAsync(function)

"""Lists of functions that are called at an event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Hooks(Generic[P]):
    """Functions that are called in the order in which they were added: `worlds.on_added: Hooks[[World]]`.

    An exception of a function goes to the caller. The functions after it are then not called.
    """

    def __init__(self) -> None:
        self._functions: tuple[Callable[P, object], ...] = ()

    def add(self, function: Callable[P, object]) -> None:
        """Call the function from now on. A function that is in the list already keeps its place."""
        if function not in self._functions:
            self._functions = (*self._functions, function)

    def remove(self, function: Callable[P, object]) -> None:
        """Stop calling the function. Nothing happens if it is not in the list."""
        self._functions = tuple(one for one in self._functions if one != function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        for function in self._functions:
            function(*args, **kwargs)

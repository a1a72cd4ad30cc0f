"""Lists of functions that are called when something happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Hooks(Generic[P]):
    """Functions that are called in the order in which they were added: `worlds.on_added: Hooks[[World]]`.

    What a function raises reaches the caller, and the functions after it are not called.
    """

    def __init__(self) -> None:
        self._functions: tuple[Callable[P, object], ...] = ()

    def add(self, function: Callable[P, object]) -> None:
        """Call the function from now on. One that is there already keeps its place."""
        if function not in self._functions:
            self._functions = (*self._functions, function)

    def remove(self, function: Callable[P, object]) -> None:
        """Call the function no more. Nothing happens if it is not there."""
        self._functions = tuple(one for one in self._functions if one != function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        for function in self._functions:
            function(*args, **kwargs)

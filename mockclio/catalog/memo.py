"""A cache for pure functions that keeps their signature for type checkers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def remember(size: int) -> Callable[[F], F]:
    """Keep the last `size` results. Arguments must be hashable."""

    def decorate(function: F) -> F:
        return cast(F, lru_cache(maxsize=size)(function))

    return decorate

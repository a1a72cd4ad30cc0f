"""Breaking a server from inside: one function or one derived value is replaced, and put back afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mockclio.server import behavior, rendering, values


def forget() -> None:
    """Let nothing that was compiled hold on to what is replaced."""
    for kept in (rendering.compiled, values.getter, values.path_values, behavior.nested):
        kept.cache_clear()  # type: ignore[attr-defined]


@contextmanager
def replaced(function: Callable[..., Any], by: Callable[..., Any]) -> Iterator[None]:
    """Replace a function of a module under every name that a module of ours has for it."""
    places = [
        (module, name)
        for key, module in list(sys.modules.items())
        if key.startswith("mockclio.") and module is not None
        for name, value in list(vars(module).items())
        if value is function
    ]
    for module, name in places:
        setattr(module, name, by)
    try:
        yield
    finally:
        for module, name in places:
            setattr(module, name, function)


@contextmanager
def swapped(owner: Any, **members: Any) -> Iterator[None]:
    """Replace members of a class or a module."""
    before = {name: getattr(owner, name) for name in members}
    for name, value in members.items():
        setattr(owner, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(owner, name, value)

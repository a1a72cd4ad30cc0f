"""Breaking a server from inside: one function or one derived value is replaced, and put back afterwards."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mockclio import MockClio
from mockclio.server import behavior, rendering, values
from tests.mutants.mutant import Apply

Change = Callable[..., Any]
"""Stands in for a function: it gets that function first, then the arguments."""


def forget() -> None:
    """Let nothing that was compiled hold on to what is replaced."""
    for kept in (rendering.compiled, values.getter, values.path_values, behavior.nested):
        kept.cache_clear()  # type: ignore[attr-defined]


@contextmanager
def replaced(known: object, by: object) -> Iterator[None]:
    """Replace a function or a value of a module under every name that a module of ours has for it."""
    places = [
        (module, name)
        for key, module in list(sys.modules.items())
        if key.startswith("mockclio.") and module is not None
        for name, value in list(vars(module).items())
        if value is known
    ]
    for module, name in places:
        setattr(module, name, by)
    try:
        yield
    finally:
        for module, name in places:
            setattr(module, name, known)


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


def acting(function: Callable[..., Any], change: Change) -> Apply:
    """A mutant in which another function stands for one of a module."""

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with replaced(function, lambda *arguments, **options: change(function, *arguments, **options)):
            forget()
            yield
        forget()

    return apply


def in_class(owner: type, member: str, change: Change) -> Apply:
    """A mutant in which another method stands for one of a class. The change gets the method of the object first."""
    sound = getattr(owner, member)

    def act(own: Any, *arguments: Any) -> Any:
        return change(lambda *given: sound(own, *given), *arguments)

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with swapped(owner, **{member: act}):
            forget()
            yield
        forget()

    return apply


def valued(known: object, by: object) -> Apply:
    """A mutant in which another value stands for one of a module."""

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with replaced(known, by):
            yield

    return apply

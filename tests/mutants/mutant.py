"""A mutant: one way in which a server is wrong, and the plain requests that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, get_args

from mockclio import MockClio
from mockclio.verify.check import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)

Apply = Callable[[MockClio], AbstractContextManager[None]]
Probe = Callable[[MockClio], Iterator[Any]]
"""Asks a mock some plain things and yields what it answers. It knows nothing of the checks."""


@dataclass(frozen=True, eq=False)
class Mutant:
    """`apply` breaks one mock for the length of a with statement. `probe` is asked of a fork of the world that `world` names."""

    kind: Kind
    name: str
    description: str
    apply: Apply
    probe: Probe
    world: str = "practice"

    @property
    def id(self) -> str:
        """Such as `fields/Matter#show/client/null`."""
        return f"{self.kind}/{self.name}"

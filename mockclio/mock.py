"""A law firm inside a Python process: for tests, without a socket unless somebody asks for a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from mockclio.handle.in_process import ORIGIN as IN_PROCESS
from mockclio.handle.in_process import InProcessMock
from mockclio.store.clock import parse_time
from mockclio.store.world import World

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["IN_PROCESS", "MockClio"]


class MockClio(InProcessMock):
    """A world and the server over it. `firm` is `small`, `empty` or a path; the clock stands still at `at`, or at the firm's own time.

    A saved state is a firm too: its world goes on from the time at which it was saved, with its tokens, faults and limits.
    """

    def __init__(
        self,
        firm: str = "small",
        *,
        at: str | None = None,
        frozen: bool = True,
        token: str = "dev-token",
        lenient_bodies: bool = False,
    ) -> None:
        from mockclio.assembly import open_firm

        world = open_firm(firm, at=parse_time(at) if at else None, frozen=frozen)
        world.settings.lenient_bodies = lenient_bodies or world.settings.lenient_bodies
        super().__init__(world, token)

    @classmethod
    def of(cls, world: World, token: str = "dev-token", *, like: Flask | None = None) -> Self:
        """A mock over a world that exists already, such as a fork; over the application of another mock it is made faster."""
        mock = cls.__new__(cls)
        InProcessMock.__init__(mock, world, token, like=like)
        return mock

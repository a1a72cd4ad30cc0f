"""`MockClio`: a mock of Clio inside a Python process. It uses no socket unless its `url` is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, Unpack

from mockclio.handle.in_process import ORIGIN as IN_PROCESS
from mockclio.handle.in_process import InProcessMock
from mockclio.handle.tokens import prepare
from mockclio.store.clock import parse_time
from mockclio.store.settings import Given
from mockclio.store.world import World

if TYPE_CHECKING:
    from flask import Flask

    from mockclio.assembly import Firm

__all__ = ["IN_PROCESS", "MockClio"]


class MockClio(InProcessMock):
    """A mock with its own world: rows, files, clock, tokens, faults.

        with MockClio("small") as mock:
            mock.http.get("/api/v4/matters.json")
            mock.client.matters.list()
            mock.clock.advance(timedelta(days=1))
            mock.requests.assert_called("GET", "/matters")

    It is also the type of the pytest fixture `mockclio`, where tests run in process. Further keywords are settings of the world, such as
    `page_token_ceiling=20`: the fields of WorldSettings.
    """

    def __init__(
        self,
        firm: Firm = "small",
        *,
        at: str | None = None,
        frozen: bool = True,
        token: str = "dev-token",
        lenient_bodies: bool = False,
        auto_approve: str | int | None = None,
        allow_redirect_hosts: Iterable[str] = (),
        **settings: Unpack[Given],
    ) -> None:
        """Open a firm.

        `firm` is `small`, `canada`, `empty`, the path of a spec, of a firm or of a saved state, or the mapping of a spec, as in
        `{"contacts": ["Ada Quill"]}`. A saved state continues at the time at which it was saved, with its tokens, faults and limits.
        `at` is the time to begin at, such as `2026-01-05T09:00:00Z`; without
        it the firm's own time is used. `frozen` says that the clock stands still. `token` is an access token that works at once.
        With `lenient_bodies` the body of a write may lack `data`, or hold several records. `auto_approve` is the user for whom OAuth
        applications are allowed without a consent page: an id, an e-mail, or the place in the list. `allow_redirect_hosts` are hosts,
        besides this machine, of redirect URIs.
        """
        from mockclio.assembly import open_firm

        world = open_firm(firm, at=parse_time(at) if at else None, frozen=frozen)
        given: dict[str, Any] = {"lenient_bodies": True, **settings} if lenient_bodies else {**settings}
        world.settings = world.settings.changed(given)
        super().__init__(world, token)
        prepare(self, auto_approve, allow_redirect_hosts)

    @classmethod
    def of(cls, world: World, token: str = "dev-token", *, like: Flask | None = None) -> Self:
        """Make a mock over an existing world, such as a fork. With `like`, the application of another mock, it is made faster."""
        mock = cls.__new__(cls)
        InProcessMock.__init__(mock, world, token, like=like)
        return mock

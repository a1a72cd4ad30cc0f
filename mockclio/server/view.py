"""The view of a request: the user and the version with which rendering, filters and behaviours read a world."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from mockclio.store.access import Permissions, Token
from mockclio.store.tables import Row
from mockclio.store.world import World

LATEST = (4, 0, 13)


@lru_cache(maxsize=20_000)
def localize(stamp: str, zone: ZoneInfo) -> str:
    """A stored time in the form of answers: ISO 8601 to the second, with the offset of the viewer's zone, without seconds in the offset."""
    moment = datetime.fromisoformat(stamp).replace(tzinfo=UTC).astimezone(zone)
    offset = moment.utcoffset() or timedelta()
    whole = timedelta(minutes=int(offset / timedelta(minutes=1)))
    if whole != offset:  # local mean time, which was used before time zones
        moment = moment.astimezone(timezone(whole))
    return moment.isoformat(timespec="seconds")


@dataclass
class View:
    """The view of one user on one world. `base_url` is the beginning of links. `options` are the arguments of the call."""

    world: World
    user: Row
    token: Token | None = None
    version: tuple[int, int, int] = LATEST
    base_url: str = "http://localhost"
    options: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.zone = self.world.zone(self.user)
        self.permissions: Permissions | None = self.token.permissions if self.token else None
        """The permissions of the token. None allows everything."""

    @property
    def application(self) -> str:
        """The client id of the token's application. Empty for a token without an application."""
        return self.token.client_id if self.token else ""

    @property
    def region(self) -> str:
        """The region of the token."""
        return self.token.region if self.token else "us"

    def local(self, stamp: str) -> str:
        return localize(stamp, self.zone)

    def get(self, table: str, id: object) -> Row | None:
        return self.world.table(table).get(id)

    def rows(self, table: str, key: str, value: object) -> list[Row]:
        return self.world.table(table).rows(key, value)

    @property
    def today(self) -> str:
        return self.world.today(self.user)

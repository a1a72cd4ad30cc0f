"""A world: one isolated account with its tables, ids, clock, random source, tokens and files. No state lives outside a world."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random, SystemRandom
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from mockclio.store.access import KEY_LENGTH, Access, RefreshToken, Token, secret
from mockclio.store.changes import Outbox
from mockclio.store.clock import Clock
from mockclio.store.faults import Faults
from mockclio.store.request_log import RequestLog
from mockclio.store.session import Session
from mockclio.store.settings import WorldSettings
from mockclio.store.tables import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tinydb.queries import QueryLike

FIRST_ID = 1_048_577
"""Ids start above 2**20 so that an etag has Clio's form: six hex digits of id, eight of time, the rest constant."""


class Ids:
    """The source of ids. Ids grow, are unique in the world, and are never used twice."""

    def __init__(self, last: int = FIRST_ID - 1) -> None:
        self.last = last

    def next(self) -> int:
        self.last += 1
        return self.last

    def reserve(self, id: int) -> None:
        """Make all later ids greater than `id`."""
        self.last = max(self.last, id)


@dataclass
class Results:
    """The ids that lists found, kept until the next commit. So the pages of a filtered list are filtered only once."""

    revision: int = -1
    cache: dict[Any, Any] = field(default_factory=dict)

    def at(self, revision: int) -> dict[Any, Any]:
        if revision != self.revision or len(self.cache) > 16:
            self.revision, self.cache = revision, {}
        return self.cache


class Extension(Protocol):
    """An object beside the rows of a world, such as its delivery queue. Forks of the world get their own."""

    def fork(self, world: World) -> None:
        """Attach the same kind of object to a fork."""

    def renew(self) -> None:
        """Called after all rows of the world were replaced."""


class World:
    """One isolated account with its own time, ids and random source."""

    def __init__(self, name: str = "default", *, clock: Clock | None = None, seed: int = 0) -> None:
        self.name = name
        self.seed = seed
        self.clock = clock or Clock()
        self.ids = Ids()
        self.random = Random(seed)
        self.open_to_others = False
        """Whether its server listens beyond this machine. Then its secrets come from the system, because others can know the seed."""
        self.storage_key = ""
        """What the signatures of the file store hold beside the seed, if its server listens beyond this machine."""
        self.outbox = Outbox()
        self.tables: dict[str, Table] = {}
        self.access = Access()
        self.settings = WorldSettings()
        self.rate_windows: dict[str, tuple[int, int]] = {}
        self.files: dict[str, bytes] = {}
        self.lock = RLock()
        self.revision = 0
        """The number of commits, and of changes of all rows."""
        self.listed_revision = 0
        """The same number without commits that wrote only tables of `NOTED_BY_READS`: results of lists are kept while it stands."""
        self.results = Results()
        self.extensions: dict[str, Extension] = {}
        self.as_of: datetime | None = None
        self.faults = Faults(seed)
        self.request_log = RequestLog()
        self.kept = False
        """Whether the world is kept in a file, so that its tables note written rows."""
        self.generation = 0
        """The number of times that all rows were replaced."""

    def secret(self, length: int = KEY_LENGTH) -> str:
        """A new secret. From the world's own random source it is the same in each run; beyond this machine the system draws it."""
        return secret(SystemRandom() if self.open_to_others else self.random, length)

    def table(self, name: str) -> Table:
        if name not in self.tables:
            made = Table()
            made.dirty = set() if self.kept else None
            self.tables[name] = made
        return self.tables[name]

    def __getattr__(self, name: str) -> TableView:
        if name.startswith("_") or name not in self.__dict__.get("tables", {}):
            raise AttributeError(f"the world has no table {name!r}; its tables are {', '.join(sorted(self.__dict__.get('tables', {})))}")
        return TableView(self.tables[name])

    @contextmanager
    def session(self, user: Row | None = None) -> Iterator[Session]:
        """A session under the world's lock. All its writes are kept, or none."""
        with self.lock, Session(self, user or self.owner()) as session:
            yield session

    def owner(self) -> Row | None:
        """The user who owns the account."""
        users = self.table("users")
        return next((user for user in users if user.get("account_owner")), None) or next(iter(users), None)

    def zone(self, user: Row | None) -> ZoneInfo:
        """The time zone of the user, otherwise that of the account."""
        name = (user or {}).get("time_zone") or next(iter(self.table("accounts")), {}).get("time_zone")
        return ZoneInfo(name or "UTC")

    def today(self, user: Row | None = None) -> str:
        """The date in the user's time zone, `YYYY-MM-DD`."""
        return self.clock.now().astimezone(self.zone(user)).date().isoformat()

    def fork(self, name: str) -> World:
        """A new world with the same state. Later writes to one do not change the other. It costs one step for each table."""
        copy = World(name, clock=self.clock.fork(), seed=self.seed)
        copy.ids = Ids(self.ids.last)
        copy.random.setstate(self.random.getstate())
        copy.tables = {key: table.fork() for key, table in self.tables.items()}
        copy.files = self.files
        copy.as_of = self.as_of
        copy.revision, copy.listed_revision = self.revision, self.listed_revision
        copy.settings = replace(self.settings)
        copy.outbox.sequence = self.outbox.sequence
        copy.faults = self.faults.fork()
        for extension in self.extensions.values():
            extension.fork(copy)
        return copy

    def become(self, other: World) -> None:
        """Take the rows, files, ids, time and random state of another world. Settings, faults, request log and credentials stay."""
        with self.lock:
            source = other.fork(self.name)
            self.tables, self.files, self.ids, self.as_of = source.tables, source.files, source.ids, source.as_of
            self.random.setstate(source.random.getstate())
            self.clock.take(source.clock)
            self.outbox.sequence = max(self.outbox.sequence, source.outbox.sequence)
            self.rate_windows = {}
            self.revision += 1
            self.listed_revision += 1
            self.generation += 1
            for table in self.tables.values():
                table.dirty = set() if self.kept else None
            self._keep_tokens_alive()
            for extension in self.extensions.values():
                extension.renew()

    def _keep_tokens_alive(self) -> None:
        """Give the tokens of users who are gone to the owner."""
        owner, users = self.owner(), self.table("users")
        granted: list[Token | RefreshToken] = [*self.access.tokens.values(), *self.access.refresh_tokens.values()]
        for token in granted:
            if owner is not None and users.get(token.user) is None:
                token.user = owner["id"]


class TableView:
    """A table for reading from Python: `world.matters.get(id)`, `len(world.matters)`, `world.matters.search(where("status") == "Open")`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def __iter__(self) -> Iterator[Row]:
        return (dict(row) for row in self._table)

    def get(self, id: int) -> Row | None:
        row = self._table.get(id)
        return dict(row) if row else None

    def all(self) -> list[Row]:
        return list(self)

    def search(self, query: QueryLike) -> list[Row]:
        """The rows that match a TinyDB query."""
        return [row for row in self if query(row)]

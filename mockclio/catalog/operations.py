"""Operations and collections. Read from the class they are declarations; read from a client they are typed calls, sync or async."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Generic, Literal, Protocol, Self, TypeVar, overload

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
S = TypeVar("S")
A = TypeVar("A")
T = TypeVar("T")

Scope = Literal[
    "Api",
    "Activities",
    "Accounting",
    "Billing",
    "Calendars",
    "Clio Payments",
    "Communications",
    "Contacts",
    "Court Rules",
    "Custom Fields",
    "Documents",
    "In-app Notifications",
    "Matters",
    "Payments",
    "Reporting",
    "Settings",
    "Tasks",
    "Trust",
    "Users",
    "Legal Aid US",
    "Legal Aid England & Wales",
    "General",
]
Kind = Literal["index", "show", "create", "update", "destroy", "single", "action", "download", "page"]


class Sync: ...


class Async: ...


M = TypeVar("M", Sync, Async)


Progress = Callable[[int, int], object]
"""Called with how much is done, and how much there is in all."""


class Page(Protocol[R]):
    """All rows of a list, fetched page by page while they are iterated. Each iteration starts again."""

    def __iter__(self) -> Iterator[R]:
        """Iterate over all rows."""

    def pages(self) -> Iterator[list[R]]:
        """Iterate over pages, each a list of rows."""

    def first(self) -> R | None:
        """Return the first row; None if the list is empty."""

    def all(self) -> list[R]:
        """Return every row."""

    @property
    def count(self) -> int:
        """The present number of rows, read from the server."""

    def progress(self, callback: Progress) -> Self:
        """Return the same list with a callback: after each page it is called with the number of rows so far and in all."""


class AsyncPage(Protocol[R]):
    """All rows of a list, fetched page by page while they are iterated. Each iteration starts again."""

    def __aiter__(self) -> AsyncIterator[R]:
        """Iterate over all rows."""

    def pages(self) -> AsyncIterator[list[R]]:
        """Iterate over pages, each a list of rows."""

    async def first(self) -> R | None:
        """Return the first row; None if the list is empty."""

    async def all(self) -> list[R]:
        """Return every row."""

    @property
    def count(self) -> Awaitable[int]:
        """The present number of rows, read from the server: `await page.count`."""

    def progress(self, callback: Progress) -> Self:
        """Return the same list with a callback: after each page it is called with the number of rows so far and in all."""

    def prefetch(self, pages: int) -> Self:
        """Return the same list, which fetches so many pages in advance while rows are processed."""


@dataclass(frozen=True, slots=True)
class File:
    """A downloaded file: `content` has its bytes, or `path` is the path that it was written to. `size` is in bytes."""

    filename: str
    content_type: str
    size: int
    content: bytes = field(default=b"", repr=False)
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R_co]):
    """The result for one row of a bulk call: a record, or the error."""

    row: Mapping[str, Any]
    record: R_co | None = None
    error: Exception | None = None


class Creates(Protocol[R_co]):
    """A collection with a call `create`."""

    @property
    def create(self) -> Callable[..., R_co]:
        """The call that creates one record."""


class Operation(Generic[S, A]):
    """One method and path of the API.

    `kind` chooses the generic algorithm. `record` is the class of the answer, or of its ids with `ids_only`. `query` and `body` are the
    classes of the arguments. `refuses` names further statuses with which the behaviour refuses.
    """

    name: str
    collection: type[Collection[Any]]

    def __init__(
        self,
        kind: Kind,
        method: str,
        suffix: str,
        *,
        record: Any = None,
        query: Any = None,
        body: Any = None,
        verb: str = "",
        status: int = 200,
        order: str = "",
        default_order: str = "",
        limit: int = 200,
        id: Any = int,
        headers: str = "X-API-VERSION",
        fields: bool = True,
        documented: bool = True,
        refuses: str = "",
        ids_only: bool = False,
    ) -> None:
        self.kind, self.method, self.suffix, self.record, self.query, self.body = kind, method, suffix, record, query, body
        self.verb, self.status, self.order, self.limit, self.id = verb, status, order, limit, id
        self.default_order = default_order or "id(asc)"
        self.headers, self.fields, self.documented = tuple(headers.split()), fields, documented
        self.refuses, self.ids_only = tuple(map(int, refuses.split())), ids_only

    def __set_name__(self, owner: type[Collection[Any]], name: str) -> None:
        self.name, self.collection = name, owner

    def __repr__(self) -> str:
        return f"<Operation {self.operation_id}>"

    @property
    def operation_id(self) -> str:
        return f"{self.collection.model}#{self.verb or self.kind}"

    @property
    def path(self) -> str:
        """The path below /api/v4, without `.json`; parameters are in braces."""
        return f"{self.collection.path}{self.suffix}"

    @property
    def takes_order_by_id(self) -> bool:
        """Whether the list accepts `order=id(asc)`: `id` is one of its orders, or the document names no order for it."""
        return not self.order or "id" in (term.partition(":")[0] for term in self.order.split())

    @property
    def path_parameters(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    @overload
    def __get__(self, obj: None, owner: Any) -> Operation[S, A]: ...
    @overload
    def __get__(self, obj: Collection[Sync], owner: Any) -> S: ...
    @overload
    def __get__(self, obj: Collection[Async], owner: Any) -> A: ...
    def __get__(self, obj: Any, owner: Any) -> Any:
        if obj is None:
            return self
        return lambda *ids, **arguments: obj._call(self, obj._fields, ids, arguments)


AnyOperation = Operation[Any, Any]
COLLECTIONS: dict[str, type[Collection[Any]]] = {}
"""Every collection by its name, which is also the name of its table and of its attribute on a client."""


class Collection(Generic[M]):
    """The operations of one tag. `path` is the common path, `scope` the permission that they need."""

    path: ClassVar[str]
    scope: ClassVar[Scope]
    tag: ClassVar[str] = ""
    model: ClassVar[str] = ""
    name: ClassVar[str] = ""
    record: ClassVar[Any] = None
    operations: ClassVar[dict[str, AnyOperation]]

    def __init__(self, call: Any, fields: str = "") -> None:
        self._call, self._fields = call, fields

    def __init_subclass__(cls) -> None:
        if "path" not in vars(cls):
            return  # a client's collection, which adds calls to one that is known
        words = re.findall(r"[A-Z][a-z0-9]*", cls.__name__)
        cls.name = "_".join(words).lower()
        cls.tag = cls.__dict__.get("tag") or " ".join(words)
        cls.operations = {key: value for key, value in vars(cls).items() if isinstance(value, Operation)}
        records = [operation.record for operation in cls.operations.values() if operation.record]
        cls.model = cls.__dict__.get("model") or records[0].__name__
        cls.record = next((record for record in records if record.__name__ == cls.model), records[0] if records else None)
        if cls.record and "table" not in vars(cls.record):
            cls.record.table = cls.name
        COLLECTIONS[cls.name] = cls

    def select(self, fields: str) -> Self:
        """Return the same collection with the fields that answers have: `clio.matters.select("id,client{name}")`."""
        return type(self)(self._call, fields)

    @overload
    def create_many(  # type: ignore[overload-overlap]  # an awaitable is matched first
        self: Creates[Awaitable[T]], rows: Iterable[Mapping[str, Any]], *, at_once: int = 4, progress: Progress | None = None
    ) -> Awaitable[list[Outcome[T]]]: ...
    @overload
    def create_many(
        self: Creates[T], rows: Iterable[Mapping[str, Any]], *, at_once: int = 4, progress: Progress | None = None
    ) -> list[Outcome[T]]: ...
    def create_many(self: Any, rows: Iterable[Mapping[str, Any]], *, at_once: int = 4, progress: Progress | None = None) -> Any:
        """Create a record for each row, at most `at_once` at a time. A refused row does not stop the others.

        Returns an Outcome per row, in the order of the rows. `progress(done, total)` is called after each row.
        """
        return self._call.create_many(self.operations["create"], self._fields, rows, at_once, progress)

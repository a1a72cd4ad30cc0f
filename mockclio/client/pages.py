"""Lists: the rows are fetched page by page while they are walked, by cursor or by offset."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from copy import copy
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from mockclio.catalog.operations import Progress
from mockclio.client import responses
from mockclio.client.exchange import Exchange
from mockclio.client.prepare import Pairs, Prepared

OFFSET_CEILING = 10_000
PLACES = ("limit", "page_token", "offset")


class OffsetEnds(LookupError):
    """A walk by offset reached the last row that an offset can address, and the list has more. Leave `offset` out to walk by cursor."""


class Walk:
    """One walk over a list. The link of a page gives the parameters of the next; host and path stay, because the token is sent there."""

    def __init__(self, exchange: Exchange, prepared: Prepared, callback: Progress | None) -> None:
        """Start at the first page of `prepared`; `progress` is called after each page."""
        self._exchange, self._prepared, self._callback = exchange, by_id(prepared), callback
        self._offset = next((int(value) for name, value in prepared.params if name == "offset"), None)
        self._over = False
        self.seen = 0

    async def page(self) -> list[Any] | None:
        """Fetch the next page. Returns its rows, or None after the last page."""
        if self._over:
            return None
        answer = responses.body(await self._exchange.call(self._prepared))
        meta = answer.get("meta", {})
        record, rows = self._prepared.operation.record, answer["data"]
        following = meta.get("paging", {}).get("next")
        self._over = not following
        self.seen += len(rows)
        if following:
            self._prepared.params = parse_qsl(urlsplit(following).query, keep_blank_values=True)
        elif self._offset is not None and self._offset + self.seen >= OFFSET_CEILING and meta.get("records", 0) > self._offset + self.seen:
            self._cut_off(meta["records"])
        if self._callback is not None:
            self._callback(self.seen, max(meta.get("records", 0), self.seen))
        return [record(row) if isinstance(row, dict) else row for row in rows]

    def _cut_off(self, records: int) -> None:
        raise OffsetEnds(
            f"an offset reaches {OFFSET_CEILING} rows, and this list has {records}: leave the offset out and walk it by cursor, without end"
        )


def by_id(prepared: Prepared) -> Prepared:
    """The same list with `order=id(asc)`, unless the caller chose an order. Without it Clio refuses cursors after 10,000 records."""
    changed, chosen = copy(prepared), {name for name, _ in prepared.params}
    if prepared.operation.takes_order_by_id and not chosen & {"order", "offset"}:
        changed.params = [*prepared.params, ("order", "id(asc)")]
    return changed


class _List:
    """The common part of both kinds of lists. No request is sent before rows are needed."""

    def __init__(self, exchange: Exchange, prepared: Prepared, callback: Progress | None = None, ahead: int = 0) -> None:
        self._exchange, self._prepared, self._callback, self._ahead = exchange, prepared, callback, ahead

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._prepared.path}>"

    def _walk(self, prepared: Prepared | None = None) -> Walk:
        return Walk(self._exchange, prepared or self._prepared, self._callback)

    def progress(self, callback: Progress) -> Self:
        """A copy of the list that calls `progress(seen, total)` after each page."""
        return type(self)(self._exchange, self._prepared, callback, self._ahead)

    def _alone(self, *dropped: str) -> Prepared:
        """The same list with one row to a page."""
        params: Pairs = [pair for pair in self._prepared.params if pair[0] not in ("limit", *dropped)]
        changed = _copied(self._prepared)
        changed.params = [*params, ("limit", "1")]
        return changed

    async def collect(self) -> list[Any]:
        """Fetch every row."""
        walk, result = self._walk(), []
        while (rows := await walk.page()) is not None:
            result += rows
        return result

    async def _first(self) -> Any:
        rows = await Walk(self._exchange, self._alone(), None).page()
        return rows[0] if rows else None

    async def _count(self) -> int:
        prepared = self._alone("fields", *PLACES)
        answer = responses.body(await self._exchange.call(prepared))
        return int(answer["meta"].get("records", len(answer["data"])))

    def first(self) -> Any:
        """The first row; None if the list is empty."""
        return self._exchange.backend.run(self._first())

    def all(self) -> Any:
        """Every row, as a list."""
        return self._exchange.backend.run(self.collect())

    @property
    def count(self) -> Any:
        """The number of rows, by one request."""
        return self._exchange.backend.run(self._count())


def _copied(prepared: Prepared) -> Prepared:
    """A copy whose lists and dicts are its own."""
    changed = copy(prepared)
    changed.params, changed.headers = list(prepared.params), dict(prepared.headers)
    return changed


class Rows(_List):
    """A list of the blocking client: `catalog.operations.Page`."""

    def pages(self) -> Iterator[list[Any]]:
        """Iterate over pages, each a list of rows."""
        walk, run = self._walk(), self._exchange.backend.run
        while (rows := run(walk.page())) is not None:
            yield rows

    def __iter__(self) -> Iterator[Any]:
        """Iterate over rows; each page is fetched when its first row is needed."""
        for rows in self.pages():
            yield from rows


class AsyncRows(_List):
    """A list of the async client: `catalog.operations.AsyncPage`."""

    def prefetch(self, pages: int) -> Self:
        """A copy of the list that fetches at most `pages` pages in advance. Needs asyncio. Raises ValueError below 0."""
        if pages < 0:
            raise ValueError(f"pages must be 0 or more, not {pages}")
        return type(self)(self._exchange, self._prepared, self._callback, pages)

    async def pages(self) -> AsyncIterator[list[Any]]:
        """Iterate over pages, each a list of rows."""
        walk = self._walk()
        if self._ahead:
            async for rows in _ahead(walk, self._ahead):
                yield rows
            return
        while (rows := await walk.page()) is not None:  # type: ignore[assignment]
            yield rows

    async def __aiter__(self) -> AsyncIterator[Any]:
        """Iterate over rows; each page is fetched when its first row is needed."""
        async for rows in self.pages():
            for row in rows:
                yield row


async def _ahead(walk: Walk, pages: int) -> AsyncIterator[list[Any]]:
    """The pages of a walk, of which a task fetches at most so many before they are wanted. Needs asyncio."""
    import asyncio

    ready: asyncio.Queue[list[Any] | BaseException | None] = asyncio.Queue(pages)

    async def fetch() -> None:
        try:
            while (rows := await walk.page()) is not None:
                await ready.put(rows)
        except Exception as error:
            await ready.put(error)
        else:
            await ready.put(None)

    task = asyncio.create_task(fetch())
    try:
        while (rows := await ready.get()) is not None:
            if isinstance(rows, BaseException):
                raise rows
            yield rows
    finally:
        task.cancel()

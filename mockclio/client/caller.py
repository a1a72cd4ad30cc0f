"""The calls of the client: from the arguments of an operation to its result, for each kind of operation."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import httpx

from mockclio.catalog.operations import AnyOperation, Async, Progress, Sync
from mockclio.catalog.records import Record
from mockclio.client import responses
from mockclio.client.bulk import create_many
from mockclio.client.exchange import Exchange
from mockclio.client.files import fetch
from mockclio.client.pages import AsyncRows, Rows
from mockclio.client.prepare import Prepared, prepare

Mode = type[Sync] | type[Async]


class Caller:
    """Performs the operations of all collections of a client. `run` finishes a coroutine, or returns it to be awaited."""

    def __init__(self, exchange: Exchange, mode: Mode) -> None:
        """Send over `exchange`; `mode` is Sync or Async."""
        self.exchange, self.mode, self.run = exchange, mode, exchange.backend.run

    def __call__(self, operation: AnyOperation, fields: str, ids: tuple[Any, ...], arguments: Mapping[str, Any]) -> Any:
        """Perform an operation. Returns its record, file or page; for a list an iterable that fetches pages when it is walked.

        Raises TypeError for arguments that the operation does not have, APIError for a refusal, NoAnswer if there is no answer.
        """
        prepared = prepare(operation, fields, ids, arguments)
        if operation.kind == "index":
            return (Rows if self.mode is Sync else AsyncRows)(self.exchange, prepared)
        return self.run(KINDS[operation.kind](self.exchange, prepared))

    async def perform(self, operation: AnyOperation, fields: str, ids: tuple[Any, ...], arguments: Mapping[str, Any]) -> Any:
        """Perform one call inside a longer coroutine. For a list the result holds all rows."""
        prepared = prepare(operation, fields, ids, arguments)
        if operation.kind == "index":
            return await Rows(self.exchange, prepared).collect()
        return await KINDS[operation.kind](self.exchange, prepared)

    def create_many(
        self, operation: AnyOperation, fields: str, rows: Iterable[Mapping[str, Any]], at_once: int, progress: Progress | None
    ) -> Any:
        """Create a record for each row, at most `at_once` at a time; `progress` is called after each row."""

        def one(row: Mapping[str, Any]) -> Coroutine[Any, Any, Any]:
            return self.perform(operation, fields, (), row)

        return self.run(create_many(self.exchange.backend, one, rows, at_once, progress))


async def _record(exchange: Exchange, prepared: Prepared) -> Record | None:
    """The record of the answer; of an answer without a body, None."""
    response = await _conditional(exchange, prepared)
    if response.status_code == 204 or prepared.operation.record is None:
        return None
    record: Record = prepared.operation.record(responses.body(response)["data"])
    return record


async def _conditional(exchange: Exchange, prepared: Prepared) -> httpx.Response:
    """The answer, out of the cache where the server says that nothing changed."""
    cache, operation = exchange.cache, prepared.operation
    if cache is None or "IF-NONE-MATCH" not in operation.headers:
        return await exchange.call(prepared)
    key = f"{exchange.version} {exchange.base_url}{prepared.path}?{urlencode(prepared.params)}"
    cached = cache.get(key)
    if cached is not None:
        prepared.headers["If-None-Match"] = cached[0]
    response = await exchange.call(prepared)
    if response.status_code == 304 and cached is not None:
        return httpx.Response(200, content=cached[1], headers=response.headers, request=response.request)
    if "ETag" in response.headers:
        cache.put(key, response.headers["ETag"], response.content)
    return response


async def _page(exchange: Exchange, prepared: Prepared) -> str:
    return (await exchange.call(prepared)).text


KINDS: dict[str, Callable[[Exchange, Prepared], Coroutine[Any, Any, Any]]] = {
    "show": _record,
    "single": _record,
    "create": _record,
    "update": _record,
    "destroy": _record,
    "action": _record,
    "download": fetch,
    "page": _page,
}

"""Pages: by an opaque cursor or by an offset.

A cursor holds the sort key of a row, so that rows may be added and deleted between two pages.
"""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice, pairwise
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from mockclio.catalog.operations import AnyOperation
from mockclio.errors import InvalidArgument
from mockclio.ledger import Recording, recording, rule
from mockclio.server import ordering
from mockclio.server.behavior import behavior
from mockclio.server.call import Call
from mockclio.server.filters import PAGING, Lookup, as_predicate, conditions
from mockclio.server.view import View
from mockclio.store.session import NOTED_BY_READS
from mockclio.store.tables import Row, Table

OFFSET_CEILING = 10_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place where a page begins: after the row with that key, or, backwards, before it.

    It is good for one list, with its filters, in one order. `passed` is how many records lie before the page.
    """

    listed: str
    order: str
    passed: int
    key: tuple[Any, ...]
    back: bool = False

    def token(self) -> str:
        parts = [self.listed, self.order, self.passed, self.back, *self.key]
        return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")

    def at(self, passed: int, key: tuple[Any, ...], *, back: bool = False) -> Cursor:
        """Another place of the same list."""
        return Cursor(self.listed, self.order, passed, key, back)


@dataclass(slots=True)
class Page:
    """The rows of one page, the number of rows of the whole list, and the cursors of the previous and the next page."""

    rows: list[Row]
    records: int
    previous: Cursor | int | None = None
    next: Cursor | int | None = None


def read_token(text: str, first: Cursor) -> Cursor:
    """The place that a token names, in the list and the order of `first`."""
    try:
        listed, order, passed, back, *key = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError, binascii.Error):
        raise bad_token() from None
    whole = type(passed) is int and isinstance(back, bool) and len(key) in (1, 3) and isinstance(key[-1], int)
    if (listed, order) != (first.listed, first.order) or not whole:
        raise bad_token()
    return first.at(passed, tuple(key), back=back)


def bad_token() -> InvalidArgument:
    return InvalidArgument("page_token is invalid", rule="paging.bad-token-is-422")


def _first(call: Call, order: str) -> Cursor:
    """The beginning of the list that the call asks for."""
    text = repr((call.operation.operation_id, sorted(call.ids.items()), _filtering(call)))
    return Cursor(blake2b(text.encode(), digest_size=6).hexdigest(), order, 0, ())


def _filtering(call: Call) -> list[tuple[str, str]]:
    return sorted((key, repr(value)) for key, value in call.arguments.items() if key not in PAGING)


def require_in_bounds(call: Call, cursor: Cursor) -> None:
    """Refuse a token beyond the ceiling, unless the request has `order=id(asc)`."""
    if cursor.passed < call.view.world.settings.page_token_ceiling:
        return
    order = "".join((call.request.args.getlist("order") or [""])[-1].split()).lower()
    if order == "id(asc)":
        rule("paging.order-by-id-has-no-ceiling")
        return
    if order == "id":
        rule("paging.plain-id-has-no-ceiling")
        return
    raise InvalidArgument("page_token is now out of bounds and cannot be used.", rule="paging.token-ceiling")


def limit_of(operation: AnyOperation, arguments: dict[str, Any]) -> int:
    limit = arguments.get("limit", operation.limit)
    if not 1 <= limit <= operation.limit:
        raise InvalidArgument(f"limit must be between 1 and {operation.limit}", rule="paging.limit-out-of-range-is-422")
    return int(limit)


def page_of(call: Call, rows: list[Row] | None = None) -> Page:
    """The page for the call, of its table or of the given rows."""
    operation, arguments, view = call.operation, call.arguments, call.view
    limit = limit_of(operation, arguments)
    name, descending = ordering.parse(operation, arguments.get("order"))
    order = f"{name}({'desc' if descending else 'asc'})"
    first = _first(call, order)
    cursor = read_token(arguments["page_token"], first) if "page_token" in arguments else None
    if cursor is not None:
        require_in_bounds(call, cursor)
    offset = arguments.get("offset")
    if offset is not None and not 0 <= offset < OFFSET_CEILING:
        raise InvalidArgument(
            f"offset must be between 0 and {OFFSET_CEILING - 1}; use page_token to go further", rule="paging.offset-ceiling"
        )
    tests = conditions(view, operation, arguments)
    table = view.world.table(operation.record.table) if rows is None else None
    if table is not None and not tests and name == "id" and offset is None:
        return _page_by_id(table, limit, descending, cursor, first)
    result = _sorted_rows(call, table, rows, tests, name, descending)
    if offset is not None and cursor is not None:
        rule("paging.token-before-offset")
    elif offset is not None:
        return _page_by_offset(result, view, table, limit, offset)
    return _page_by_key(result, table, limit, descending, cursor, first)


def _page_by_id(table: Table, limit: int, descending: bool, cursor: Cursor | None, first: Cursor) -> Page:
    """A page of the whole table in the order of ids. No row outside the page is read."""
    back = bool(cursor and cursor.back)
    start = cursor.key[-1] if cursor else None
    walk = table.ids_descending(start) if descending != back else table.ids(start)
    ids = list(islice(walk, limit + 1))
    more, ids = len(ids) > limit, ids[:limit]
    if back:
        ids.reverse()
    page = Page(table.take(ids), len(table))
    passed = (cursor or first).passed
    if ids and (cursor if not back else more):
        page.previous = first.at(max(0, passed - limit), (ids[0],), back=True)
    if ids and (more if not back else True):
        page.next = first.at(passed + len(ids), (ids[-1],))
    return page


KeyedRows = list[tuple[tuple[Any, ...], Row]]


def _sorted_rows(call: Call, table: Table | None, rows: list[Row] | None, tests: list[Any], name: str, descending: bool) -> KeyedRows:
    """Every row that meets the conditions, with its sort key, in order. The result is kept until the next commit."""
    view = call.view
    cached = view.world.results.at(view.world.listed_revision)
    key = (
        call.operation.operation_id,
        tuple(sorted(call.ids.items())),
        tuple(_filtering(call)),
        name,
        descending,
        view.user["id"],
        view.application,
        view.world.revision if call.operation.collection.name in NOTED_BY_READS else 0,
        view.world.clock.stamp() if behavior(call.operation.collection.name).timed or view.world.settings.search_lag else view.today,
    )
    if table is not None and key in cached:
        results, noted = cached[key]
        return _noted(results, noted)
    candidates = rows if rows is not None else _candidates(table, tests)  # type: ignore[arg-type]
    predicates = [as_predicate(test) for test in tests]
    sort_key = ordering.sort_key(view, call.operation, name)
    noted = Recording()
    with recording(noted):
        results = [(sort_key(row), row) for row in candidates if all(predicate(row) for predicate in predicates)]
    results.sort(key=lambda pair: pair[0], reverse=descending)
    if table is not None:
        cached[key] = results, noted
    return _noted(results, noted)


def _noted(result: KeyedRows, noted: Recording) -> KeyedRows:
    """The rows. It notes the rules that left other rows out: they also decide later pages, for which the rows are not filtered again."""
    for id in noted:
        rule(id)
    return result


def _candidates(table: Table, tests: list[Lookup | Callable[[Row], bool]]) -> list[Row]:
    """The candidates from the index with the fewest rows. Without a lookup, all rows of the table."""
    lookups = [test for test in tests if isinstance(test, Lookup)]
    if not lookups:
        return list(table)
    best: list[int] | None = None
    for lookup in lookups:
        ids = sorted({id for value in lookup.values for id in _ids(table, lookup.key, value)})
        if best is None or len(ids) < len(best):
            best = ids
    return table.take(best or [])


def _ids(table: Table, key: str, value: Any) -> list[int]:
    if key == "id":
        return [value] if table.get(value) is not None else []
    return table.find(key, value)


def _page_by_offset(result: KeyedRows, view: View, table: Table | None, limit: int, offset: int) -> Page:
    _note_ties(result[max(0, offset - 1) : offset + limit + 1])
    page = Page([row for _, row in result[offset : offset + limit]], len(result))
    if offset:
        page.previous = max(0, offset - limit)
    if offset + limit < min(len(result), OFFSET_CEILING):
        page.next = offset + limit
    return page


def _note_ties(around: KeyedRows) -> None:
    """Note the rule by which rows of a page, or of the pages beside it, stand that the order itself does not tell apart."""
    if any(one[:2] == other[:2] for (one, _), (other, _) in pairwise(around)):
        rule("lists.ties-by-id")


def _page_by_key(result: KeyedRows, table: Table | None, limit: int, descending: bool, cursor: Cursor | None, first: Cursor) -> Page:
    start, end = 0, limit
    if cursor:
        start, end = _slice(result, cursor, limit, descending)
    _note_ties(result[max(0, start - 1) : end + 1])
    page = Page([row for _, row in result[start:end]], len(result))
    if page.rows and start:
        page.previous = first.at(max(0, start - limit), result[start][0], back=True)
    if page.rows and end < len(result):
        page.next = first.at(end, result[end - 1][0])
    return page


def _slice(result: KeyedRows, cursor: Cursor, limit: int, descending: bool) -> tuple[int, int]:
    key = cursor.key if len(cursor.key) == 3 else (1, cursor.key[0], cursor.key[0])
    try:
        if cursor.back:  # the first place that is not before the key
            place = bisect_left(result, True, key=lambda pair: (pair[0] <= key) if descending else (pair[0] >= key))
            return max(0, place - limit), place
        place = bisect_left(result, True, key=lambda pair: (pair[0] < key) if descending else (pair[0] > key))
        return place, place + limit
    except TypeError:
        raise bad_token() from None


def meta(call: Call, page: Page) -> dict[str, Any]:
    """The `meta` of a list: links with the host, scheme, port and parameters of the request."""
    paging = {}
    for name in ("previous", "next"):
        place = getattr(page, name)
        if place is not None:
            paging[name] = _link(call, place)
    return {"paging": paging, "records": page.records}


def _link(call: Call, place: Cursor | int) -> str:
    parameters = [(key, value) for key, value in call.request.args.items(multi=True) if key not in ("page_token", "offset")]
    if "limit" not in call.request.args:
        parameters.append(("limit", str(call.operation.limit)))
    parameters = list(dict.fromkeys(parameters))
    parameters.append(("offset", str(place)) if isinstance(place, int) else ("page_token", place.token()))
    return f"{call.view.base_url}{quote(call.request.path)}?{urlencode(parameters)}"

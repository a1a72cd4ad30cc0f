"""Checks of pages: for any limit, by cursor and by offset, there and back, a list is the same rows, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import LISTS, Caller, Place, by_id, following, good
from mockclio.verify.checks.reading.examples import examples
from mockclio.verify.checks.reading.listing import identity

Check = Callable[[Target], None]
Body = dict[str, Any]
MOST_PLACES = 20


def walk(target: Target, operation: AnyOperation, place: Place, query: dict[str, str]) -> list[Body]:
    """The bodies of all pages, by their next links; each link must be one of this list, and lead on."""
    bodies: list[Body] = []
    path = f"{operation.path.format(**place)}.json"
    for body in following(target, Caller.of(target).at(operation, place, by_id(operation, query))):
        if list(body) != ["data", "meta"] or not isinstance(body["data"], list):
            raise CheckFailed(["data", "meta"], list(body), "", target.last)
        bodies.append(body)
        link = body["meta"]["paging"].get("next")
        if link is not None and path not in link:
            raise CheckFailed(f"a link to {path}", link, "meta.paging.next", target.last)
    return bodies


def same(expected: Any, result: Any, path: str, target: Target) -> None:
    if expected != result:
        raise CheckFailed(expected, result, path, target.last)


def rows_of(bodies: list[Body]) -> list[Any]:
    return [row for body in bodies for row in body["data"]]


def names(rows: list[Any]) -> list[str]:
    return [identity(row) for row in rows]


def chosen(operation: AnyOperation) -> dict[str, str]:
    """As little of a row as tells it from others."""
    return {"fields": "id"} if not operation.ids_only and "id" in fields(operation.record) else {}


def place_of(target: Target, operation: AnyOperation) -> tuple[Place, list[Any]]:
    """Where the list has most rows, of the first places, and these rows as one page shows them."""
    key = ("pages", operation.operation_id)
    if key not in target.kept:
        caller, results = Caller.of(target), []
        for place in caller.places(operation)[:MOST_PLACES]:
            body = good(caller.at(operation, place, {**chosen(operation), "limit": str(operation.limit)})).json()
            results.append((place, body["data"]))
        if not results:
            raise Inconclusive("the account has no record that holds such a list")
        target.kept[key] = max(results, key=lambda pair: len(pair[1]))
    result: tuple[Place, list[Any]] = target.kept[key]
    return result


def several(target: Target, operation: AnyOperation, least: int = 2) -> tuple[Place, list[Any]]:
    place, rows = place_of(target, operation)
    if len(rows) < least:
        raise Inconclusive(f"the list has fewer than {least} rows")
    return place, rows


Judge = Callable[[Target, AnyOperation], None]


def _each(judge: Judge) -> Iterator[tuple[AnyOperation, str, Check]]:
    for operation in LISTS:
        yield operation, "", lambda target, operation=operation: judge(target, operation)  # type: ignore[misc]


@check("paging/walk", "paging")
def walks() -> Cases:
    """Every limit walks to the same rows in the same order, each once; no page but the last is shorter, and none is longer."""

    def judge(target: Target, operation: AnyOperation) -> None:
        place, rows = several(target, operation)
        for limit in dict.fromkeys((1 if len(rows) <= FEW else 7, 2, 3, len(rows) - 1, len(rows), len(rows) + 1)):
            if 1 <= limit <= operation.limit:
                walked(target, operation, place, {**chosen(operation), "limit": str(limit)}, names(rows))

    yield from _each(judge)


FEWER, FEW = 8, 30


def walked(target: Target, operation: AnyOperation, place: Place, query: dict[str, str], expected: list[str]) -> None:
    """Walk with that limit, and find the expected rows in pages of the right lengths, each with the right count and links."""
    limit = int(query["limit"])
    bodies = walk(target, operation, place, query)
    result = names(rows_of(bodies))
    for number, body in enumerate(bodies):
        same(len(expected[number * limit : (number + 1) * limit]), len(body["data"]), f"page {number + 1}, limit {limit}: data", target)
        same(len(expected), body["meta"]["records"], f"page {number + 1}: meta.records", target)
        same(number > 0, "previous" in body["meta"]["paging"], f"page {number + 1}: meta.paging.previous is there", target)
    _in_order(expected, result, target)
    if len(Counter(result)) < len(Counter(expected)):
        raise CheckFailed("each row once", "a row twice", "data", target.last)


def _in_order(expected: list[str], result: list[str], target: Target) -> None:
    for number, (one, other) in enumerate(zip(expected, result, strict=False)):
        same(one, other, f"row {number + 1} of the pages", target)
    same(len(expected), len(result), "rows of all pages", target)


@check("paging/drawn", "paging")
def drawn() -> Cases:
    """The same with limits and offsets that Hypothesis draws."""

    def judge(target: Target, operation: AnyOperation) -> None:
        place, rows = several(target, operation)
        expected = names(rows)

        def one(draw: Any) -> None:
            limit = draw.integer(1, min(len(rows) + 2, operation.limit))
            if len(rows) / limit <= FEW:
                walked(target, operation, place, {**chosen(operation), "limit": str(limit)}, expected)
            offset, cut = draw.integer(0, len(rows) + 2), draw.integer(1, min(len(rows) + 2, operation.limit))
            _cut(target, operation, place, expected, offset, cut)

        examples(target, one)

    yield from _each(judge)


def _cut(target: Target, operation: AnyOperation, place: Place, expected: list[str], offset: int, limit: int) -> Body:
    params = {**chosen(operation), "offset": str(offset), "limit": str(limit)}
    body: Body = good(Caller.of(target).at(operation, place, params)).json()
    same(expected[offset : offset + limit], names(body["data"]), "data", target)
    same(len(expected), body["meta"]["records"], "meta.records", target)
    return body


@check("paging/offset", "paging")
def offsets() -> Cases:
    """An offset passes over so many rows; its pages follow each other by links too."""

    def judge(target: Target, operation: AnyOperation) -> None:
        place, rows = several(target, operation)
        expected = names(rows)
        for offset in dict.fromkeys((0, 1, 2, len(rows) - 1, len(rows), len(rows) + 1)):
            body = _cut(target, operation, place, expected, offset, 1)
            same(offset > 0, "previous" in body["meta"]["paging"], "meta.paging.previous is there", target)
            link = body["meta"]["paging"].get("next")
            if offset > 0:
                same(offset + 1 < len(rows), link is not None, "meta.paging.next is there", target)
            if link is not None:
                following = good(target.send("GET", link)).json()
                same(expected[offset + 1 : offset + 2], names(following["data"]), "data of the next page", target)

    yield from _each(judge)


@check("paging/back", "paging")
def back() -> Cases:
    """From the last page the previous links lead back over the same rows to the first."""

    def judge(target: Target, operation: AnyOperation) -> None:
        place, rows = several(target, operation, 3)
        for limit in (1, 2) if len(rows) <= FEWER else (2,) if len(rows) <= FEW else (9,):
            _back(target, operation, place, rows, limit)

    yield from _each(judge)


def _back(target: Target, operation: AnyOperation, place: Place, rows: list[Any], limit: int) -> None:
    body = walk(target, operation, place, {**chosen(operation), "limit": str(limit)})[-1]
    ends = len(rows) - len(body["data"])
    while "previous" in body["meta"]["paging"]:
        body = good(target.send("GET", body["meta"]["paging"]["previous"])).json()
        expected = names(rows[max(0, ends - limit) : ends])
        same(expected, names(body["data"]), "data of the previous page", target)
        ends -= len(expected)
        if not expected:
            raise CheckFailed("no link to an empty page", body["meta"]["paging"], "meta.paging.previous", target.last)
    same(0, ends, "rows before the first page", target)


@check("paging/token", "paging")
def tokens() -> Cases:
    """The page_token of a link, sent by itself, leads to the page of the link, also with another limit and another selection."""

    def judge(target: Target, operation: AnyOperation) -> None:
        place, rows = several(target, operation)
        caller = Caller.of(target)
        params = {**chosen(operation), "limit": "1"}
        first = good(caller.at(operation, place, params)).json()
        second = good(caller.at(operation, place, {**params, "page_token": token(first, "next")})).json()
        same(names(rows[1:2]), names(second["data"]), "data after the token of next", target)
        again = good(caller.at(operation, place, {**params, "page_token": token(second, "previous")})).json()
        same(names(rows[:1]), names(again["data"]), "data after the token of previous", target)
        longer = good(caller.at(operation, place, {**params, "limit": "2", "page_token": token(first, "next")})).json()
        same(names(rows[1:3]), names(longer["data"]), "data after the token of next, with another limit", target)
        other = good(caller.at(operation, place, {"limit": "1", "page_token": token(first, "next")})).json()
        same(len(rows[1:2]), len(other["data"]), "rows after the token of next, with another selection", target)

    yield from _each(judge)


def token(body: Body, way: str) -> str:
    return httpx.URL(body["meta"]["paging"][way]).params["page_token"]


@check("paging/whole", "paging")
def whole() -> Cases:
    """Without a limit a list comes in pages of the greatest length; a last page has no next link, a first no previous one."""

    def judge(target: Target, operation: AnyOperation) -> None:
        place, rows = place_of(target, operation)
        bodies = walk(target, operation, place, chosen(operation))
        for number, body in enumerate(bodies[:-1]):
            same(operation.limit, len(body["data"]), f"page {number + 1}: rows", target)
        same(rows_of(bodies)[: len(rows)], rows, "data", target)
        same(len(rows_of(bodies)), bodies[0]["meta"]["records"], "meta.records", target)
        same("previous" in bodies[0]["meta"]["paging"], False, "meta.paging.previous is there", target)
        same(len(names(rows_of(bodies))), len(set(names(rows_of(bodies)))), "different rows", target)
        ordered(target, operation, rows)

    yield from _each(judge)


def ordered(target: Target, operation: AnyOperation, rows: list[Any]) -> None:
    """Where the catalogue states that a list is in the order of ids, it is."""
    numbers = [row if operation.ids_only else row["id"] for row in rows] if operation.ids_only or chosen(operation) else []
    plain = operation.default_order == "id(asc)" and all(isinstance(one, int) for one in numbers)
    if operation.order and plain and operation.operation_id not in OTHERWISE:
        same(sorted(numbers), numbers, "ids in the order of the list", target)


OTHERWISE = frozenset(("Folder#list", "RelatedContacts#index"))


@check("paging/links", "paging")
def links() -> Cases:
    """A next link leads to the address that was asked, keeps what was asked (selection, limit, filters), and asks for nothing else."""

    def judge(target: Target, operation: AnyOperation) -> None:
        place, _ = several(target, operation)
        needed = Caller.of(target).required(operation)
        params = {**needed, **chosen(operation), "limit": "1"}
        if operation.order:
            params["order"] = f"{operation.order.split()[0].partition(':')[0]}(desc)"
        body = good(Caller.of(target).at(operation, place, params)).json()
        link = httpx.URL(body["meta"]["paging"]["next"])
        address = target.http.base_url
        same((address.scheme, address.netloc), (link.scheme, link.netloc), "meta.paging.next: its address", target)
        for name, value in params.items():
            same(value, link.params.get(name), f"meta.paging.next: {name}", target)
        _nothing_else(link, params, target)
        _nothing_else(
            _next_of(target, operation, place, Caller.of(target).required(operation)), Caller.of(target).required(operation), target
        )
        following = good(target.send("GET", str(link))).json()
        same([list(row) for row in body["data"] if isinstance(row, dict)], _keys(following), "data of the next page", target)

    yield from _each(judge)


def _next_of(target: Target, operation: AnyOperation, place: Place, query: dict[str, str]) -> httpx.URL:
    """The next link of a request that asks for as little as it can."""
    body = good(Caller.of(target).at(operation, place, {**query, "limit": "1"})).json()
    return httpx.URL(body["meta"]["paging"]["next"])


def _nothing_else(link: httpx.URL, params: dict[str, str], target: Target) -> None:
    same([], [name for name in link.params if name not in (*params, "limit", *PLACES)], "meta.paging.next: what was not asked", target)


PLACES = ("page_token", "offset")


def _keys(body: Body) -> list[list[str]]:
    return [list(row) for row in body["data"] if isinstance(row, dict)]

"""Laws of pages: for any limit, by cursor and by offset, there and back, a list is the same rows, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from mockclio.testing.laws.account import Account
from mockclio.testing.laws.law import Broken, Unjudged, law
from mockclio.testing.laws.reading.asking import LISTS, Caller, Place, following, good
from mockclio.testing.laws.reading.drawing import examples
from mockclio.testing.laws.reading.listing import identity

Check = Callable[[Account], None]
Found = Iterator[tuple[AnyOperation | None, str, Check]]
Body = dict[str, Any]
MOST_PLACES = 20


def walk(account: Account, operation: AnyOperation, place: Place, asked: dict[str, str]) -> list[Body]:
    """The bodies of all pages, by their next links; each link must be one of this list, and lead on."""
    bodies: list[Body] = []
    path = f"{operation.path.format(**place)}.json"
    for body in following(account, Caller.of(account).at(operation, place, asked)):
        if list(body) != ["data", "meta"] or not isinstance(body["data"], list):
            raise Broken(["data", "meta"], list(body), "", account.last)
        bodies.append(body)
        link = body["meta"]["paging"].get("next")
        if link is not None and path not in link:
            raise Broken(f"a link to {path}", link, "meta.paging.next", account.last)
    return bodies


def same(expected: Any, found: Any, path: str, account: Account) -> None:
    if expected != found:
        raise Broken(expected, found, path, account.last)


def rows_of(bodies: list[Body]) -> list[Any]:
    return [row for body in bodies for row in body["data"]]


def names(rows: list[Any]) -> list[str]:
    return [identity(row) for row in rows]


def chosen(operation: AnyOperation) -> dict[str, str]:
    """As little of a row as tells it from others."""
    return {"fields": "id"} if not operation.ids_only and "id" in fields(operation.record) else {}


def place_of(account: Account, operation: AnyOperation) -> tuple[Place, list[Any]]:
    """Where the list has most rows, of the first places, and these rows as one page shows them."""
    key = ("pages", operation.operation_id)
    if key not in account.kept:
        caller, found = Caller.of(account), []
        for place in caller.places(operation)[:MOST_PLACES]:
            body = good(caller.at(operation, place, {**chosen(operation), "limit": str(operation.limit)})).json()
            found.append((place, body["data"]))
        if not found:
            raise Unjudged("the account has no record that holds such a list")
        account.kept[key] = max(found, key=lambda pair: len(pair[1]))
    result: tuple[Place, list[Any]] = account.kept[key]
    return result


def several(account: Account, operation: AnyOperation, least: int = 2) -> tuple[Place, list[Any]]:
    place, rows = place_of(account, operation)
    if len(rows) < least:
        raise Unjudged(f"the list has fewer than {least} rows")
    return place, rows


Judge = Callable[[Account, AnyOperation], None]


def _each(judge: Judge) -> Iterator[tuple[AnyOperation, str, Check]]:
    for operation in LISTS:
        yield operation, "", lambda account, operation=operation: judge(account, operation)  # type: ignore[misc]


@law("paging/walk", "paging")
def walks() -> Found:
    """Every limit walks to the same rows in the same order, each once; no page but the last is shorter, and none is longer."""

    def judge(account: Account, operation: AnyOperation) -> None:
        place, rows = several(account, operation)
        for limit in dict.fromkeys((1 if len(rows) <= FEW else 7, 2, 3, len(rows) - 1, len(rows), len(rows) + 1)):
            if 1 <= limit <= operation.limit:
                walked(account, operation, place, {**chosen(operation), "limit": str(limit)}, names(rows))

    yield from _each(judge)


FEW = 30


def walked(account: Account, operation: AnyOperation, place: Place, asked: dict[str, str], expected: list[str]) -> None:
    """Walk with that limit, and find the expected rows in pages of the right lengths, each with the right count and links."""
    limit = int(asked["limit"])
    bodies = walk(account, operation, place, asked)
    found = names(rows_of(bodies))
    for number, body in enumerate(bodies):
        same(len(expected[number * limit : (number + 1) * limit]), len(body["data"]), f"page {number + 1}, limit {limit}: data", account)
        same(len(expected), body["meta"]["records"], f"page {number + 1}: meta.records", account)
        same(number > 0, "previous" in body["meta"]["paging"], f"page {number + 1}: meta.paging.previous is there", account)
    _in_order(expected, found, account)
    if len(Counter(found)) < len(Counter(expected)):
        raise Broken("each row once", "a row twice", "data", account.last)


def _in_order(expected: list[str], found: list[str], account: Account) -> None:
    for number, (one, other) in enumerate(zip(expected, found, strict=False)):
        same(one, other, f"row {number + 1} of the pages", account)
    same(len(expected), len(found), "rows of all pages", account)


@law("paging/drawn", "paging")
def drawn() -> Found:
    """The same with limits and offsets that Hypothesis draws."""

    def judge(account: Account, operation: AnyOperation) -> None:
        place, rows = several(account, operation)
        expected = names(rows)

        def one(draw: Any) -> None:
            limit = draw.integer(1, min(len(rows) + 2, operation.limit))
            if len(rows) / limit <= FEW:
                walked(account, operation, place, {**chosen(operation), "limit": str(limit)}, expected)
            offset, cut = draw.integer(0, len(rows) + 2), draw.integer(1, min(len(rows) + 2, operation.limit))
            _cut(account, operation, place, expected, offset, cut)

        examples(account, one)

    yield from _each(judge)


def _cut(account: Account, operation: AnyOperation, place: Place, expected: list[str], offset: int, limit: int) -> Body:
    asked = {**chosen(operation), "offset": str(offset), "limit": str(limit)}
    body: Body = good(Caller.of(account).at(operation, place, asked)).json()
    same(expected[offset : offset + limit], names(body["data"]), "data", account)
    same(len(expected), body["meta"]["records"], "meta.records", account)
    return body


@law("paging/offset", "paging")
def offsets() -> Found:
    """An offset passes over so many rows; its pages follow each other by links too."""

    def judge(account: Account, operation: AnyOperation) -> None:
        place, rows = several(account, operation)
        expected = names(rows)
        for offset in dict.fromkeys((0, 1, 2, len(rows) - 1, len(rows), len(rows) + 1)):
            body = _cut(account, operation, place, expected, offset, 1)
            same(offset > 0, "previous" in body["meta"]["paging"], "meta.paging.previous is there", account)
            link = body["meta"]["paging"].get("next")
            if offset > 0:
                same(offset + 1 < len(rows), link is not None, "meta.paging.next is there", account)
            if link is not None:
                following = good(account.send("GET", link)).json()
                same(expected[offset + 1 : offset + 2], names(following["data"]), "data of the next page", account)

    yield from _each(judge)


@law("paging/back", "paging")
def back() -> Found:
    """From the last page the previous links lead back over the same rows to the first."""

    def judge(account: Account, operation: AnyOperation) -> None:
        place, rows = several(account, operation, 3)
        limit = 2 if len(rows) <= FEW else 9
        body = walk(account, operation, place, {**chosen(operation), "limit": str(limit)})[-1]
        ends = len(rows) - len(body["data"])
        while "previous" in body["meta"]["paging"]:
            body = good(account.send("GET", body["meta"]["paging"]["previous"])).json()
            expected = names(rows[max(0, ends - limit) : ends])
            same(expected, names(body["data"]), "data of the previous page", account)
            ends -= len(expected)
            if not expected:
                raise Broken("no link to an empty page", body["meta"]["paging"], "meta.paging.previous", account.last)
        same(0, ends, "rows before the first page", account)

    yield from _each(judge)


@law("paging/token", "paging")
def tokens() -> Found:
    """The page_token of a link, sent by itself, leads to the page of the link."""

    def judge(account: Account, operation: AnyOperation) -> None:
        place, rows = several(account, operation)
        caller = Caller.of(account)
        asked = {**chosen(operation), "limit": "1"}
        first = good(caller.at(operation, place, asked)).json()
        second = good(caller.at(operation, place, {**asked, "page_token": token(first, "next")})).json()
        same(names(rows[1:2]), names(second["data"]), "data after the token of next", account)
        again = good(caller.at(operation, place, {**asked, "page_token": token(second, "previous")})).json()
        same(names(rows[:1]), names(again["data"]), "data after the token of previous", account)

    yield from _each(judge)


def token(body: Body, way: str) -> str:
    return httpx.URL(body["meta"]["paging"][way]).params["page_token"]


@law("paging/whole", "paging")
def whole() -> Found:
    """Without a limit a list comes in pages of the greatest length; a last page has no next link, a first no previous one."""

    def judge(account: Account, operation: AnyOperation) -> None:
        place, rows = place_of(account, operation)
        bodies = walk(account, operation, place, chosen(operation))
        for number, body in enumerate(bodies[:-1]):
            same(operation.limit, len(body["data"]), f"page {number + 1}: rows", account)
        same(rows_of(bodies)[: len(rows)], rows, "data", account)
        same(len(rows_of(bodies)), bodies[0]["meta"]["records"], "meta.records", account)
        same("previous" in bodies[0]["meta"]["paging"], False, "meta.paging.previous is there", account)
        same(len(names(rows_of(bodies))), len(set(names(rows_of(bodies)))), "different rows", account)
        ordered(account, operation, rows)

    yield from _each(judge)


def ordered(account: Account, operation: AnyOperation, rows: list[Any]) -> None:
    """Where the catalogue states that a list is in the order of ids, it is."""
    numbers = [row if operation.ids_only else row["id"] for row in rows] if operation.ids_only or chosen(operation) else []
    plain = operation.default_order == "id(asc)" and all(isinstance(one, int) for one in numbers)
    if operation.order and plain and operation.operation_id not in OTHERWISE:
        same(sorted(numbers), numbers, "ids in the order of the list", account)


OTHERWISE = frozenset(("Folder#list", "RelatedContacts#index"))


@law("paging/links", "paging")
def links() -> Found:
    """A next link leads to the address that was asked, and keeps what was asked: the selection, the limit, and the filters."""

    def judge(account: Account, operation: AnyOperation) -> None:
        place, _ = several(account, operation)
        asked = {**Caller.of(account).required(operation), **chosen(operation), "limit": "1"}
        if operation.order:
            asked["order"] = f"{operation.order.split()[0].partition(':')[0]}(desc)"
        body = good(Caller.of(account).at(operation, place, asked)).json()
        link = httpx.URL(body["meta"]["paging"]["next"])
        asked_of = account.http.base_url
        same((asked_of.scheme, asked_of.netloc), (link.scheme, link.netloc), "meta.paging.next: its address", account)
        for name, value in asked.items():
            same(value, link.params.get(name), f"meta.paging.next: {name}", account)
        following = good(account.send("GET", str(link))).json()
        same([list(row) for row in body["data"] if isinstance(row, dict)], _keys(following), "data of the next page", account)

    yield from _each(judge)


def _keys(body: Body) -> list[list[str]]:
    return [list(row) for row in body["data"] if isinstance(row, dict)]

"""Walks that go wrong: every list under each mistake with tokens, links, ties, ceilings, offsets and limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import parameters
from mockclio.server.filters import PAGING
from mockclio.server.ordering import terms
from tests.contract.support import Caller
from tests.mutants.kinds.candidates import Question, questions
from tests.mutants.kinds.cursor_limits import LIMITS
from tests.mutants.kinds.cursor_links import LINKS
from tests.mutants.kinds.cursor_places import PLACES
from tests.mutants.kinds.inside_paging import Way, inside
from tests.mutants.mutant import Mutant, Probe
from tests.mutants.worlds import LISTS, parents, seen

WAYS: dict[str, Way] = {**PLACES, **LINKS, **LIMITS}
PAGES = 3
MOST_ORDERS = 7
LITTLE = {"fields": "id"}
GARBAGE = ("", "x", "WyJ4Il0", "bm90aGluZw")


def pool() -> list[Mutant]:
    """Every list under every way; what concerns the order, only where a list has more than one."""
    return [_mutant(operation, way) for operation in LISTS for way in WAYS if not WAYS[way].orders or len(terms(operation)) > 1]


def _mutant(operation: AnyOperation, name: str) -> Mutant:
    id, way = operation.operation_id, WAYS[name]
    return Mutant("cursors", f"{id}/{name}", f"{id}: {way.words}", inside(id, way.changes), _probe(operation))


def _probe(operation: AnyOperation) -> Probe:
    def ask(mock: MockClio) -> Iterator[Any]:
        path = _fullest(mock, operation)
        if path is None:
            return
        for part in (_walks, _tokens, _limits, _links, _ceilings, _deleted):
            yield from part(mock, operation, path)

    return ask


def _fullest(mock: MockClio, operation: AnyOperation) -> str | None:
    """The list with the most rows; a nested one under the best of its parents."""
    caller, tokens = Caller(mock), {}
    for pick in parents(operation):
        path = caller.path(operation, pick)
        if path is not None and path not in tokens:
            response = mock.http.get(path)
            tokens[path] = response.json()["meta"]["records"] if response.status_code == 200 else -1
    return max(tokens, key=lambda path: tokens[path]) if tokens else None


def _orders(operation: AnyOperation) -> list[dict[str, str]]:
    return [{}, *({"order": f"{key}({way})"} for key in terms(operation) for way in ("asc", "desc"))] if operation.order else [{}]


def _filter(operation: AnyOperation) -> Question:
    """A filter that the list has, with a value that occurs."""
    for attribute in parameters(operation).values():
        if attribute.name not in PAGING:
            for question in questions(operation, attribute, 1)[:1]:
                return question
    return {}


def _linked(response: httpx.Response, name: str) -> str:
    try:
        link = response.json()["meta"]["paging"].get(name)
    except (ValueError, KeyError, TypeError):
        return ""
    return link if isinstance(link, str) and "mockclio.test" in link else ""


def _follow(mock: MockClio, response: httpx.Response, name: str, most: int) -> Iterator[httpx.Response]:
    """The pages that the links lead to, at most so many."""
    for _ in range(most):
        link = _linked(response, name)
        if not link:
            return
        response = mock.http.get(link)
        yield response


def _walks(mock: MockClio, operation: AnyOperation, path: str) -> Iterator[Any]:
    """Some pages forwards and back, in every order."""
    for order in _orders(operation)[:MOST_ORDERS]:
        for limit in ("1", "2") if not order else ("2",):
            pages = [mock.http.get(path, params={**order, "limit": limit, **LITTLE})]
            pages += _follow(mock, pages[0], "next", PAGES)
            pages += _follow(mock, pages[-1], "previous", PAGES)
            pages += _follow(mock, pages[-1], "next", 1)
            yield [seen(page) for page in pages]
    yield [seen(mock.http.get(path, params={**order, **LITTLE})) for order in _orders(operation)]


def _token(response: httpx.Response) -> str:
    return dict(httpx.URL(_linked(response, "next") or "http://mockclio.test").params).get("page_token", "")


def _tokens(mock: MockClio, operation: AnyOperation, path: str) -> Iterator[Any]:
    """A token that is used twice, elsewhere, or that is none."""
    token = _token(mock.http.get(path, params={"limit": "1"}))
    filtered = _filter(operation)
    of_filtered = _token(mock.http.get(path, params={**filtered, "limit": "1"}))
    turned = [{"order": "id(desc)"}] if operation.order and "id" in terms(operation) else []
    others = [{}, *turned, *_orders(operation)[1:3], filtered, {"limit": "2"}, {"limit": "1", "offset": "1"}, LITTLE]
    for other in others:
        for value in dict.fromkeys((token, of_filtered, *GARBAGE[:2])):
            yield seen(mock.http.get(path, params={**other, "page_token": value}))
    for value in (*GARBAGE, token[:-3], token.swapcase()):
        yield seen(mock.http.get(path, params={"limit": "1", "page_token": value}))


def _limits(mock: MockClio, operation: AnyOperation, path: str) -> Iterator[Any]:
    most = operation.limit
    for limit in ("0", "-1", "-2", "1", str(most - 1), str(most), str(most + 1), "many", ""):
        yield seen(mock.http.get(path, params={"limit": limit, **LITTLE}))
    for offset in ("0", "1", "2", "3", "-1", "500", "9998", "9999", "10000", "few", ""):
        yield [seen(mock.http.get(path, params={"offset": offset, "limit": limit, **LITTLE})) for limit in ("1", "2")]


def _links(mock: MockClio, operation: AnyOperation, path: str) -> Iterator[Any]:
    """Links of requests with parameters of every kind."""
    several: dict[str, Any] = {"limit": "1", "fields": "id", **_orders(operation)[-1], **_filter(operation)}
    for params in (several, {"fields": "id"}, {"limit": "1", "query": "a & b"}, {"limit": "1", "ids[]": ["1", "2"]}):
        first = mock.http.get(path, params=params)
        yield [seen(page) for page in (first, *_follow(mock, first, "next", 2))]


def _ceilings(mock: MockClio, operation: AnyOperation, path: str) -> Iterator[Any]:
    """Walks under a low ceiling."""
    mock.control("PATCH", "settings", {"page_token_ceiling": 2})
    for order in ({}, {"order": "id(asc)"}, {"order": "id"}, {"order": " ID( ASC )"}, {"order": "id(desc)"}, *_orders(operation)[1:4]):
        first = mock.http.get(path, params={**order, "limit": "1"})
        yield [seen(page) for page in (first, *_follow(mock, first, "next", PAGES + 1))]
    mock.control("PATCH", "settings", {"page_token_ceiling": 10_000})


def _deleted(mock: MockClio, operation: AnyOperation, path: str) -> Iterator[Any]:
    """Walks during which rows are deleted; only where the API can delete them."""
    delete = operation.collection.operations.get("delete")
    if delete is None or delete.path.count("{") != 1:
        return
    for order in _orders(operation)[:3]:
        first = mock.http.get(path, params={**order, "limit": "2"})
        rows = first.json()["data"] if first.status_code == 200 else []
        ids = [row.get("id") if isinstance(row, dict) else row for row in rows]
        if len(ids) < 2 or ids[1] is None or mock.http.delete(f"/api/v4{delete.path.replace('{id}', str(ids[1]))}").status_code >= 300:
            return
        yield [seen(page) for page in (*_follow(mock, first, "next", 2), mock.http.get(path, params={**order, "limit": "2"}))]

"""Pages that are cut wrong: every list under each way to lose, repeat or disorder rows, or to lead the reader astray."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.server.ordering import terms
from tests.mutants.mutant import Mutant
from tests.mutants.wire import Answered, Ask, Request, Twist, asking_other, twisted
from tests.mutants.worlds import LISTS, listed, seen

MOST_PAGES = 4


def pool() -> list[Mutant]:
    """Every list under every way."""
    return [_mutant(operation, way) for operation in LISTS for way in WAYS]


def _mutant(operation: AnyOperation, way: str) -> Mutant:
    id = operation.operation_id
    words, twist = WAYS[way]
    return Mutant("paging", f"{id}/{way}", f"{id}: {words}", twisted(twist, id), _probe(operation))


Page = dict[str, Any]


def saying(change: Callable[[Page, Request], Page]) -> Twist:
    """Changes the body of a page."""

    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        body = answered.json
        if answered.status != 200 or not isinstance(body, dict) or "meta" not in body:
            return answered
        return answered.saying(change(body, request))

    return twist


def _rows(body: Page, rows: list[Any]) -> Page:
    return {**body, "data": rows}


def _links(body: Page, **links: Any) -> Page:
    kept = {name: link for name, link in {**body["meta"]["paging"], **links}.items() if link is not None}
    return {**body, "meta": {**body["meta"], "paging": kept}}


def _records(body: Page, records: int) -> Page:
    return {**body, "meta": {**body["meta"], "records": records}}


def _has_next(body: Page) -> bool:
    return "next" in body["meta"]["paging"]


def _later_page(request: Request) -> bool:
    return bool(request.given("page_token") or [offset for offset in request.given("offset") if offset != "0"])


def _past_the_end(body: Page, request: Request) -> Page:
    """A link from the last page to an empty one."""
    if _has_next(body) or not body["data"]:
        return body
    host = request.environ.get("HTTP_HOST", "localhost")
    query = urlencode(request.less("page_token").more(offset=str(body["meta"]["records"])).query)
    return _links(body, next=f"{request.environ['wsgi.url_scheme']}://{host}{request.path}?{query}")


def _without_parameters(body: Page, request: Request) -> Page:
    """A next link that forgets what was asked."""
    link = body["meta"]["paging"].get("next")
    if link is None:
        return body
    parts = urlsplit(link)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name in ("page_token", "offset", "limit")]
    return _links(body, next=parts._replace(query=urlencode(kept)).geturl())


def _elsewhere(body: Page, request: Request) -> Page:
    """Links to the real Clio, whatever host was asked."""
    links = body["meta"]["paging"]
    return _links(body, **{name: urlsplit(link)._replace(scheme="https", netloc="app.clio.com").geturl() for name, link in links.items()})


def _repeating(request: Request, ask: Ask) -> Answered:
    """A later page begins with the row that ended the page before it."""
    answered = ask(request)
    body = answered.json
    if answered.status != 200 or not body["data"] or "previous" not in body["meta"]["paging"]:
        return answered
    before = parse_qsl(urlsplit(body["meta"]["paging"]["previous"]).query, keep_blank_values=True)
    rows = ask(replace(request, query=before)).json["data"]
    return answered.saying(_rows(body, [*rows[-1:], *body["data"]]))


def _limit(change: Callable[[int], int]) -> Callable[[Request], Request]:
    def other(request: Request) -> Request:
        limit = (request.given("limit") or [""])[-1]
        most = request.operation.limit if request.operation else 200
        return request.more(limit=str(min(max(change(int(limit)), 1), most))) if limit.isdigit() and 1 <= int(limit) <= most else request

    return other


def _turned(request: Request) -> Request:
    """The order the other way round."""
    order = (request.given("order") or [request.operation.default_order if request.operation else "id(asc)"])[-1]
    other = (
        order.replace("(asc)", "(desc)")
        if "(asc)" in order
        else order.replace("(desc)", "(asc)")
        if "(desc)" in order
        else f"{order}(desc)"
    )
    return request.more(order=other) if not request.given("page_token") else request


def _shifted(request: Request) -> Request:
    offset = (request.given("offset") or [""])[-1]
    return request.more(offset=str(int(offset) + 1)) if offset.isdigit() else request


WAYS: dict[str, tuple[str, Twist]] = {
    "row skipped": (
        "the last row of a page that is not the last one is on no page",
        saying(lambda body, request: _rows(body, body["data"][:-1]) if _has_next(body) else body),
    ),
    "first row of later pages skipped": (
        "a later page begins one row too late",
        saying(lambda body, request: _rows(body, body["data"][1:]) if _later_page(request) else body),
    ),
    "row repeated": ("a later page begins with the last row of the page before", _repeating),
    "last row missing": (
        "the last row of the list is never shown",
        saying(lambda body, request: body if _has_next(body) else _rows(body, body["data"][:-1])),
    ),
    "limit ignored": ("limit is passed over", asking_other(lambda request: request.less("limit"))),
    "limit too large": ("a page has one row more than limit", asking_other(_limit(lambda limit: limit + 1))),
    "limit too small": ("a page has one row less than limit", asking_other(_limit(lambda limit: limit - 1))),
    "no next link": ("a page that is not the last one has no next link", saying(lambda body, request: _links(body, next=None))),
    "no previous link": ("a later page has no previous link", saying(lambda body, request: _links(body, previous=None))),
    "next link on the last page": ("the last page has a next link", saying(_past_the_end)),
    "next link forgets": ("the next link has lost the parameters", saying(_without_parameters)),
    "links elsewhere": ("links lead to another host than was asked", saying(_elsewhere)),
    "one record too many": ("meta.records is one too high", saying(lambda body, request: _records(body, body["meta"]["records"] + 1))),
    "one record too few": (
        "meta.records is one too low",
        saying(lambda body, request: _records(body, max(0, body["meta"]["records"] - 1))),
    ),
    "records of the page": (
        "meta.records counts the rows of the page",
        saying(lambda body, request: _records(body, len(body["data"]))),
    ),
    "order reversed": ("the order is the other way round", asking_other(_turned)),
    "rows of a page reversed": ("each page shows its rows backwards", saying(lambda body, request: _rows(body, body["data"][::-1]))),
    "order ignored": ("order is passed over", asking_other(lambda request: request.less("order"))),
    "direction ignored": (
        "every order ascends",
        asking_other(
            lambda request: replace(
                request, query=[(name, value.replace("(desc)", "(asc)") if name == "order" else value) for name, value in request.query]
            )
        ),
    ),
    "page token ignored": ("the second page is the first one again", asking_other(lambda request: request.less("page_token"))),
    "offset ignored": ("offset is passed over", asking_other(lambda request: request.less("offset"))),
    "offset one too far": ("offset skips one row too many", asking_other(_shifted)),
}


def _probe(operation: AnyOperation) -> Callable[[MockClio], Iterator[Any]]:
    ways = [("id", "desc")] + [(key, way) for key in terms(operation) for way in ("asc", "desc")] if operation.order else []
    orders: list[dict[str, str]] = [{}, *({"order": f"{key}({way})"} for key, way in ways if key in terms(operation))]

    def ask(mock: MockClio) -> Iterator[Any]:
        for parameters in ({}, {"offset": "1"}, {"offset": "1", "limit": "1"}, *orders[1:]):
            for response in listed(mock, operation, **parameters):
                yield seen(response)
        for parameters in orders[:3]:
            for response in listed(mock, operation, limit="2", **parameters):
                yield from _walked(mock, response)

    return ask


def _walked(mock: MockClio, response: Any) -> Iterator[Any]:
    for _ in range(MOST_PAGES):
        yield seen(response)
        link = response.json()["meta"]["paging"].get("next") if response.status_code == 200 else None
        if link is None or "mockclio.test" not in link:
            return
        response = mock.http.get(link)

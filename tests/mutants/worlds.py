"""The worlds in which mutants live and are probed, and the calls of probes. What other tests know of valid requests comes in here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute
from mockclio.store.world import World
from mockclio.testing.sample_data import bodies as examples
from mockclio.testing.sample_data import valid
from mockclio.verify.prepared_firm import enriched
from tests.contract.full_firm import FullFirm, build
from tests.contract.support import ALL, LISTS, SHOWN, WRITES, Caller, all_fields
from tests.contract.test_written_is_read import Write

MOST_PARENTS = 12
MOST_ROWS = 40
HEADERS = ("content-type", "etag", "last-modified", "www-authenticate", "retry-after", "location", "cache-control")
"""Headers of which a client sees that they differ."""
TOKEN = re.compile(r"page_token=[^&]+")
"""The text of a token tells a client nothing: what counts is the page that it leads to."""

__all__ = ["ALL", "LISTS", "SHOWN", "WRITES", "all_fields", "full_firm", "listed", "seen", "shown", "world", "write", "written"]


@cache
def full_firm() -> FullFirm:
    """The world that every example of a body fits."""
    return build()


@cache
def practice() -> World:
    """The world that `mockclio verify` is run against by default: the firm small, with the rows that checks need beside it."""
    return enriched(open_firm("small", frozen=True).fork("practice"))


def world(name: str) -> World:
    return full_firm().world if name == "chambers" else practice()


def seen(response: httpx.Response) -> tuple[Any, ...]:
    """What a client sees of an answer; a link with a token is the same whatever the text of the token is."""
    headers = tuple((name, response.headers[name]) for name in HEADERS if name in response.headers)
    try:
        body = response.json()
        body["meta"]["paging"] = {name: TOKEN.sub("page_token=", link) for name, link in body["meta"]["paging"].items()}
    except ValueError:
        body = response.content
    except (KeyError, TypeError, AttributeError):
        pass  # no page of a list
    return response.status_code, headers, body


def parents(operation: AnyOperation) -> range:
    return range(MOST_PARENTS) if operation.path_parameters else range(1)


def listed(mock: MockClio, operation: AnyOperation, **parameters: Any) -> Iterator[httpx.Response]:
    """A list, under some parents where it is nested."""
    caller = Caller(mock)
    for pick in parents(operation):
        response = caller.get(operation, parameters, pick)
        if response is not None:
            yield response


def shown(mock: MockClio, operation: AnyOperation, headers: dict[str, str] | None = None, **parameters: Any) -> Iterator[httpx.Response]:
    """The records of a read, each by its id where it has one."""
    caller = Caller(mock)
    many = operation.kind == "show"
    for pick in range(MOST_ROWS) if many else parents(operation):
        response = caller.get(operation, parameters, pick, headers)
        if response is not None:
            yield response


def body_with(operation: AnyOperation, attribute: Attribute | None = None, value: Any = None) -> tuple[str, dict[str, Any]]:
    """The path and a valid body of a write in the full firm, with one attribute set."""
    place = full_firm()
    body = dict(examples.body(place, operation))
    on = None
    if attribute is not None:
        beside = valid.overriding(valid.BESIDE, operation.operation_id, attribute.name)
        body = {**body, **(beside(place) if beside else {}), attribute.name: value}
        on = valid.ON.get((operation.operation_id, attribute.name))
    body = {key: sent for key, sent in body.items() if sent is not ...}
    return f"/api/v4{examples.path(place, operation, place[on] if on else None)}", body


def values(mock: MockClio, operation: AnyOperation, attribute: Attribute) -> list[Any]:
    """Two valid values of an attribute, in the full firm."""
    try:
        return list(Write(full_firm(), mock, operation, attribute).values())
    except (KeyError, StopIteration, TypeError, ValueError, AttributeError, AssertionError):
        return []  # nothing is known of it: no probe, no mutant


def write(mock: MockClio, operation: AnyOperation, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
    selection = {"fields": all_fields(operation.record)} if operation.record is not None and operation.fields else {}
    return mock.http.request(operation.method, path, params=selection, json={"data": body}, headers=headers)


def written(mock: MockClio, operation: AnyOperation, path: str, body: dict[str, Any], **headers: str) -> Iterator[Any]:
    """What a write answers, and what is shown of its record afterwards."""
    response = write(mock, operation, path, body, **headers)
    yield seen(response)
    data = response.json().get("data") if response.status_code < 300 and response.content else None
    get = operation.collection.operations.get("get")
    if isinstance(data, dict) and "id" in data and get is not None and get.kind == "show":
        where = f"/api/v4{get.path.replace('{id}', str(data['id']))}"
        yield seen(mock.http.get(where, params={"fields": all_fields(get.record)}))

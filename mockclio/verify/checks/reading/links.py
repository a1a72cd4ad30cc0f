"""Checks of the links between pages: those of offsets, those after a step back, their escapes, and a token beside an offset."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import parameters
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import LISTS, Caller, Place, good
from mockclio.verify.checks.reading.pages import chosen, names, place_of, same, several, token

Body = dict[str, Any]
Judge = Callable[[AnyOperation, Target], None]
ADDRESS = re.compile(r"[\w\-.~:/?@!$&'()*+,;=%]+", re.ASCII)
"""The characters that an address may have; all others are escaped."""
ESCAPED = {"remark": "a & b", "note[]": "{50% + 1}"}
"""Parameters that no list knows, and passes over. A link that keeps them must escape them."""
BEGINNING = "1990-01-01T00:00:00+00:00"
"""A time that every record was made after; its sign of the zone must be escaped too."""
LAST_OFFSET = 9_999
"""The last offset below the ceiling."""


def _each(judge: Judge) -> Cases:
    for operation in LISTS:
        yield operation, "", partial(judge, operation)


def _page(target: Target, operation: AnyOperation, place: Place, **params: Any) -> Body:
    body: Body = good(Caller.of(target).at(operation, place, {**chosen(operation), **params})).json()
    return body


def _followed(target: Target, body: Body, name: str) -> Body:
    """The page that a link leads to."""
    link = body["meta"]["paging"].get(name)
    if not link:
        raise CheckFailed("a link", link, f"meta.paging.{name}", target.last)
    page: Body = good(target.send("GET", link)).json()
    return page


@check("paging/links-of-offsets", "cursors")
def of_offsets() -> Cases:
    """A page at an offset has the rows from there on, and its links lead to those before and after, for any limit and offset."""
    return _each(_of_offsets)


def _of_offsets(operation: AnyOperation, target: Target) -> None:
    place, rows = several(target, operation)
    for limit, offset in ((1, 0), (2, 0), (2, 1), (3, 1), (2, 3)):
        if limit > operation.limit or offset >= len(rows):
            continue
        body = _page(target, operation, place, limit=limit, offset=offset)
        same(names(rows[offset : offset + limit]), names(body["data"]), f"limit {limit}, offset {offset}: data", target)
        if offset:
            start = max(0, offset - limit)
            before = names(_followed(target, body, "previous")["data"])
            same(names(rows[start : start + limit]), before, f"limit {limit}, offset {offset}: data of the previous page", target)
        if offset + limit < len(rows):
            start = offset + limit
            after = names(_followed(target, body, "next")["data"])
            same(names(rows[start : start + limit]), after, f"limit {limit}, offset {offset}: data of the next page", target)


@check("paging/next-after-back", "cursors")
def after_back() -> Cases:
    """A page that a previous link led to has a next link, which leads to the page that was left."""
    return _each(_after_back)


def _after_back(operation: AnyOperation, target: Target) -> None:
    place, rows = several(target, operation)
    second = _followed(target, _page(target, operation, place, limit=1), "next")
    first = _followed(target, second, "previous")
    same(names(rows[1:2]), names(_followed(target, first, "next")["data"]), "data after back and next", target)


@check("paging/links-are-escaped", "cursors", rules=("lists.unknown-parameters-are-passed-over",))
def escaped() -> Cases:
    """A link is an address without unescaped characters, and what was asked comes out of it as it was sent."""
    return _each(_escaped)


def _escaped(operation: AnyOperation, target: Target) -> None:
    place, rows = several(target, operation)
    known = {"created_since": BEGINNING} if "created_since" in parameters(operation) else {}
    body = _page(target, operation, place, limit=1, **known, **ESCAPED)
    link = body["meta"]["paging"].get("next") or ""
    if not ADDRESS.fullmatch(link):
        raise CheckFailed("an address with all other characters escaped", link, "meta.paging.next", target.last)
    sent = httpx.URL(link).params
    for name, value in {**known, **ESCAPED}.items():
        if name in known or name in sent:
            same(value, sent.get(name), f"meta.paging.next: {name}", target)
    same(names(rows[1:2]), names(_followed(target, body, "next")["data"]), "data of the next page", target)


@check("paging/last-offset", "cursors", rules=("paging.offset-ceiling",))
def last_offset() -> Cases:
    """The last offset below the ceiling is accepted, and passes over all rows of a list that is shorter."""
    return _each(_last_offset)


def _last_offset(operation: AnyOperation, target: Target) -> None:
    place, _ = place_of(target, operation)
    body = _page(target, operation, place, limit=1, offset=LAST_OFFSET)
    same(body["meta"]["records"] > LAST_OFFSET, bool(body["data"]), "a row is there", target)


@check("paging/token-beside-offset", "cursors", rules=("paging.token-before-offset",))
def beside_offset() -> Cases:
    """A page_token says where a page begins, also where the request has an offset too."""
    return _each(_beside_offset)


def _beside_offset(operation: AnyOperation, target: Target) -> None:
    place, rows = several(target, operation)
    second = token(_page(target, operation, place, limit=1), "next")
    body = _page(target, operation, place, limit=1, offset=2, page_token=second)
    same(names(rows[1:2]), names(body["data"]), "data", target)

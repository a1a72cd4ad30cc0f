"""Mistakes with the place where a page begins: what a token holds, what it is good for, and what ties are."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from mockclio.errors import BadRequest, InvalidArgument, NotFound
from mockclio.server import paging
from tests.mutants.kinds.inside_paging import By, Way, through_keyed

Keyed = list[tuple[tuple[Any, ...], dict[str, Any]]]
Slice = Callable[[Keyed, Any, int, bool, tuple[int, int]], tuple[int, int]]


def _key(cursor: Any) -> tuple[Any, ...]:
    key: tuple[Any, ...] = cursor.key
    return key if len(key) == 3 else (1, key[0], key[0])


def _sliced(change: Slice) -> dict[str, By]:
    def by(sound: By, keyed: Keyed, cursor: Any, limit: int, descending: bool) -> tuple[int, int]:
        return change(keyed, cursor, limit, descending, sound(keyed, cursor, limit, descending))

    return through_keyed(by)


def _ties_lost(keyed: Keyed, cursor: Any, limit: int, descending: bool, place: tuple[int, int]) -> tuple[int, int]:
    start = place[0]
    while not cursor.back and start < len(keyed) and keyed[start][0][:2] == _key(cursor)[:2]:
        start += 1
    return start, start + limit if start != place[0] else place[1]


def _ties_again(keyed: Keyed, cursor: Any, limit: int, descending: bool, place: tuple[int, int]) -> tuple[int, int]:
    """The rows with the key of the last one come again, as far as the walk still goes on."""
    start = place[0]
    while not cursor.back and start > 1 and place[0] - start < limit - 1 and keyed[start - 1][0][:2] == keyed[start - 2][0][:2]:
        start -= 1
    return start, start + limit if start != place[0] else place[1]


def _missing(keyed: Keyed, cursor: Any) -> bool:
    return all(key != _key(cursor) for key, _ in keyed)


def _nulls_lost(keyed: Keyed, cursor: Any, limit: int, descending: bool, place: tuple[int, int]) -> tuple[int, int]:
    start = place[0]
    while not cursor.back and start < len(keyed) and keyed[start][0][0] == 0:
        start += 1
    return start, start + limit if start != place[0] else place[1]


SLICES: dict[str, tuple[str, Slice, bool]] = {
    "ties lost": ("a page leaves out the rows that are equal in order to the last row of the page before", _ties_lost, True),
    "ties again": ("a page begins again with rows that are equal in order", _ties_again, True),
    "nulls lost": ("a later page leaves out rows without a value in the order", _nulls_lost, True),
    "lost row starts over": (
        "a token whose row was deleted leads to the first page",
        lambda keyed, cursor, limit, descending, place: (0, limit) if _missing(keyed, cursor) else place,
        False,
    ),
    "lost row ends": (
        "a token whose row was deleted leads to an empty page",
        lambda keyed, cursor, limit, descending, place: (len(keyed), len(keyed)) if _missing(keyed, cursor) else place,
        False,
    ),
    "lost row skips": (
        "a token whose row was deleted leaves out the row after it",
        lambda keyed, cursor, limit, descending, place: (place[0] + 1, place[1] + 1) if _missing(keyed, cursor) else place,
        False,
    ),
    "token is an offset": (
        "a token counts rows, so that rows are lost when others are deleted during a walk",
        lambda keyed, cursor, limit, descending, place: (cursor.passed, cursor.passed + limit),
        False,
    ),
    "back to the start": (
        "the previous link always leads to the first page",
        lambda keyed, cursor, limit, descending, place: (0, limit) if cursor.back else place,
        False,
    ),
    "back with itself": (
        "the previous page ends with the row that the page after it begins with",
        lambda keyed, cursor, limit, descending, place: (place[0] + 1, place[1] + 1) if cursor.back else place,
        False,
    ),
    "back one short": (
        "the previous page leaves out its first row",
        lambda keyed, cursor, limit, descending, place: (place[0] + 1, place[1]) if cursor.back else place,
        False,
    ),
    "back two pages": (
        "the previous link leads one row too far back",
        lambda keyed, cursor, limit, descending, place: (max(0, place[0] - 1), max(1, place[1] - 1)) if cursor.back else place,
        False,
    ),
}


def _parts(text: str) -> list[Any]:
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        return []
    return parts if isinstance(parts, list) else []


def _good_for(place: int, name: str) -> By:
    """Passes over one thing that a token says of its list."""

    def read(sound: By, text: str, first: Any) -> Any:
        parts = _parts(text)
        seen = replace(first, **{name: parts[place]}) if len(parts) > 3 else first
        return replace(sound(text, seen), listed=first.listed, order=first.order)

    return read


def _or(otherwise: Callable[[], Any]) -> By:
    def read(sound: By, text: str, first: Any) -> Any:
        try:
            return sound(text, first)
        except InvalidArgument:
            return otherwise()

    return read


def _refusing(error: type[Exception]) -> Callable[[], Any]:
    def refuse() -> Any:
        raise error

    return refuse


def _page(change: Callable[[Any, Any], None]) -> By:
    """Changes a page when it is cut. The page knows whether it was asked for by a token."""

    def cut(sound: By, call: Any, *rest: Any) -> Any:
        page = sound(call, *rest)
        change(call, page)
        return page

    return cut


def _token_of(call: Any) -> list[Any]:
    return _parts(call.arguments.get("page_token", ""))


def _back_reversed(call: Any, page: Any) -> None:
    if _token_of(call)[3:4] == [True]:
        page.rows.reverse()


def _no_next_after_back(call: Any, page: Any) -> None:
    if _token_of(call)[3:4] == [True]:
        page.next = None


def _remembering() -> By:
    """A token is good for one request."""
    used: set[tuple[int, str]] = set()

    def cut(sound: By, call: Any, *rest: Any) -> Any:
        token = call.arguments.get("page_token")
        if token is not None and (id(call.view.world), token) in used:
            raise paging.bad_token()
        used.add((id(call.view.world), token))
        return sound(call, *rest)

    return cut


def _dying(what: Callable[[Any], Any]) -> By:
    """A token is good as long as something stays the same."""
    made: dict[tuple[int, str], Any] = {}

    def cut(sound: By, call: Any, *rest: Any) -> Any:
        token = call.arguments.get("page_token")
        if token is not None and made.get((id(call.view.world), token), what(call)) != what(call):
            raise paging.bad_token()
        page = sound(call, *rest)
        for cursor in (page.previous, page.next):
            if isinstance(cursor, paging.Cursor):
                made[id(call.view.world), cursor.token()] = what(call)
        return page

    return cut


def _unfiltered(sound: By, view: Any, operation: Any, arguments: dict[str, Any]) -> Any:
    return [] if "page_token" in arguments else sound(view, operation, arguments)


def _kept() -> dict[str, By]:
    """A list is looked for once, and the same rows come ever after."""
    kept: dict[Any, Any] = {}

    def keyed(sound: By, call: Any, table: Any, rows: Any, tests: Any, name: str, descending: bool) -> Any:
        key = (id(call.view.world), call.view.user["id"], tuple(sorted(call.ids.items())), repr(paging._filtering(call)), name, descending)
        return kept.setdefault(key, sound(call, table, rows, tests, name, descending))

    def by_id(sound: By, table: Any, limit: int, descending: bool, cursor: Any, first: Any) -> Any:
        ids = table.ids_descending() if descending else table.ids()
        fresh = [((1, id, id), table[id]) for id in ids]
        return paging._page_by_key(kept.setdefault((id(table), descending), fresh), table, limit, descending, cursor, first)

    return {"_sorted_rows": keyed, "_page_by_id": by_id}


def _keyed(change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> By:
    """Changes the keys by which rows are put in order."""

    def sort_key(sound: By, view: Any, operation: Any, name: str) -> Any:
        key = sound(view, operation, name)
        return lambda row: change(key(row))

    return sort_key


def _in_case(sound: By, view: Any, operation: Any, name: str) -> Any:
    key = sound(view, operation, name)

    def cased(row: dict[str, Any]) -> tuple[Any, ...]:
        rank, value, id = key(row)
        stored = row.get(name)
        return rank, stored if isinstance(stored, str) and stored.casefold() == value else value, id

    return cased


PLACES: dict[str, Way] = {
    **{name: Way(words, _sliced(change), orders) for name, (words, change, orders) in SLICES.items()},
    "token of another order": Way("a token is taken in another order than it was made in", {"read_token": _good_for(1, "order")}, True),
    "token of other filters": Way("a token is taken with other filters than it was made with", {"read_token": _good_for(0, "listed")}),
    "bad token starts over": Way("a token that is none leads to the first page", {"read_token": _or(lambda: None)}),
    "bad token is 400": Way("a token that is none is refused with 400", {"read_token": _or(_refusing(BadRequest))}),
    "bad token is 404": Way("a token that is none is refused with 404", {"read_token": _or(_refusing(NotFound))}),
    "token good once": Way("a token is refused the second time", {"page_of": _remembering()}),
    "token dies of a write": Way("a token is refused after any write", {"page_of": _dying(lambda call: call.view.world.revision)}),
    "token bound to limit": Way(
        "a token is refused with another limit than it was made with",
        {"page_of": _dying(lambda call: call.arguments.get("limit", call.operation.limit))},
    ),
    "token bound to fields": Way(
        "a token is refused with other fields than it was made with", {"page_of": _dying(lambda call: call.arguments.get("fields", ""))}
    ),
    "back reversed": Way("the previous page shows its rows backwards", {"page_of": _page(_back_reversed)}),
    "no next after back": Way("a page that was reached by a previous link has no next link", {"page_of": _page(_no_next_after_back)}),
    "filters forgotten": Way("filters do not hold on pages that a token leads to", {"conditions": _unfiltered}),
    "rows kept": Way("a list stays as it was when it was first asked for", _kept()),
    "order by case": Way("capitals come before small letters in an order of text", {"sort_key": _in_case}, True),
    "nulls last": Way(
        "rows without a value come last in an order",
        {"sort_key": _keyed(lambda key: (1 - key[0] if key[0] else 2, *key[1:]))},
        True,
    ),
    "ties by newest": Way(
        "rows that are equal in order come with the newest first", {"sort_key": _keyed(lambda key: (*key[:2], -key[2]))}, True
    ),
    "ties without order": Way(
        "rows that are equal in order come in no settled order", {"sort_key": _keyed(lambda key: (*key[:2], math.sin(key[2])))}, True
    ),
}

"""Mistakes with limits, offsets, and the ceilings of walks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mockclio.errors import BadRequest, InvalidArgument, NotFound
from mockclio.server import paging
from tests.mutants.kinds.inside_paging import By, Way
from tests.mutants.patches import swapped


def _limit(change: Callable[[int, int], int | None]) -> dict[str, By]:
    """Reads a limit otherwise: it gets the limit that came and the largest one. None leaves it."""

    def limit_of(sound: By, operation: Any, arguments: dict[str, Any]) -> Any:
        other = change(arguments["limit"], operation.limit) if "limit" in arguments else None
        return other if other is not None else sound(operation, arguments)

    return {"limit_of": limit_of}


def _too_much(sound: By, operation: Any, arguments: dict[str, Any]) -> Any:
    limit = sound(operation, arguments)
    if "limit" in arguments and limit == operation.limit:
        raise InvalidArgument(f"limit must be between 1 and {operation.limit - 1}")
    return limit


def _refusing_limits(error: type[Exception]) -> dict[str, By]:
    def limit_of(sound: By, operation: Any, arguments: dict[str, Any]) -> Any:
        try:
            return sound(operation, arguments)
        except InvalidArgument:
            raise error from None

    return {"limit_of": limit_of}


def _by_request(change: Callable[[dict[str, Any], Any], dict[str, Any]]) -> dict[str, By]:
    """Cuts the page for other arguments."""

    def page_of(sound: By, call: Any, *rest: Any) -> Any:
        before = call.arguments
        call.arguments = change(dict(before), call)
        try:
            return sound(call, *rest)
        finally:
            call.arguments = before

    return {"page_of": page_of}


def _offset(change: Callable[[int, int], int]) -> dict[str, By]:
    """Reads an offset otherwise: it gets the offset and the limit."""
    return _by_request(
        lambda arguments, call: (
            {**arguments, "offset": change(arguments["offset"], arguments.get("limit", call.operation.limit))}
            if "offset" in arguments
            else arguments
        )
    )


def _with_ceiling(ceiling: int) -> dict[str, By]:
    def page_of(sound: By, call: Any, *rest: Any) -> Any:
        with swapped(paging, OFFSET_CEILING=ceiling):
            return sound(call, *rest)

    return {"page_of": page_of}


def _paged(change: Callable[[Any, Any], None]) -> dict[str, By]:
    def page_of(sound: By, call: Any, *rest: Any) -> Any:
        page = sound(call, *rest)
        change(call, page)
        return page

    return {"page_of": page_of}


def _past_the_end(error: Exception) -> dict[str, By]:
    def refuse(call: Any, page: Any) -> None:
        if not page.rows and call.arguments.get("offset"):
            raise error

    return _paged(refuse)


def _step(call: Any, page: Any) -> None:
    if isinstance(page.next, int):
        page.next = page.next + 1 if page.next + 1 < page.records else None


def _overlapping(call: Any, page: Any) -> None:
    if isinstance(page.next, int) and len(page.rows) > 1:
        page.next -= 1


def _no_zero(call: Any, page: Any) -> None:
    if page.previous == 0 and isinstance(page.previous, int):
        page.previous = None


def _far_back(call: Any, page: Any) -> None:
    if isinstance(page.previous, int):
        page.previous = (call.arguments.get("offset") or 0) - call.arguments.get("limit", call.operation.limit)


def _next_after_the_end(call: Any, page: Any) -> None:
    if page.next is None and "offset" in call.arguments and page.rows:
        page.next = (call.arguments["offset"] or 0) + len(page.rows)


def _silent_at_the_ceiling(call: Any, page: Any) -> None:
    if isinstance(page.next, paging.Cursor) and page.next.passed >= call.view.world.settings.page_token_ceiling:
        page.next = None


def _short_at_the_ceiling(call: Any, page: Any) -> None:
    """A walk counts no more records than the ceiling."""
    page.records = min(page.records, call.view.world.settings.page_token_ceiling)


def _order(call: Any) -> str:
    return "".join((call.request.args.getlist("order") or [""])[-1].split()).lower()


def _bounds(change: Callable[[By, Any, Any], None]) -> dict[str, By]:
    return {"require_in_bounds": change}


def _out_of_bounds() -> InvalidArgument:
    return InvalidArgument("page_token is now out of bounds and cannot be used.", rule="paging.token-ceiling")


def _no_exception(sound: By, call: Any, cursor: Any) -> None:
    if cursor.passed >= call.view.world.settings.page_token_ceiling:
        raise _out_of_bounds()


def _unless(harmless: Callable[[str], bool]) -> dict[str, By]:
    """The ceiling is lifted in other orders than that of ids."""
    return _bounds(lambda sound, call, cursor: None if harmless(_order(call)) else sound(call, cursor))


def _to_the_letter(sound: By, call: Any, cursor: Any) -> None:
    if (call.request.args.getlist("order") or [""])[-1] != "id(asc)":
        _no_exception(sound, call, cursor)


def _as_error(error: type[Exception]) -> dict[str, By]:
    def bounds(sound: By, call: Any, cursor: Any) -> None:
        try:
            sound(call, cursor)
        except InvalidArgument:
            raise error from None

    return _bounds(bounds)


def _refuse_both(sound: By, call: Any, *rest: Any) -> Any:
    if {"offset", "page_token"} <= call.arguments.keys():
        raise InvalidArgument("offset and page_token exclude each other")
    return sound(call, *rest)


LIMITS: dict[str, Way] = {
    "limit 0 is none": Way("a limit of 0 is taken as no limit", _limit(lambda limit, most: most if limit == 0 else None)),
    "limit 0 is empty": Way(
        "a limit of 0 gives an empty page",
        {"limit_of": lambda sound, operation, arguments: 0 if arguments.get("limit") == 0 else sound(operation, arguments)},
    ),
    "limit cut": Way("a limit that is too large is cut to the largest one", _limit(lambda limit, most: most if limit > most else None)),
    "limit unbounded": Way("a limit may be larger than the largest one", _limit(lambda limit, most: limit if limit > most else None)),
    "limit one more": Way("a limit may be one more than the largest one", _limit(lambda limit, most: limit if limit == most + 1 else None)),
    "largest limit refused": Way("the largest limit is refused", {"limit_of": _too_much}),
    "negative limit": Way(
        "a negative limit is taken without its sign", _limit(lambda limit, most: min(-limit, most) if limit < 0 else None)
    ),
    "negative limit is default": Way("a negative limit is passed over", _limit(lambda limit, most: most if limit < 0 else None)),
    "wrong limit is 400": Way("a limit out of range is refused with 400", _refusing_limits(BadRequest)),
    "default halved": Way(
        "a page without a limit has half of the rows that it should have",
        _by_request(lambda arguments, call: {"limit": max(1, call.operation.limit // 2), **arguments}),
    ),
    "default of 25": Way(
        "a page without a limit has 25 rows", _by_request(lambda arguments, call: {"limit": min(25, call.operation.limit), **arguments})
    ),
    "limit of a token page": Way(
        "a page that a token leads to has one row more than its limit",
        _by_request(
            lambda arguments, call: (
                {**arguments, "limit": min(arguments["limit"] + 1, call.operation.limit)}
                if "page_token" in arguments and arguments.get("limit", 0) > 0
                else arguments
            )
        ),
    ),
    "offset without ceiling": Way("an offset beyond the ceiling is accepted", _with_ceiling(100_000)),
    "last offset refused": Way("the last offset below the ceiling is refused", _with_ceiling(9_999)),
    "offset at the ceiling": Way("the offset at the ceiling is accepted", _with_ceiling(10_001)),
    "negative offset": Way("a negative offset is taken as 0", _offset(lambda offset, limit: max(0, offset))),
    "offset of pages": Way(
        "an offset counts pages instead of rows",
        _offset(lambda offset, limit: min(offset * limit, 9_999) if 0 < offset < 9_999 else offset),
    ),
    "offset from 1": Way("an offset of 1 is the beginning", _offset(lambda offset, limit: offset - 1 if offset > 0 else offset)),
    "offset cut": Way("an offset beyond the ceiling is cut to it", _offset(lambda offset, limit: min(offset, 9_999))),
    "offset before token": Way(
        "an offset beside a token is followed instead of the token",
        _by_request(lambda arguments, call: {n: v for n, v in arguments.items() if n != "page_token" or "offset" not in arguments}),
    ),
    "offset beside token refused": Way(
        "an offset beside a token is refused",
        {"page_of": _refuse_both},
    ),
    "offset past the end is 404": Way("an offset past the last row is refused with 404", _past_the_end(NotFound())),
    "offset past the end is 422": Way(
        "an offset past the last row is refused with 422", _past_the_end(InvalidArgument("offset is out of range"))
    ),
    "offset link too far": Way("the next link of a page at an offset skips a row", _paged(_step)),
    "offset link overlaps": Way("the next link of a page at an offset repeats a row", _paged(_overlapping)),
    "no link to offset 0": Way("there is no previous link to the first page at an offset", _paged(_no_zero)),
    "link to negative offset": Way("a previous link leads to a negative offset", _paged(_far_back)),
    "offset link past the end": Way("the last page at an offset has a next link", _paged(_next_after_the_end)),
    "no ceiling": Way("tokens lead beyond the ceiling in every order", _bounds(lambda sound, call, cursor: None)),
    "ceiling for ids": Way("the ceiling holds in the order of ids too", _bounds(_no_exception)),
    "ceiling for plain id": Way("the ceiling holds for order=id, which has no ceiling only as id(asc)", _bounds(_to_the_letter)),
    "no ceiling backwards": Way("the ceiling does not hold in the order of falling ids", _unless(lambda order: order == "id(desc)")),
    "no ceiling by default": Way("the ceiling does not hold if no order was asked for", _unless(lambda order: order == "")),
    "no ceiling for orders": Way("the ceiling does not hold in any order that was asked for", _unless(lambda order: order != "")),
    "ceiling one late": Way(
        "a token at the ceiling is still good",
        _bounds(lambda sound, call, cursor: sound(call, replace(cursor, passed=max(0, cursor.passed - 1)))),
    ),
    "ceiling one early": Way(
        "a token one row below the ceiling is refused",
        _bounds(lambda sound, call, cursor: sound(call, replace(cursor, passed=cursor.passed + 1))),
    ),
    "ceiling is 400": Way("a token beyond the ceiling is refused with 400", _as_error(BadRequest)),
    "ceiling is 404": Way("a token beyond the ceiling is refused with 404", _as_error(NotFound)),
    "silent ceiling": Way("a walk ends at the ceiling without a next link", _paged(_silent_at_the_ceiling)),
    "records to the ceiling": Way("records is never more than the ceiling of tokens", _paged(_short_at_the_ceiling)),
}

"""Mistakes inside the module of pages, for one list: some functions act otherwise while a page of that list is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from mockclio import MockClio
from mockclio.server import ordering, paging
from tests.mutants.mutant import Apply
from tests.mutants.patches import replaced

By = Callable[..., Any]
"""Stands in for a function: it gets that function first, then the arguments."""
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    name: getattr(paging, name)
    for name in (
        "read_token",
        "bad_token",
        "require_in_bounds",
        "limit_of",
        "page_of",
        "meta",
        "_page_by_id",
        "_page_by_key",
        "_page_by_offset",
        "_sorted_rows",
        "_slice",
        "_link",
        "conditions",
    )
} | {"sort_key": ordering.sort_key}
ENTRANCES = ("page_of", "meta")


@dataclass(frozen=True)
class Way:
    """A mistake in words, and what acts in place of which function. `orders`: only a list with several orders shows it."""

    words: str
    changes: Mapping[str, By]
    orders: bool = False


def inside(operation_id: str, changes: Mapping[str, By]) -> Apply:
    """A mutant whose changes act while a page of one list is made."""

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        depth: list[None] = []
        with ExitStack() as stack:
            for name in dict.fromkeys((*changes, *ENTRANCES)):
                function, by = FUNCTIONS[name], changes.get(name)
                make = _entrance if name in ENTRANCES else _acting
                stack.enter_context(replaced(function, make(function, by, operation_id, depth)))
            yield

    return apply


def _entrance(function: By, by: By | None, operation_id: str, depth: list[None]) -> By:
    def enter(call: Any, *rest: Any) -> Any:
        if call.operation.operation_id != operation_id:
            return function(call, *rest)
        depth.append(None)
        try:
            return by(function, call, *rest) if by else function(call, *rest)
        finally:
            depth.pop()

    return enter


def _acting(function: By, by: By | None, operation_id: str, depth: list[None]) -> By:
    assert by is not None

    def act(*arguments: Any, **options: Any) -> Any:
        return by(function, *arguments, **options) if depth else function(*arguments, **options)

    return act


def through_keyed(change: By) -> dict[str, By]:
    """A change of the place in a list that holds in the order of ids too, where the sound server takes a shorter way."""

    def by_id(sound: By, table: Any, limit: int, descending: bool, cursor: Any, first: Any) -> Any:
        ids = table.ids_descending() if descending else table.ids()
        return paging._page_by_key([((1, id, id), table[id]) for id in ids], table, limit, descending, cursor, first)

    return {"_slice": change, "_page_by_id": by_id}

"""Check of walks during which a row is deleted: the row that a token was made of is gone, and the walk goes on with the row after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.sample_data.forks import fork
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import LISTS, Caller, Place, good
from mockclio.verify.checks.reading.pages import chosen, names, same, several

MOST_TRIED = 8
"""How many rows are tried, until one can be deleted."""

LISTED_STILL = frozenset(("Bill#index",))
"""Lists that go on to show what was deleted: a bill stays in the list, with another state."""


def _delete_of(operation: AnyOperation) -> AnyOperation | None:
    """What deletes the rows of a list by their ids alone."""
    delete = operation.collection.operations.get("delete")
    return delete if delete is not None and delete.path_parameters == ["id"] and chosen(operation) else None


@check("paging/deleted-meanwhile", "cursors", writes=True)
def deleted() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """A row that is deleted during a walk is listed no more, and no other row is left out or comes twice."""
    for operation in LISTS:
        delete = _delete_of(operation)
        if delete is not None and operation.operation_id not in LISTED_STILL:
            yield operation, "", partial(_in_a_fork, operation, delete)


def _in_a_fork(operation: AnyOperation, delete: AnyOperation, target: Target) -> None:
    world = fork(target)
    try:
        _walk(operation, delete, world)
    finally:
        target.closing.remove(world.forget)
        world.forget()


def _walk(operation: AnyOperation, delete: AnyOperation, world: Target) -> None:
    """Read the rows up to one, delete that one, and go on. The first row comes last: without it the walk would begin at the same place."""
    place, rows = several(world, operation)
    for count in [*range(2, min(len(rows), MOST_TRIED + 1)), 1]:
        page = _page(operation, place, world, count)
        if world.send("DELETE", f"{delete.path.format(id=rows[count - 1]['id'])}.json").status_code < 300:
            break
    else:
        raise Inconclusive("the API deletes none of the first rows")
    whole = names(_page(operation, place, world, operation.limit)["data"])
    same(False, names(rows[count - 1 : count])[0] in whole, "the deleted row is listed", world)
    left = [name for name in names(rows[count:]) if name in whole]
    if left:
        following = good(world.send("GET", page["meta"]["paging"]["next"])).json()
        same(left[:count], names(following["data"]), "data of the page after the deleted row", world)


def _page(operation: AnyOperation, place: Place, world: Target, limit: int) -> Any:
    return good(Caller.of(world).at(operation, place, {**chosen(operation), "limit": str(limit)})).json()

"""Rights that are not kept: scopes of operations, what is redacted in other records, and what users may see and write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.errors import Forbidden, InvalidToken, NotFound
from mockclio.server import scopes
from mockclio.store.access import Permissions
from tests.contract.support import Caller
from tests.mutants.kinds.limited_views import limited_views
from tests.mutants.kinds.redactions import redactions
from tests.mutants.kinds.rights import every_scope, holding, with_token
from tests.mutants.mutant import Apply, Mutant, Probe
from tests.mutants.patches import replaced
from tests.mutants.worlds import ALL, seen

Require = Callable[[Permissions | None, AnyOperation], None]


def pool() -> list[Mutant]:
    """Every operation under the mistakes that fit it, every redacted place, and every limited view."""
    return [*_operations(), *redactions(), *limited_views()]


def _operations() -> Iterator[Mutant]:
    """Each operation without its check, and under one more mistake, in turn."""
    for place, operation in enumerate(ALL):
        fitting = [name for name, (_, fits, _) in WAYS.items() if fits(operation)]
        for name in dict.fromkeys(("unguarded", fitting[place % len(fitting)], *(one for one in fitting if one in RARE))):
            words, _, make = WAYS[name]
            id = operation.operation_id
            yield Mutant("permissions", f"{id}/{name}", f"{id}: {words}", _requiring(operation, make), _probe(operation))


def _requiring(operation: AnyOperation, make: Callable[[Require, Permissions | None, AnyOperation], None]) -> Apply:
    """Another check of scopes, for one operation."""
    sound = scopes.require

    def require(permissions: Permissions | None, needed: AnyOperation) -> None:
        if needed.operation_id == operation.operation_id:
            make(sound, permissions, needed)
        else:
            sound(permissions, needed)

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with replaced(sound, require):
            yield

    return apply


def _opened_by(scope: str) -> Callable[[Require, Permissions | None, AnyOperation], None]:
    def require(sound: Require, permissions: Permissions | None, operation: AnyOperation) -> None:
        if not scopes.allows(permissions, scope, "read" if operation.method == "GET" else "write"):
            sound(permissions, operation)

    return require


def _less(*lost: str) -> Callable[[Require, Permissions | None, AnyOperation], None]:
    """A right of a level is none."""
    return lambda sound, permissions, operation: sound(
        None if permissions is None else {scope: level for scope, level in permissions.items() if level not in lost}, operation
    )


def _more(sound: Require, permissions: Permissions | None, operation: AnyOperation) -> None:
    """Reading is enough for writing."""
    sound(None if permissions is None else dict.fromkeys(permissions, "write"), operation)


def _refusing(error: type[Exception]) -> Callable[[Require, Permissions | None, AnyOperation], None]:
    def require(sound: Require, permissions: Permissions | None, operation: AnyOperation) -> None:
        try:
            sound(permissions, operation)
        except Forbidden:
            raise error from None

    return require


def _own_alone(sound: Require, permissions: Permissions | None, operation: AnyOperation) -> None:
    if not scopes.allows(permissions, operation.collection.scope, "read" if operation.method == "GET" else "write"):
        raise Forbidden


def _second_alone(sound: Require, permissions: Permissions | None, operation: AnyOperation) -> None:
    level: Any = "read" if operation.method == "GET" else "write"
    if not all(scopes.allows(permissions, scope, level) for scope in scopes.BESIDES[operation.collection.name]):
        raise Forbidden


def _either(sound: Require, permissions: Permissions | None, operation: AnyOperation) -> None:
    level: Any = "read" if operation.method == "GET" else "write"
    known = (operation.collection.scope, *scopes.BESIDES[operation.collection.name])
    if not any(scopes.allows(permissions, scope, level) for scope in known):
        raise Forbidden


def _second_reads(sound: Require, permissions: Permissions | None, operation: AnyOperation) -> None:
    """Of the second scope reading is enough."""
    raised = {
        scope: "write" if scope in scopes.BESIDES[operation.collection.name] else level for scope, level in (permissions or {}).items()
    }
    sound(raised if permissions is not None else None, operation)


def _of_besides(operation: AnyOperation) -> bool:
    return operation.collection.name in scopes.BESIDES


def _of_also(operation: AnyOperation) -> bool:
    return operation.collection.name in scopes.ALSO


def _writing(operation: AnyOperation) -> bool:
    return operation.method != "GET"


def _reading(operation: AnyOperation) -> bool:
    return operation.method == "GET"


def _any(operation: AnyOperation) -> bool:
    return True


Way = tuple[str, Callable[[AnyOperation], bool], Callable[[Require, Permissions | None, AnyOperation], None]]
WAYS: dict[str, Way] = {
    "unguarded": ("no scope is needed", _any, lambda sound, permissions, operation: None),
    "reading is enough": ("the right to read is enough for a write", _writing, _more),
    "writing is not enough": ("the right to write does not include the right to read", _reading, _less("write")),
    "reading is not enough": ("the right to read is not enough for a read", _reading, _less("read")),
    "404": ("a missing scope is refused with 404", _any, _refusing(NotFound)),
    "401": ("a missing scope is refused with 401", _any, _refusing(InvalidToken)),
    "opened by General": ("the scope General opens it too", lambda one: one.collection.scope != "General", _opened_by("General")),
    "opened by Matters": (
        "the scope Matters opens it too",
        lambda one: one.collection.scope != "Matters" and not _of_besides(one),
        _opened_by("Matters"),
    ),
    "one of two": ("one of the two scopes is enough", _of_besides, _either),
    "own alone": ("the second scope is not needed", _of_besides, _own_alone),
    "second alone": ("the first scope is not needed", _of_besides, _second_alone),
    "second reads": ("reading is enough in the second scope", lambda one: _of_besides(one) and _writing(one), _second_reads),
    "own of either": ("the other scope that opens it does not", _of_also, _own_alone),
}
RARE = ("one of two", "own alone", "second alone", "second reads", "own of either")
"""Ways that fit few operations, each of which has them all."""


def _probe(operation: AnyOperation) -> Probe:
    """The operation with every combination of its scopes, and with all others."""

    def ask(mock: MockClio) -> Iterator[Any]:
        path = Caller(mock).path(operation) or f"/api/v4{operation.path.replace('{', '').replace('}', '')}"
        named = dict.fromkeys((operation.collection.scope, *_beside(operation)))
        without = {scope: level for scope, level in every_scope("write").items() if scope not in named}
        grants: list[Permissions] = [holding(scope, level) for scope in named for level in ("read", "write")]
        grants += [without, {**without, operation.collection.scope: "read"}, holding("General", "write"), holding("Matters", "write")]
        grants += [{first: "write", second: level} for first in named for second in named if first != second for level in ("read", "write")]
        for granted in grants:
            headers = with_token(mock, granted)
            yield seen(mock.http.request(operation.method, path, json={} if operation.body else None, headers=headers))

    return ask


def _beside(operation: AnyOperation) -> tuple[str, ...]:
    name = operation.collection.name
    return (*scopes.BESIDES.get(name, ()), *scopes.ALSO.get(name, ()))

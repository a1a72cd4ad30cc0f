"""Laws of the guards of a write: the etag that must still hold, the scopes of the token, and the record that must be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args

from mockclio.catalog.operations import AnyOperation, Scope
from mockclio.testing.laws.account import Account
from mockclio.testing.laws.law import Broken, law
from mockclio.testing.laws.reading.errors import refused
from mockclio.testing.laws.writing import bodies
from mockclio.testing.laws.writing.premises import Data, Premises
from mockclio.testing.laws.writing.refused import Untouched
from mockclio.testing.laws.writing.worlds import apart, control, held, plain, remove
from mockclio.testing.laws.writing.write import ALL, answered, call, own, told_call

Found = Iterator[tuple[AnyOperation | None, str, Callable[[Account], None]]]
NEVER = '"00000000000000000000000000000000"'
GUARDED = [operation for operation in ALL if operation.method != "GET" and "IF-MATCH" in operation.headers]
WRITING = [operation for operation in ALL if operation.method != "GET"]


def data_of(p: Premises, operation: AnyOperation) -> Data | None:
    return bodies.body(p, operation) if operation.body is not None and operation.kind != "destroy" else None


@law("if-match", "errors", writes=True, rules=("etags.if-match-is-412",))
def if_match() -> Found:
    """A write with an etag that no longer holds is refused with 412 and does nothing; with the etag that holds, or *, it is done."""
    for operation in GUARDED:
        yield operation, "wrong", held(lambda p, o=operation: _wrong(p, o))  # type: ignore[misc]
        yield operation, "right", held(lambda p, o=operation: _right(p, o))  # type: ignore[misc]


def _wrong(p: Premises, operation: AnyOperation) -> None:
    premises = own(p, operation, bodies.target(operation))
    untouched = Untouched(premises, operation)
    before = len(p.account.made)
    response = call(premises, operation, data_of(premises, operation), headers={"If-Match": NEVER})
    remove(p, before)
    refused(p.account, response, 412, "PreconditionFailedError")
    untouched.expect(response)


def _right(p: Premises, operation: AnyOperation) -> None:
    premises = own(p, operation, bodies.target(operation))
    show = next((one for one in operation.collection.operations.values() if one.kind in ("show", "single")), None)
    match = "*"
    if show is not None and "{id}" in operation.path and show.kind == "show":
        path = show.path.replace("{id}", str(premises[bodies.target(operation)]))
        match = p.account.send("GET", f"{path}.json").headers.get("ETag", "*")
    response = call(premises, operation, data_of(premises, operation), headers={"If-Match": match})
    answered(operation, response)


@law("scopes", "errors", writes=True, rules=("scopes.missing-is-403",))
def scopes() -> Found:
    """A write with a token that opens nothing, or only reads, is refused with 403 and does nothing."""
    for operation in WRITING:
        yield operation, "", apart(lambda p, o=operation: _scoped(p, o))  # type: ignore[misc]


def _scoped(p: Premises, operation: AnyOperation) -> None:
    premises = own(p, operation, bodies.target(operation))
    untouched = Untouched(premises, operation)
    path = f"/api/v4{bodies.path(premises, operation)}.json"
    data = data_of(premises, operation)
    options: dict[str, Any] = {"json": {"data": data}} if data is not None else {}
    for scopes in ({}, dict.fromkeys(get_args(Scope), "read")):
        token = _token(p, scopes)
        response = plain(p.account, operation.method, path, token=token, **options)
        if response.status_code < 300 and scopes and operation.collection.scope in ("Api", "General"):
            continue
        refused(p.account, response, 403, "ForbiddenError")
        untouched.expect(response)


def _token(p: Premises, scopes: dict[str, str]) -> str:
    kept: dict[str, str] = p.account.shared.setdefault("tokens", {})
    if str(scopes) not in kept:
        kept[str(scopes)] = control(p, "POST", "/tokens", {"scopes": scopes})["access_token"]
    return kept[str(scopes)]


__all__ = ["Broken", "told_call"]

"""Check of the scopes of operations: without one that it needs, a call is refused; with these alone, none is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data.attribute_write import ALL
from mockclio.testing.sample_data.forks import Fork, fork, plain
from mockclio.testing.sample_data.sample_data import Data
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import Caller
from mockclio.verify.checks.reading.errors import NOBODY, refused
from mockclio.verify.checks.writing.redactions import SCOPES
from mockclio.verify.checks.writing.scope_groups import needed

IN_PATH = re.compile(r"{\w+}")
PORTAL = ("Webhooks", "Custom actions")
"""Scopes that stand in the list of permissions beside those of the API."""
EVERY = (*SCOPES, *PORTAL)
RULES = ("scopes.missing-is-403", "scopes.some-need-two", "scopes.some-are-opened-by-either")


@check("oauth/scopes-needed", "permissions", writes=True, rules=RULES)
def scopes() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """An operation is refused with 403 without any scope that it needs, whatever others the token has, and not with those alone."""
    for operation in ALL:
        yield operation, "", lambda target, operation=operation: _judged(target, operation)  # type: ignore[misc]


def _judged(target: Target, operation: AnyOperation) -> None:
    world, level = _world(target), "read" if operation.method == "GET" else "write"
    ways = needed(operation)
    for lacking in _lacking(ways):
        refused(world, _call(world, operation, dict.fromkeys(set(EVERY) - lacking, "write")), 403, "ForbiddenError")
    for scopes in _too_low(ways) if level == "write" else ():
        refused(world, _call(world, operation, scopes), 403, "ForbiddenError")
    for way in ways:
        for given in dict.fromkeys((level, "write")):
            response = _call(world, operation, dict.fromkeys(way, given))
            if response.status_code in (401, 403):
                raise CheckFailed(f"no refusal with {', '.join(sorted(way))}: {given}", f"status {response.status_code}", call=world.last)


def _too_low(ways: tuple[frozenset[str], ...]) -> list[dict[str, Any]]:
    """Scopes that open no write: all to read, and where several are needed, one of these to read."""
    every = dict.fromkeys(EVERY, "write")
    return [dict.fromkeys(EVERY, "read"), *({**every, scope: "read"} for scope in sorted(ways[0]) if len(ways) == 1)]


def _lacking(ways: tuple[frozenset[str], ...]) -> list[frozenset[str]]:
    """What a token must lack so that no way is open: one scope of the only way, or one of each."""
    if len(ways) == 1:
        return [frozenset((scope,)) for scope in sorted(ways[0])]
    return [frozenset(scope for way in ways for scope in way)]


def _world(target: Target) -> Fork:
    """A fork of the mock in which tokens are minted and calls may write."""
    cached: Any = target.shared.get("world of scopes")
    if cached is None:
        cached = target.shared["world of scopes"] = fork(target)
    return cached  # type: ignore[no-any-return]


def _call(world: Fork, operation: AnyOperation, scopes: dict[str, Any]) -> httpx.Response:
    """A call that does nothing even where it is open: a read, or a write of no record, or with fields that there are not."""
    path = operation.path
    if operation.method == "GET":
        place = Caller.of(world).place(operation)
        path = path.format(**place) if place is not None else path
    path = IN_PATH.sub(NOBODY, path)
    params = {"fields": "nonsense"} if operation.fields and operation.method != "GET" else Caller.of(world).required(operation)
    body: Data = {"json": {"data": {}}} if operation.body is not None else {}
    return plain(world, operation.method, f"/api/v4{path}.json", token=_token(world, scopes), params=params, **body)


def _token(world: Fork, scopes: dict[str, Any]) -> str:
    cached: dict[str, str] = world.shared.setdefault("tokens", {})
    key = str(sorted(scopes.items()))
    if key not in cached:
        cached[key] = world.control("POST", "/tokens", {"scopes": scopes})["access_token"]
    return cached[key]

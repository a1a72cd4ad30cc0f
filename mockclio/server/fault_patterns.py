"""Whether a fault can apply to any request. One that cannot is refused, with what is near: it would hide that a test checks nothing."""

from __future__ import annotations

import re
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache

from mockclio.catalog import operations
from mockclio.catalog.memo import remember
from mockclio.catalog.operations import AnyOperation
from mockclio.server.routing import METHODS
from mockclio.store.faults import Fault, WrongFault
from mockclio.store.paths import bare, whole

OTHER_PATHS = (
    "/oauth/authorize",
    "/oauth/approval",
    "/oauth/token",
    "/oauth/deauthorize",
    "/_storage/files/{sha256}/{name}",
    "/_storage/downloads/{world}/{sha256}/{name}",
    "/_storage/uploads/{world}/{uuid}/{name}",
)
"""The paths beside the API to which faults apply."""
LONGEST = 200
"""The signs of an operation, a tag or a path in a fault."""
NEAR = 3
ANY, SEGMENT, ID = "any", "segment", "id"
IN_IDS = frozenset("0123456789TZ:_-")
"""The signs of ids: numbers, and for an occurrence the time after the number."""
TOKEN = re.compile(r"{\w+}|\[[^]]+\]|.", re.DOTALL)
Token = tuple[str, bool]
"""A letter, ANY, SEGMENT (all but a slash) or ID (what ids are made of), and whether it may be repeated, also not at all."""


def check(fault: Fault) -> None:
    """Raise WrongFault if no request can have the operation, tag, method and path of the fault."""
    _check(fault.operation, fault.tag, fault.method, fault.path)


@remember(1_000)
def _check(operation: str, tag: str, method: str, path: str) -> None:
    for name, text in (("operation", operation), ("tag", tag), ("path", path)):
        if len(text) > LONGEST:
            raise WrongFault(f"{name} must have at most {LONGEST} signs")
    known = list(operations().values())
    ids, tags = [one.operation_id for one in known], sorted({one.collection.tag for one in known})
    if operation and not any(fnmatchcase(id, operation) for id in ids):
        raise WrongFault(f"operation: no operation fits {operation[:80]!r}{_near(operation, ids)}")
    if tag and tag not in tags:
        raise WrongFault(f"tag: there is no tag {tag[:80]!r}{_near(tag, tags)}")
    methods = sorted({one.method for one in known} | METHODS.keys())
    if method and method not in methods:
        raise WrongFault(f"method: {method[:80]!r} is none that the mock answers: there are {', '.join(methods)}")
    there = [one for one in known if not path or _is_at(whole(path), one)]
    elsewhere = bool(path) and any(meet(tokens(whole(path)), tokens(other)) for other in OTHER_PATHS)
    if path and not there and not elsewhere:
        raise WrongFault(f"path: no path fits {path[:80]!r}{_near(bare(path), paths())}")
    fitting = [one for one in there if _fits(one, operation, tag, method)]
    if not fitting and (operation or tag or not elsewhere):
        given = {"operation": operation, "tag": tag, "method": method, "path": path}
        parts = ", ".join(f"{name} {value!r}" for name, value in given.items() if value)
        raise WrongFault(f"no operation has all of this: {parts}{_instead(there, operation, tag)}")


def _fits(one: AnyOperation, operation: str, tag: str, method: str) -> bool:
    return (
        (not operation or fnmatchcase(one.operation_id, operation))
        and (not tag or one.collection.tag == tag)
        and (not method or one.method in (method, METHODS.get(method)))
    )


def _is_at(pattern: str, one: AnyOperation) -> bool:
    path = f"/api/v4{one.path}"
    begin, its = (re.split(r"[*?\[{]", text)[0] for text in (pattern, path))
    if not begin.startswith(its) and not its.startswith(begin):
        return False  # most paths differ before the first wildcard
    return any(meet(tokens(pattern), tokens(f"{path}{ending}", ID)) for ending in ("", ".json"))


@cache
def paths() -> list[str]:
    """All paths, as a fault may name them."""
    return sorted({*(one.path for one in operations().values()), *OTHER_PATHS})


def _near(text: str, known: list[str]) -> str:
    by_name = {name.strip("/"): name for name in known}
    near = get_close_matches(text.strip("/*"), by_name, NEAR) or [name for name in by_name if name.lower() == text.lower()]
    return f"; near are {', '.join(by_name[name] for name in near)}" if near else ""


def _instead(there: list[AnyOperation], operation: str, tag: str) -> str:
    near = [one for one in there if _fits(one, operation, tag, "")] or there
    named = [f"{one.method} {one.path} ({one.operation_id})" for one in near[:NEAR]]
    return f"; near are {', '.join(named)}" if named else ""


@remember(2_000)
def tokens(pattern: str, parameter: str = SEGMENT) -> tuple[Token, ...]:
    """The tokens of a pattern: `*` is any text, `?` and `[...]` one sign, `{id}` one part of a path."""
    results: list[Token] = []
    for text in TOKEN.findall(pattern):
        if text == "*":
            results.append((ANY, True))
        elif len(text) > 1 and text[0] == "{":
            results += [(parameter, False), (parameter, True)]
        else:
            results.append((ANY if text == "?" or len(text) > 1 else text, False))
    return tuple(results)


def meet(first: tuple[Token, ...], second: tuple[Token, ...]) -> bool:
    """Whether some text fits both patterns. `reached` are the places in `second` at which `first` can be, token by token."""
    reached = _closed({0}, second)
    for sign, repeated in first:
        if repeated:
            grown: set[int] = set()
            while reached - grown:
                grown |= reached
                reached = _closed(reached | _step(reached, sign, second), second)
        else:
            reached = _closed(_step(reached, sign, second), second)
        if not reached:
            return False
    return len(second) in reached


def _step(places: set[int], sign: str, second: tuple[Token, ...]) -> set[int]:
    """The places after one more sign."""
    return {place if second[place][1] else place + 1 for place in places if place < len(second) and _agree(sign, second[place][0])}


def _closed(places: set[int], second: tuple[Token, ...]) -> set[int]:
    """The places, and those that are reached by repeating a token not at all."""
    results = set(places)
    for place in sorted(places):
        while place < len(second) and second[place][1]:
            place += 1
            results.add(place)
    return results


def _agree(one: str, other: str) -> bool:
    if ANY in (one, other):
        return True
    if SEGMENT in (one, other):
        return "/" not in (one, other)
    if ID in (one, other):
        return one == other or bool(IN_IDS & {one, other})
    return one == other

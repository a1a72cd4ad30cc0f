"""Which differences between two editions a test suite meets: those in what its tests used, according to a coverage."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from mockclio.openapi.diff import Difference

Coverage = Mapping[str, Any]
"""A coverage: what was used of each operation, under `operations`."""
REQUIRED = "required"


def concerns(difference: Difference, covered: Coverage) -> bool:
    """Whether the difference is in an operation, a parameter, an attribute or a field that was used, or asks a used operation for more."""
    seen = covered["operations"].get(difference.operation)
    if seen is None or not seen["calls"]:
        return False
    where, _, name = difference.place.partition(" ")
    if where == "parameter":
        return _asks(difference, seen) or name.partition(" ")[2] in seen["parameters"]
    if where == "body":
        return _in_body(difference, seen)
    if where == "response":
        return _in_answer(difference, name, seen)
    return True  # the operation itself


def called(difference: Difference, covered: Coverage) -> bool:
    """Whether the operation was called at all."""
    return bool((covered["operations"].get(difference.operation) or {"calls": {}})["calls"])


def _in_body(difference: Difference, seen: Mapping[str, Any]) -> bool:
    """Attributes are named with dots. The whole body has no name."""
    path = _path(difference.place)
    if not path or _uses(path, seen["body"]):
        return True
    parent = path.rpartition(".")[0]
    return _asks(difference, seen) and (not parent or _uses(parent, seen["body"]))


def _in_answer(difference: Difference, name: str, seen: Mapping[str, Any]) -> bool:
    """A field that was selected, a status that was answered and is no longer documented, or the answer as a whole."""
    if name.startswith("status "):
        return difference.kind == "only here" and name.removeprefix("status ") in seen["calls"]
    path = _path(difference.place)
    return _uses(path, seen["fields"]) if path else True


def _asks(difference: Difference, seen: Mapping[str, Any]) -> bool:
    """Whether the official document asks for something that ours does not ask for."""
    if difference.kind == "missing here":
        return str(difference.official).endswith(REQUIRED)
    return difference.kind == "changed" and difference.aspect == REQUIRED and difference.official is True


def _path(place: str) -> str:
    """`body POST data.items[].id` as `items.id`."""
    result = re.search(r" data\.(.+)$", place)
    return result[1].replace("[]", "") if result else ""


def _uses(path: str, names: Collection[str]) -> bool:
    """Whether that name, or something inside it, was used."""
    return any(name == path or name.startswith(f"{path}.") for name in names)

"""Bodies of control requests: every value is checked against the type that the table of its route gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from mockclio.errors import BadRequest

TYPES: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
DAYS = ("date", "start", "end", "issued_at", "due_at")
LARGEST = 1e12
Choices = Mapping[str, tuple[str, ...]]


def read(
    body: dict[str, Any], spec: Mapping[str, str], *, required: Collection[str] = (), choices: Choices | None = None
) -> dict[str, Any]:
    """The checked body. `spec` maps each key to its JSON type, or to `type: meaning`. A null counts as left out."""
    results = {name: value for name, value in body.items() if value is not None}
    missing = sorted(set(required) - results.keys())
    if missing:
        raise BadRequest(f"{', '.join(missing)} must be sent")
    for name, value in results.items():
        _check_type(name, value, spec[name].partition(":")[0])
        if name in DAYS:
            _check_day(name, value)
        allowed = (choices or {}).get(name)
        if allowed and value not in allowed:
            raise BadRequest(f"{name} must be one of {', '.join(allowed)}")
    return results


def ids(values: list[Any]) -> list[int]:
    """A list of ids."""
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        raise BadRequest("ids must be numbers")
    return values


def path_id(result: Mapping[str, str]) -> int:
    """The id in the path."""
    if not result["id"].isdecimal() or len(result["id"]) > 18:
        raise BadRequest("id must be a number")
    return int(result["id"])


def _check_type(name: str, value: Any, kind: str) -> None:
    if not isinstance(value, TYPES[kind]) or isinstance(value, bool) != (kind == "boolean"):
        raise BadRequest(f"{name} must be of the type {kind}")
    if isinstance(value, int | float) and not abs(value) <= LARGEST:
        raise BadRequest(f"{name} must be between {-LARGEST:.0f} and {LARGEST:.0f}")


def _check_day(name: str, value: str) -> None:
    try:
        if date.fromisoformat(value).isoformat() != value or not "1900" <= value < "2200":
            raise ValueError(value)
    except ValueError:
        raise BadRequest(f"{name} must be a date between 1900 and 2199, as in 2026-01-31") from None

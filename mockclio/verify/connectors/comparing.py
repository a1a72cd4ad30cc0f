"""What must come back, and how it is said that something else did."""

from __future__ import annotations

from typing import Any


class Differs(Exception):
    """Something came back that must not have; the message names the place, what was wanted and what was found."""


def same(result: Any, wanted: Any, what: str) -> None:
    """Both are equal."""
    if result != wanted:
        raise Differs(f"{what}: {wanted!r:.300} was wanted, {result!r:.300} came back")


def holds(truth: object, what: str) -> None:
    """It is so."""
    if not truth:
        raise Differs(what)


def shows(result: Any, wanted: Any, place: str) -> None:
    """An answer holds all that was sent: each key of an object, each member of a list as some member of the answer's list."""
    if isinstance(wanted, dict):
        holds(isinstance(result, dict), f"{place}: an object with {', '.join(wanted)} was wanted, {result!r:.300} came back")
        for key, value in wanted.items():
            holds(key in result, f"{place}.{key} did not come back")
            shows(result[key], value, f"{place}.{key}")
    elif isinstance(wanted, list) and any(isinstance(member, dict) for member in wanted):
        for member in wanted:
            holds(any(fits(one, member) for one in result or ()), f"{place}: no member is {member!r:.300}; there are {result!r:.300}")
    else:
        same(result, wanted, place)


def fits(result: Any, wanted: Any) -> bool:
    """Whether `shows` would pass."""
    try:
        shows(result, wanted, "")
    except Differs:
        return False
    return True

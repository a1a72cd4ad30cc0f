"""Names in a scenario: `$matter.id` is what was saved, `$now` the time, `$receiver` the address. `$$` is a dollar sign."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from mockclio.store.clock import after, parse_duration, parse_time, stamp, within

NOW, NUMBER = "now", "n"
BUILT_IN = (NOW, "receiver", "other_receiver")
INNER = r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*"
REFERENCE = re.compile(rf"\$(?:(?P<dollar>\$)|{{(?P<braced>[^}}]*)}}|(?P<plain>{INNER}))(?P<offset>[+-](?:\d+[smhdw])+)?")


class WrongName(ValueError):
    """A reference to something that is not there."""


def references(value: Any) -> Iterator[str]:
    """The first names of all references in a value."""
    if isinstance(value, str):
        for result in REFERENCE.finditer(value):
            if not result["dollar"]:
                name = _path(result)[0]
                if result["offset"] and name == NOW:
                    parse_duration(result["offset"][1:])
                yield name
    elif isinstance(value, dict):
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def stand_in(text: str) -> str:
    """The text with a number in place of every reference: what a path looks like."""
    return REFERENCE.sub(lambda result: "$" if result["dollar"] else "1", text)


def check_time(text: str) -> None:
    """Refuse what is neither a time nor a reference to one."""
    if "$" not in text:
        within(parse_time(text))
    elif not REFERENCE.fullmatch(text):
        raise ValueError(f"{text!r} is not a time: write ISO 8601, or $now, as in $now+1d12h")


def resolved(value: Any, lookup: Callable[[str], Any]) -> Any:
    """The value with all references replaced. A text that is nothing but a reference becomes what it refers to, of whatever type."""
    if isinstance(value, dict):
        return {key: resolved(inner, lookup) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner, lookup) for inner in value]
    if not isinstance(value, str):
        return value
    whole = REFERENCE.fullmatch(value)
    if whole and not whole["dollar"]:
        return _value(whole, lookup)
    return REFERENCE.sub(lambda result: "$" + (result["offset"] or "") if result["dollar"] else _text(_value(result, lookup)), value)


def _path(result: re.Match[str]) -> list[str]:
    text = result["plain"] or result["braced"]
    if not text or not re.fullmatch(INNER, text):
        raise WrongName(f"${{{text}}}: write a name with fields behind dots, as in ${{matter.id}}; $$ is a dollar sign")
    return text.split(".")


def _value(result: re.Match[str], lookup: Callable[[str], Any]) -> Any:
    name, *inner = _path(result)
    value = lookup(name)
    for step, key in enumerate(inner):
        place = ".".join([name, *inner[:step]])
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            has = ", ".join(value) if isinstance(value, dict) else f"{len(value)} members" if isinstance(value, list) else repr(value)
            raise WrongName(f"${place} has no {key}; it has {has}: ask for it with fields")
    if result["offset"] and name == NOW:
        distance = parse_duration(result["offset"][1:])
        moment = parse_time(value)
        return stamp(after(moment, distance if result["offset"][0] == "+" else -distance))
    return f"{_text(value)}{result['offset']}" if result["offset"] else value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)

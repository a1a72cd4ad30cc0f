"""Whether what was found holds what was wanted: objects may hold more, lists may not.

Times are compared as moments, unless both are written with an offset: then it belongs to what is compared.
"""

from __future__ import annotations

import re
from typing import Any

from mockclio.store.clock import parse_time

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
LONGEST = 120


def difference(wanted: Any, result: Any, place: str = "") -> str:
    """What is different, in words; empty where nothing is."""
    if isinstance(wanted, dict) and isinstance(result, dict):
        for key, value in wanted.items():
            inner = f"{place}.{key}" if place else key
            text = (
                difference(value, result[key], inner) if key in result else f"{inner} is not there, only {', '.join(result) or 'nothing'}"
            )
            if text:
                return text
        return ""
    if isinstance(wanted, list) and isinstance(result, list):
        if len(wanted) != len(result):
            return f"{place or 'it'} has {len(result)} members and not {len(wanted)}: {shown(result)}"
        pairs = enumerate(zip(wanted, result, strict=True))
        return next((text for index, (one, other) in pairs if (text := difference(one, other, f"{place}[{index}]"))), "")
    return "" if same(wanted, result) else f"{place or 'it'} is {shown(result)} and not {shown(wanted)}"


def same(wanted: Any, result: Any) -> bool:
    """Whether two plain values are equal; true is not 1."""
    if isinstance(wanted, bool) or isinstance(result, bool):
        return wanted is result
    if isinstance(wanted, str) and isinstance(result, str) and _are_moments(wanted, result):
        try:
            return parse_time(wanted) == parse_time(result)
        except ValueError:
            return wanted == result
    return bool(wanted == result)


def _are_moments(wanted: str, result: str) -> bool:
    return bool(TIME.fullmatch(wanted) and TIME.fullmatch(result)) and (wanted.endswith("Z") or result.endswith("Z"))


def fits_status(wanted: int | str, status: int | None) -> bool:
    """Whether a status is the wanted one, or of the wanted kind, such as 4xx."""
    if isinstance(wanted, int):
        return wanted == status
    return status is not None and status // 100 == int(wanted[0])


def shown(value: Any) -> str:
    """Return a value as text, cut if it is long."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."

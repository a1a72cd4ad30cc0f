"""Whether what was found holds what was wanted: objects may hold more, lists may not.

Times are compared as moments, unless both are written with an offset: then it belongs to what is compared.
"""

from __future__ import annotations

import re
from typing import Any

from mockclio.store.clock import parse_time

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
LONGEST = 120


def difference(wanted: Any, found: Any, place: str = "") -> str:
    """What is different, in words; empty where nothing is."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in wanted.items():
            inner = f"{place}.{key}" if place else key
            said = difference(value, found[key], inner) if key in found else f"{inner} is not there, only {', '.join(found) or 'nothing'}"
            if said:
                return said
        return ""
    if isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            return f"{place or 'it'} has {len(found)} members and not {len(wanted)}: {shown(found)}"
        pairs = enumerate(zip(wanted, found, strict=True))
        return next((said for index, (one, other) in pairs if (said := difference(one, other, f"{place}[{index}]"))), "")
    return "" if same(wanted, found) else f"{place or 'it'} is {shown(found)} and not {shown(wanted)}"


def same(wanted: Any, found: Any) -> bool:
    """Whether two plain values are equal; true is not 1."""
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    if isinstance(wanted, str) and isinstance(found, str) and _are_moments(wanted, found):
        try:
            return parse_time(wanted) == parse_time(found)
        except ValueError:
            return wanted == found
    return bool(wanted == found)


def _are_moments(wanted: str, found: str) -> bool:
    return bool(TIME.fullmatch(wanted) and TIME.fullmatch(found)) and (wanted.endswith("Z") or found.endswith("Z"))


def fits_status(wanted: int | str, status: int | None) -> bool:
    """Whether a status is the wanted one, or of the wanted kind, such as 4xx."""
    if isinstance(wanted, int):
        return wanted == status
    return status is not None and status // 100 == int(wanted[0])


def shown(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."

"""The members that a filter by an enumeration names."""

from __future__ import annotations

from typing import Any


def members(value: Any) -> list[Any]:
    """The value of an enumeration as a list: a request may name one member, or several between commas."""
    return value if isinstance(value, list) else [value]

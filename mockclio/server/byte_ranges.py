"""The header Range of a download."""

from __future__ import annotations

import re

ONE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


def byte_range(text: str, size: int) -> range | None:
    """The places of the bytes that a header names, of `size` bytes. Empty when there are none there; None when it is not one range."""
    result = ONE.fullmatch(text)
    if result is None or not any(result.groups()):
        return None
    first, last = result.groups()
    if not first:
        return range(max(size - int(last), 0), size) if int(last) else range(0)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))

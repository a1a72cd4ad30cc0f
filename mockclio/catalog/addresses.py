"""Addresses and host names that callers write. They are read without an exception: what cannot be read is None."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

NEVER = re.compile(r"[\s\x00-\x20\x7f-\xa0\\]")
"""Signs that no address has: control signs and spaces, which some readers drop, and the backslash, which browsers read as a slash."""
AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?")
USUAL_PORTS = {"http": 80, "https": 443}


def web_address(text: str) -> SplitResult | None:
    """The parts of an absolute http or https address with a host and a possible port. None for every other text."""
    if NEVER.search(text):
        return None
    try:
        parts = urlsplit(text)
        named = (parts.hostname or "").encode("idna")  # a name that cannot be looked up is none
        return parts if named and parts.scheme in USUAL_PORTS and parts.port != 0 else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Authority:
    """A host name in small letters, without brackets, and a port. `port` is None when the text had none."""

    host: str
    port: int | None


def authority(text: str) -> Authority | None:
    """The host and port of a Host header. None when it is not one host."""
    result = AUTHORITY.fullmatch(text)
    if result is None or int(result[3] or 0) > 65_535:
        return None
    return Authority((result[1] or result[2]).lower(), int(result[3]) if result[3] else None)


def origin(text: str) -> Authority | None:
    """The host and port of an Origin header, with the usual port of its scheme. None for `null` and all that is not a web origin."""
    scheme, mark, rest = text.partition("://")
    result = authority(rest) if mark and scheme in USUAL_PORTS else None
    return Authority(result.host, result.port or USUAL_PORTS[scheme]) if result else None

"""The request that carries a message: its first lines are made once for each address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

USUAL = {"http": 80, "https": 443}
NOT_IN_A_LINE = re.compile(r"[^\x21-\x7e]")
NOT_IN_A_HEADER = re.compile(r"[\r\n\0]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads, and the first lines of every request to it. Addresses of the same `origin` can share a connection."""

    host: str
    port: int
    secure: bool
    first_lines: str

    @property
    def origin(self) -> tuple[str, int, bool]:
        return self.host, self.port, self.secure


@lru_cache(maxsize=1_024)
def target_of(url: str) -> Target:
    """The target of an address. Raises ValueError when it has none."""
    parts = urlsplit(url)
    usual = USUAL.get(parts.scheme, 80)
    host, port = parts.hostname or "", parts.port or usual
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if NOT_IN_A_LINE.search(path):
        raise ValueError("the address has characters that a request cannot have")
    name = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    named = name if port == usual else f"{name}:{port}"
    first_lines = f"POST {path} HTTP/1.1\r\nHost: {named}\r\nAccept-Encoding: identity\r\n"
    return Target(host, port, parts.scheme == "https", first_lines)


def request(target: Target, headers: dict[str, str], body: bytes) -> bytes:
    """The bytes of a request. Raises ValueError when a header would need a line of its own."""
    if any(NOT_IN_A_HEADER.search(text) for header in headers.items() for text in header):
        raise ValueError("a header has a line break")
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    return f"{target.first_lines}Content-Length: {len(body)}\r\n{lines}\r\n".encode("latin-1") + body

"""X-API-VERSION: the versions that are answered, and the one that a request means."""

from __future__ import annotations

import re

from mockclio.errors import VersionGone
from mockclio.server.view import LATEST

Version = tuple[int, int, int]


def read(header: str | None) -> Version:
    """The version that a request names; none, or a bare 4, means the newest."""
    if header is None or header.strip() in ("", "4"):
        return LATEST
    match = re.fullmatch(r"\s*4\.0\.(\d{1,3})\s*", header)
    if not match or int(match[1]) > LATEST[2]:
        raise VersionGone(
            f"X-API-VERSION must be one of 4.0.0 to {render(LATEST)}, not {header!r:.40}", rule="versions.unknown-version-is-410"
        )
    return (4, 0, int(match[1]))


def render(version: Version) -> str:
    return ".".join(map(str, version))

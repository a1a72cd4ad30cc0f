"""Paths as people write them in faults and assertions: `/matters`, `matters/{id}`, `/api/v4/matters.json`, and in faults with `*`."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase, translate
from urllib.parse import urlsplit

from mockclio.catalog.memo import remember

PARAMETER = re.compile(r"{\w+}")
ELSEWHERE = ("/oauth/", "/_storage/", "/api/", "/_mockclio", "*", "?", "[")
"""The beginnings of patterns that stand for themselves. All others are below /api/v4."""


def bare(path: str) -> str:
    """Return the path without prefix and ending: `matters/1` for `/api/v4/matters/1.json`, `matters/1`, or a whole URL."""
    return re.sub(r"^/?(api/v4(/|$))?|\.json$|/$", "", urlsplit(path).path)


def whole(pattern: str) -> str:
    """The pattern with its prefix, and without `.json`: `/api/v4/matters*` for `/matters*`, `matters*` and a whole URL."""
    pattern = (urlsplit(pattern).path if "://" in pattern else pattern).removesuffix(".json")
    return pattern if pattern.startswith(ELSEWHERE) else f"/api/v4/{pattern.removeprefix('/')}"


def is_at(path: str, pattern: str) -> bool:
    """Whether the path of a request fits the pattern of a fault."""
    return fnmatchcase(path, pattern) or _compiled(pattern).match(path.removesuffix(".json").rstrip("/")) is not None


@remember(1_000)
def _compiled(pattern: str) -> re.Pattern[str]:
    """`*` and `?` are those of file names, and `{id}` is one part of a path."""
    return re.compile(translate(PARAMETER.sub("\0", whole(pattern).rstrip("/"))).replace("\0", "[^/]+"))

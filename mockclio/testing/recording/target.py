"""Where a request of the proxy goes: the raw path of the caller, if it stays below the API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

API = "/api/v4"
ORIGIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
"""The beginning of a request target in absolute form, which only callers of a forward proxy send."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class WrongTarget(ValueError):
    """A path that is not passed on. The message says why."""


def raw_path(request: Request) -> str:
    """The path as the caller wrote it. A server that does not tell it is a test's: then the decoded path is quoted again."""
    sent = str(request.environ.get("REQUEST_URI") or quote(request.path, safe="/:@!$&'()*+,;=~"))
    return re.split(r"[?#]", ORIGIN.sub("", sent, count=1), maxsplit=1)[0]


def checked_path(request: Request) -> str:
    """The raw path, if it can only mean a path of the API. What servers read in different ways is refused."""
    raw = raw_path(request)
    plain = unquote(raw, errors="replace")
    if CONTROL.search(plain):
        raise WrongTarget("The path holds a control character, such as %00")
    if "%" in plain or "\\" in plain or "%2f" in raw.lower():
        raise WrongTarget("The path holds an encoded slash or percent sign, or a backslash: write each segment of the path plainly")
    if any(segment in ("", ".", "..") for segment in plain.removesuffix("/").split("/")[1:]):
        raise WrongTarget("The path holds an empty segment, '.' or '..': write the path that is meant")
    if not plain.startswith(f"{API}/"):
        raise WrongTarget(f"The path is not below {API}")
    return raw

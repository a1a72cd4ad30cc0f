"""The credentials of a request, read from its header Authorization and its query string."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, unquote_plus

from mockclio.catalog.memo import remember

KEPT_QUERY = 2_000
"""The characters of the longest query string whose token is kept for the next request."""


def bearer(authorization: str) -> str:
    """The bearer token in the header. Empty when there is none."""
    scheme, _, value = authorization.partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def in_query(query: str) -> str:
    """The bearer token in the query string, as `access_token`. Empty when there is none."""
    if "access_token" not in query and "%" not in query:  # a name may be percent-encoded
        return ""
    return _kept_token(query) if len(query) <= KEPT_QUERY else _read_token(query)


def _read_token(query: str) -> str:
    return parse_qs(query).get("access_token", [""])[0]


@remember(1_000)
def _kept_token(query: str) -> str:
    return _read_token(query)


def token(authorization: str, query: str) -> str:
    """The bearer token of a request, from the header, otherwise from the query string."""
    return bearer(authorization) or in_query(query)


def basic(authorization: str) -> tuple[str, str] | None:
    """The name and the password of a Basic header, both empty when they cannot be read. None when it is not a Basic header."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except ValueError:  # not base64, or not UTF-8
        return "", ""
    return unquote_plus(name), unquote_plus(password)

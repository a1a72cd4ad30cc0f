"""ETags in Clio's form, and the conditional headers."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from mockclio.catalog.memo import remember
from mockclio.errors import PreconditionFailed
from mockclio.store.tables import Row

CONSTANT = 0x6A68F6D0D2C3633492


def etag(row: Row) -> str:
    """32 hex digits in quotes: the id, the time of the last change, and a constant.

    The last digits of the constant hold the revision, so that two changes within one second differ. An unchanged record has exactly Clio's
    constant.
    """
    return _etag(row["id"], row.get("updated_at") or "1970-01-01T00:00:00Z", row.get("_revision", 0))


@remember(20_000)
def _etag(id: Any, updated_at: str, revision: int) -> str:
    head = f"{_number(id):x}{int(datetime.fromisoformat(updated_at).timestamp()):08x}"
    tail = f"{CONSTANT ^ revision:018x}"
    return f'"{head}{tail[-(32 - len(head)) :]}"'


def _number(id: Any) -> int:
    """The number in an id. A composite id such as text_line-1048600 ends with it."""
    return abs(id) if isinstance(id, int) else int("".join(sign for sign in str(id).rpartition("-")[2] if sign.isdecimal()) or 0)


def last_modified(row: Row) -> str:
    return _header_date(row["updated_at"])


@remember(20_000)
def _header_date(stamp: str) -> str:
    """A stored time in the form of HTTP headers."""
    return format_datetime(datetime.fromisoformat(stamp).astimezone(UTC), usegmt=True)


def unchanged(headers: Any, row: Row) -> bool:
    """Whether a conditional read gets a 304. If-None-Match has priority over If-Modified-Since."""
    wanted = headers.get("If-None-Match")
    if wanted is not None:
        return wanted.strip() == "*" or etag(row).strip('"') in [_bare(value) for value in wanted.split(",")]
    since = headers.get("If-Modified-Since")
    if since is None or "updated_at" not in row:
        return False
    try:
        return datetime.fromisoformat(row["updated_at"]) <= parsedate_to_datetime(since).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return False


def require_match(headers: Any, row: Row) -> None:
    """Refuse a write whose If-Match is not the present ETag of the record."""
    wanted = headers.get("If-Match")
    if wanted is None or wanted.strip() == "*" or etag(row).strip('"') in [_bare(value) for value in wanted.split(",")]:
        return
    raise PreconditionFailed(rule="etags.if-match-is-412")


def _bare(value: str) -> str:
    return value.strip().removeprefix("W/").strip('"')

"""The regions of Clio. Each has its own host, applications and tokens."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

Region = Literal["us", "eu", "ca", "au"]
HOSTS: dict[str, str] = {
    "us": "https://app.clio.com",
    "eu": "https://eu.app.clio.com",
    "ca": "https://ca.app.clio.com",
    "au": "https://au.app.clio.com",
}


def address(base_url: str | None, region: str) -> str:
    """Return the address of the region, or of `base_url`, without a path. Raises ValueError if either is wrong."""
    if base_url is None:
        if region not in HOSTS:
            raise ValueError(f"there is no region {region!r}: use one of {', '.join(HOSTS)}")
        return HOSTS[region]
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"base_url must be an address such as http://127.0.0.1:8428, not {base_url!r}")
    if parts.username or parts.password:
        raise ValueError("base_url must not hold credentials: give them as token or auth")
    return f"{parts.scheme}://{parts.netloc}"

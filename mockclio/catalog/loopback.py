"""The host names that mean this machine."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

IN_PROCESS = "mockclio.test"
"""The host name of a mock in the same process, which needs no socket."""


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address can only mean this machine."""
    name = (host or "").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def is_local(host: str | None) -> bool:
    """Whether a host is this machine, or a mock in this process."""
    return host == IN_PROCESS or is_loopback(host)


def addresses(host: str) -> tuple[str, ...]:
    """The addresses that a server of that host listens on: both addresses of this machine, because `localhost` can mean either."""
    return ("127.0.0.1", "::1") if host in ("localhost", "127.0.0.1") else (host,)


def is_loopback_url(url: str) -> bool:
    """Whether an address of the web is on this machine."""
    try:
        return is_loopback(urlsplit(url).hostname)
    except ValueError:
        return False


def unproxied(url: str = "") -> dict[str, None]:
    """The `mounts` of an httpx client that asks this machine without a proxy, by its usual names and by that of `url`."""
    hosts = ["localhost", "*.localhost", "127.0.0.1", "::1"]
    if is_loopback_url(url):
        hosts.append(str(urlsplit(url).hostname))
    return {f"all://{f'[{host}]' if ':' in host else host}": None for host in hosts}

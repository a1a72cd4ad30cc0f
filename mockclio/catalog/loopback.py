"""The host names that mean this machine."""

from __future__ import annotations

from ipaddress import ip_address

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

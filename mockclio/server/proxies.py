"""Servers in front of the mock. What a proxy that was named at the start says in X-Forwarded-* counts; nobody else's headers do."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

from mockclio.catalog.addresses import USUAL_PORTS, authority

Network = IPv4Network | IPv6Network


def forward(environ: dict[str, Any], trusted: Sequence[Network]) -> None:
    """Give a request that a trusted proxy passed on the scheme, host and caller that the proxy names."""
    if not _is_trusted(environ.get("REMOTE_ADDR", ""), trusted):
        return
    scheme = _last(environ, "HTTP_X_FORWARDED_PROTO").lower()
    if scheme in USUAL_PORTS:
        environ["wsgi.url_scheme"] = scheme
    host, port = _last(environ, "HTTP_X_FORWARDED_HOST"), _last(environ, "HTTP_X_FORWARDED_PORT")
    named = authority(host)
    if named is not None:
        own_port = port.isascii() and port.isdigit() and named.port is None and int(port) != USUAL_PORTS[environ["wsgi.url_scheme"]]
        environ["HTTP_HOST"] = f"{host}:{port}" if own_port else host
    callers = [caller.strip() for caller in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if caller.strip()]
    while callers and _is_trusted(environ["REMOTE_ADDR"], trusted):
        environ["REMOTE_ADDR"] = callers.pop()


def _last(environ: dict[str, Any], name: str) -> str:
    """The last value of a header, which the nearest proxy wrote."""
    return str(environ.get(name, "")).rpartition(",")[2].strip()


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    try:
        caller = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return any(caller in network for network in trusted)

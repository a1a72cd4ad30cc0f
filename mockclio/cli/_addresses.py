"""Addresses, origins, networks and host names among the options of `serve`. A wrong one is refused with what would be right."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

import click

from mockclio.catalog.addresses import AUTHORITY, USUAL_PORTS, web_address


def origin(text: str) -> str:
    """An origin as browsers write it: in small letters, without the usual port of its scheme."""
    parts = web_address(text)
    if parts is None or "@" in parts.netloc or parts.path.strip("/") or parts.query or parts.fragment:
        raise click.BadParameter(f"{text!r}: write scheme, host and port alone, as in https://app.example.test or http://localhost:5173")
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port not in (None, USUAL_PORTS[parts.scheme]) else ''}"


def base_url(context: click.Context, parameter: click.Parameter, text: str | None) -> str:
    return origin(text) if text else ""


def origins(context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(origin, texts))


def networks(context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(text, strict=False) for text in texts)
    except ValueError as error:
        raise click.BadParameter(f"{error}: write an address or a network, as in 172.16.0.0/12") from None


def hosts(context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]) -> frozenset[str]:
    for text in texts:
        result = AUTHORITY.fullmatch(text)
        if result is None or result[3]:
            raise click.BadParameter(f"{text!r}: write a host name alone, as in app or host.docker.internal")
    return frozenset(text.lower().strip("[]") for text in texts)

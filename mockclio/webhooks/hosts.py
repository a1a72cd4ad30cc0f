"""Where a mock may send: to this machine, and to hosts that were named at the start. It must never send to another host by accident."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address

from mockclio.catalog.addresses import web_address
from mockclio.catalog.loopback import is_loopback
from mockclio.server import serving

OUT_OF_REACH = "{host} is not this machine: start the mock with --allow-webhook-host {host} to let it be reached"


class Refused(OSError):
    """An address that the mock may not send to. The message says how to allow it."""


@dataclass
class Hosts:
    """The hosts that one world may send to: this machine, and the names in `allowed`.

    With `at_once` other hosts are refused when a webhook is written, not only when a delivery is sent. With `https_only` plain http is
    refused even to this machine.
    """

    allowed: frozenset[str] = frozenset()
    at_once: bool = False
    https_only: bool = False
    mounted: set[str] = field(default_factory=set)

    def may_reach(self, host: str) -> bool:
        return is_loopback(host) or host.lower() in self.allowed

    def takes_http(self, url: str) -> bool:
        """Whether an address may use http in place of https."""
        return not self.https_only and is_loopback(host_of(url))

    def refusal(self, url: str) -> str:
        """Why a webhook with that address may not be written. Empty when it may."""
        host, plain = host_of(url), url.lower().startswith("http:")
        if plain and self.https_only:
            return "url must begin with https://"
        if plain and not is_loopback(host):
            return "url must begin with https://; http is for addresses of this machine only"
        if self.at_once and host not in self.mounted and not self.may_reach(host):
            return f"url: this mock sends to its own machine only; start it with --allow-webhook-host {host} to let it reach {host}"
        return ""

    def addresses(self, host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        """The addresses of a host that the mock may send to, in the order to try them. A local name must lead to this machine."""
        if not self.may_reach(host):
            raise Refused(OUT_OF_REACH.format(host=host))
        results: list[tuple[socket.AddressFamily, str]] = [
            (family, str(address[0])) for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ]
        if any(serving.is_own(address, port) for _, address in results):
            raise Refused(serving.OWN_SERVER.format(host=host, port=port))
        if host.lower() in self.allowed:
            return results
        strangers = sorted({address for _, address in results if not ip_address(address.partition("%")[0]).is_loopback})
        if strangers:
            raise Refused(f"{host} leads to {', '.join(strangers)}, which is not this machine: use --allow-webhook-host {host} if it may")
        return results


@lru_cache(maxsize=1_024)
def host_of(url: str) -> str:
    parts = web_address(url)
    return (parts.hostname or "").lower() if parts else ""

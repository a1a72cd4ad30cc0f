"""The patch that sends connections to Clio's hosts to another address. It needs the standard library alone: every Python can load it.

It stands where connections are made, because that is the lowest level that all clients share: requests, urllib3, urllib, httpx, httpx2,
aiohttp and asyncio look names up with `_socket.getaddrinfo`, connect with `socket.connect`, and secure with `SSLContext.wrap_socket` or
`wrap_bio`. A name of Clio gets an address that no network has. `connect` puts the relay in its place, and TLS for such a name trusts the
authority of the relay alone: whatever misses the relay, such as a tunnel through a proxy, fails before it sends a byte of a request.
"""

from __future__ import annotations

import _socket
import os
import socket
import ssl
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HOSTS = ("app.clio.com", "eu.app.clio.com", "ca.app.clio.com", "au.app.clio.com")
NOWHERE = "192.0.2.67"
"""An address of the network that is kept for documentation (RFC 5737). No machine has it."""
ADDRESS, AUTHORITY = "MOCKCLIO_INTERCEPT_ADDRESS", "MOCKCLIO_INTERCEPT_AUTHORITY"
"""The variables that tell a child process where the relay is and which certificate authority it has, as PEM."""
OF_A_ROUTE = "mockclio_of_a_route"
"""An attribute of the TLS context of a route. A test that intercepts may run in a process that intercepts already."""
UNPROXIED = ("NO_PROXY", "no_proxy")


class Route:
    """Where connections go: the address of the relay, and a TLS context that trusts its authority alone."""

    def __init__(self, address: tuple[str, int], authority: str) -> None:
        """`address` is a host and a port; `authority` is a certificate in PEM."""
        self.address = address
        self.tls = ssl.create_default_context(cadata=authority)
        setattr(self.tls, OF_A_ROUTE, True)


_routes: list[Route] = []
_lock = Lock()


@contextmanager
def patched(route: Route) -> Iterator[None]:
    """Send connections to a route while the context is open. The route that was opened last is used."""
    with _lock:
        if not _routes:
            _install()
        _routes.append(route)
    try:
        yield
    finally:
        with _lock:
            _routes.remove(route)
            if not _routes:
                _uninstall()


def install_from_environment() -> None:
    """Send the connections of this process, until its end, where its environment says."""
    host, _, port = os.environ[ADDRESS].rpartition(":")
    _routes.append(Route((host, int(port)), os.environ[AUTHORITY]))
    _install()


def unproxied(around: Mapping[str, str]) -> dict[str, str]:
    """The variables by which clients use no proxy for Clio's hosts. What was there stays."""
    return {name: ",".join(dict.fromkeys([*filter(None, around.get(name, "").split(",")), *HOSTS])) for name in UNPROXIED}


def is_clio(host: object) -> bool:
    """Whether a name, as text or as bytes, is one of Clio's."""
    name = host.decode("ascii", "replace") if isinstance(host, (bytes, bytearray)) else host
    return isinstance(name, str) and name.lower().rstrip(".") in HOSTS


def _getaddrinfo(host: object, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> Any:
    if not _routes or not is_clio(host):
        return _saved["getaddrinfo"](host, port, family, type, proto, flags)
    if family not in (socket.AF_UNSPEC, socket.AF_INET):
        raise socket.gaierror(socket.EAI_NONAME, "mockclio gives Clio's hosts no address of this family")
    text = port.decode() if isinstance(port, bytes) else str(port or 443)
    number = int(text) if text.isdigit() else socket.getservbyname(text)
    return [(socket.AF_INET, type or socket.SOCK_STREAM, proto or socket.IPPROTO_TCP, "", (NOWHERE, number))]


def _connect(connecting: socket.socket, address: Any) -> Any:
    return _saved["connect"](connecting, _through(address))


def _connect_ex(connecting: socket.socket, address: Any) -> Any:
    return _saved["connect_ex"](connecting, _through(address))


def _through(address: Any) -> Any:
    return _routes[-1].address if _routes and isinstance(address, tuple) and address[0] == NOWHERE else address


def _wrap_socket(context: ssl.SSLContext, sock: Any, *values: Any, **named: Any) -> Any:
    return _saved["wrap_socket"](_context(context, named), sock, *values, **named)


def _wrap_bio(context: ssl.SSLContext, incoming: Any, outgoing: Any, *values: Any, **named: Any) -> Any:
    return _saved["wrap_bio"](_context(context, named), incoming, outgoing, *values, **named)


def _context(context: ssl.SSLContext, named: dict[str, Any]) -> ssl.SSLContext:
    if not _routes or named.get("server_side") or not is_clio(named.get("server_hostname")) or hasattr(context, OF_A_ROUTE):
        return context
    return _routes[-1].tls


SOCKET: Any = ssl.SSLSocket.__base__
"""The class of sockets. Its own name may hold the class of a tool that forbids sockets."""
_PATCHES: dict[str, tuple[Any, Any]] = {
    "getaddrinfo": (_socket, _getaddrinfo),
    "connect": (SOCKET, _connect),
    "connect_ex": (SOCKET, _connect_ex),
    "wrap_socket": (ssl.SSLContext, _wrap_socket),
    "wrap_bio": (ssl.SSLContext, _wrap_bio),
}
_saved: dict[str, Callable[..., Any]] = {}
_proxies: dict[str, str | None] = {}


def _install() -> None:
    for name, (owner, function) in _PATCHES.items():
        if getattr(owner, name) is not function:
            _saved[name] = getattr(owner, name)
            setattr(owner, name, function)
    _proxies.update({name: os.environ.get(name) for name in UNPROXIED})
    os.environ.update(unproxied(os.environ))


def _uninstall() -> None:
    """Undo the patch where it still stands: pytest-socket may have put a function of its own in its place, or taken it away."""
    for name, (owner, function) in _PATCHES.items():
        if getattr(owner, name) is function:
            setattr(owner, name, _saved[name])
    for name, value in _proxies.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value

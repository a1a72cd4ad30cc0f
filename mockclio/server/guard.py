"""The guard: which requests a listener of ours takes, by the headers Host and Origin. A web page can forge neither of them.

A server on this machine answers to names of this machine only, because a page can give its own name any address (DNS rebinding). A page
of another origin may change nothing, because a browser sends its simple requests without asking. The result depends on a few short
values, so it is kept: a request costs one look-up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from mockclio.catalog.addresses import USUAL_PORTS, Authority, authority, origin
from mockclio.catalog.loopback import IN_PROCESS, is_loopback
from mockclio.catalog.memo import remember
from mockclio.errors import Forbidden
from mockclio.server.authentication import HOSTS
from mockclio.store.settings import HostPolicy

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
OVER_SOCKET = "mockclio.socket"
"""A key in the environment of a request that came over a socket. Our servers set it; no header can."""
SYNONYMS = frozenset(("localhost", "127.0.0.1", "::1"))
"""The names of this machine that our servers listen on, all with the same port."""
READS = frozenset(("GET", "HEAD"))
AGENTS = frozenset(("mockclio-webhooks", "mockclio-callbacks"))
"""What a mock that sends calls itself. No mock takes what a mock sends, so that no webhook can steer one."""


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """Some paths of a listener, and the pages that may use them.

    `loopback` also lets pages of any server on this machine in, and those of named origins. `reads` lets every page read, because a browser
    does not show it the answer.
    """

    name: str
    loopback: bool = False
    reads: bool = False
    every_host: bool = True
    """Whether a server that listens beyond this machine answers here to every name."""
    answers_pages: bool = False
    """Whether the handler of the area refuses pages itself, because a person reads its answer."""


API = Area("The API", loopback=True, reads=True)
CONSENT = Area("The consent page", answers_pages=True)
CONTROL = Area("Control", every_host=False)
RECORDING = Area("The recording proxy", loopback=True)
RECEIVER = Area("The receiver", loopback=True)
HEALTH = "/_mockclio/health"
"""The one control path that tells nothing: whoever may ask the API may ask whether the server answers."""


def area_of(path: str) -> Area:
    """The area of a path of the mock."""
    if path.startswith("/api/"):
        return API
    if path.startswith("/_mockclio"):
        return API if path == HEALTH else CONTROL
    return CONSENT if path.startswith("/oauth/") and path[7:].strip("/") == "authorize" else API


def refusal(environ: dict[str, Any], area: Area, policy: HostPolicy) -> str:
    """Why the request is refused. Empty when it may go on."""
    if environ.get("HTTP_USER_AGENT") in AGENTS and area is not RECEIVER:
        return f"{area.name} takes nothing that a mock sends: a webhook must have another address"
    reads = environ["REQUEST_METHOD"] in READS
    host, sent = environ.get("HTTP_HOST", ""), environ.get("HTTP_ORIGIN")
    decide = _remembered if len(host) + len(sent or "") <= LONGEST_REMEMBERED else _decided  # the cache must not keep long headers
    return decide(host, sent, area, policy, OVER_SOCKET in environ, reads)


def _decided(host: str, sent: str | None, area: Area, policy: HostPolicy, over_socket: bool, reads: bool) -> str:
    reason = host_refusal(host, area, policy, over_socket)
    return reason if reason or area.answers_pages else page_refusal(sent, host, area, policy, reads)


LONGEST_REMEMBERED = 1_000
_remembered = remember(1_000)(_decided)


def host_refusal(host: str, area: Area, policy: HostPolicy, over_socket: bool) -> str:
    """Why the name in the Host header is refused. A request without one is no browser's."""
    if not host or (policy.beyond and area.every_host):
        return ""
    named = authority(host)
    name = named.host if named else ""
    if is_loopback(name) or name in policy.hosts or (name in HOSTS and not policy.beyond) or (name == IN_PROCESS and not over_socket):
        return ""
    return f"{area.name} answers to names of this machine only, not to {host[:80]!r}: start it with --allow-host to add one"


def page_refusal(sent: str | None, host: str, area: Area, policy: HostPolicy, reads: bool) -> str:
    """Why the page in the Origin header is refused. Empty for requests that no page sent."""
    if sent is None or (reads and area.reads) or is_own(sent, host) or (policy.own and sent == policy.own):
        return ""
    page = origin(sent)
    if area.loopback and ((page is not None and is_loopback(page.host)) or sent in policy.origins):
        return ""
    return f"{area.name} refuses pages of another origin, such as {sent[:80]!r}"


def is_own(sent: str, host: str) -> bool:
    """Whether an Origin is that of the server itself: host and port of the Host header, or of another name of this machine."""
    page, own = origin(sent), authority(host)
    if page is None or own is None:
        return False
    usual = USUAL_PORTS[sent.partition("://")[0]]
    return _same(page, own) and page.port == (own.port or usual)


def _same(page: Authority, own: Authority) -> bool:
    return page.host == own.host or (page.host in SYNONYMS and own.host in SYNONYMS)


class OverSocket:
    """Marks the requests of an application that came over a socket."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ[OVER_SOCKET] = True
        return self._application(environ, start_response)


class Guarded:
    """An application with one area, such as a receiver, behind the guard."""

    def __init__(self, application: Application, area: Area, policy: HostPolicy) -> None:
        self._application, self._area, self._door = application, area, policy

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        reason = refusal(environ, self._area, self._door)
        return refuse(reason, start_response) if reason else self._application(environ, start_response)


def refuse(reason: str, start_response: Any) -> Iterable[bytes]:
    """The answer of the guard, in the envelope of the API."""
    error = Forbidden(reason, rule="mock.guard")
    content = orjson.dumps(error.body)
    headers = [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(content))), ("X-Mockclio-Rule", error.rule)]
    start_response(f"{error.status} Forbidden", headers)
    return [content]

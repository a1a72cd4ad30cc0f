"""Requests by the standard library to a server that the user names. They reach this machine without a proxy."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener, urlopen

from mockclio.catalog.loopback import is_loopback_url

if TYPE_CHECKING:
    from http.client import HTTPResponse


def open_url(request: Request, timeout: float) -> HTTPResponse:
    """Send a request. On this machine no proxy is used, and the certificate of `serve --tls` is accepted as it is."""
    if not is_loopback_url(request.full_url):
        answer: Any = urlopen(request, timeout=timeout)  # the user names the server  # nosec B310
    else:
        answer = build_opener(ProxyHandler({}), HTTPSHandler(context=unverified())).open(request, timeout=timeout)
    result: HTTPResponse = answer
    return result


def unverified() -> ssl.SSLContext:
    """A context for https on this machine: `serve --tls` has made its own certificate, which nobody else has signed."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context

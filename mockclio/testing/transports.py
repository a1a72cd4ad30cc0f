"""Transports over a socket that ask no proxy; the awaited one keeps no connection, because its event loop may end before the test does."""

from __future__ import annotations

import httpx


def transport() -> httpx.BaseTransport:
    return httpx.HTTPTransport()


def async_transport() -> httpx.AsyncBaseTransport:
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

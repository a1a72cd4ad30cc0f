"""Posts JSON to a callback on this machine, in a thread of its own, so that no answer waits for it."""

from __future__ import annotations

import http.client
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import orjson

from mockclio.catalog.loopback import is_loopback

TIMEOUT = 10


def post(url: str, body: dict[str, Any]) -> None:
    """Send it if the address is on this machine; a mock must not write to strangers."""
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname and is_loopback(parts.hostname):
        Thread(target=_send, args=(parts.hostname, parts.port or 80, parts.path or "/", orjson.dumps(body)), daemon=True).start()


def _send(host: str, port: int, path: str, content: bytes) -> None:
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    try:
        connection.request("POST", path, content, {"Content-Type": "application/json"})
        connection.getresponse().read()
    except OSError:
        pass  # the application is not there to hear it; Clio does not say that it would try again
    finally:
        connection.close()

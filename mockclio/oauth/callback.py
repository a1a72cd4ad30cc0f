"""Posts JSON to a callback on this machine. A separate thread does it, so that no answer waits for it."""

from __future__ import annotations

import http.client
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import orjson

from mockclio.catalog.loopback import is_loopback

TIMEOUT = 10


def post(url: str, body: dict[str, Any]) -> None:
    """Send the body if the address is on this machine. A mock must not send to other hosts."""
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname and is_loopback(parts.hostname):
        Thread(target=_send, args=(parts.hostname, parts.port or 80, parts.path or "/", orjson.dumps(body)), daemon=True).start()


def _send(host: str, port: int, path: str, content: bytes) -> None:
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    try:
        connection.request("POST", path, content, {"Content-Type": "application/json"})
        connection.getresponse().read()
    except OSError:
        pass  # the application does not listen; Clio documents no second attempt
    finally:
        connection.close()

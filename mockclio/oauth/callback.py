"""Posts JSON to a callback on this machine. A separate thread does it, so that no answer waits for it."""

from __future__ import annotations

import http.client
from threading import Thread
from typing import Any

import orjson

from mockclio.catalog.addresses import web_address
from mockclio.catalog.loopback import is_loopback
from mockclio.server.serving import is_own

TIMEOUT = 10
HEADERS = {"Content-Type": "application/json", "User-Agent": "mockclio-callbacks"}


def post(url: str, body: dict[str, Any]) -> None:
    """Send the body if the address is on this machine. A mock must not send to other hosts, nor to its own server."""
    parts = web_address(url)
    if parts is None or parts.scheme != "http" or not parts.hostname:
        return
    port = parts.port or 80
    if is_loopback(parts.hostname) and not is_own(parts.hostname, port):
        Thread(target=_send, args=(parts.hostname, port, parts.path or "/", orjson.dumps(body)), daemon=True).start()


def _send(host: str, port: int, path: str, content: bytes) -> None:
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    try:
        connection.request("POST", path, content, HEADERS)
        connection.getresponse().read()
    except (OSError, ValueError, http.client.HTTPException):
        pass  # the application does not listen; Clio documents no second attempt
    finally:
        connection.close()

"""Every path that our listeners have, from the tables of routes."""

from __future__ import annotations

import re

from mockclio.catalog import operations
from mockclio.control.routes import ROUTES as CONTROL
from mockclio.oauth.routes import ROUTES as OAUTH
from mockclio.server.storage import STORES

Path = tuple[str, str]
READS = ("GET", "HEAD")


def _filled(path: str) -> str:
    return re.sub(r"{\w+}", "1", path)


API: list[Path] = [(operation.method, f"/api/v4{_filled(operation.path)}.json") for operation in operations().values()]
OPEN_OAUTH: list[Path] = [(method, f"/oauth/{path}") for method, path in OAUTH if path != "authorize"]
CONSENT: list[Path] = [(method, f"/oauth/{path}") for method, path in OAUTH if path == "authorize"]
STORAGE: list[Path] = [(method, f"/_storage/{kind}/default/1/x.html") for method, kind in STORES]
HEALTH: list[Path] = [("GET", "/_mockclio/health")]
INTERFACE: list[Path] = [(route.method, f"/_mockclio{_filled(route.path)}") for route in CONTROL if route.path != "/health"]
UNKNOWN: list[Path] = [("GET", "/"), ("POST", "/nothing"), ("GET", "/api/v4//matters"), ("POST", "//_mockclio/worlds")]

ALL = [*API, *OPEN_OAUTH, *CONSENT, *STORAGE, *INTERFACE, *HEALTH, *UNKNOWN]
WRITES = [path for path in [*API, *OPEN_OAUTH, *STORAGE] if path[0] not in READS]
OWN_PAGES = [*INTERFACE, *CONSENT]
"""What no other page may use, not even to read."""

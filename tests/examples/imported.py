"""Import every module of the installed mockclio; run by the Python of an environment that holds the wheel and pytest alone.

What fails must be an extra that the wheel names, and the module must be one that is for that extra.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

import mockclio
from mockclio.store import resources

EXTRAS = {
    "mockclio.client.frameworks": ("django", "starlette", "fastapi"),
    "mockclio.server.tls": ("trustme",),
    "mockclio.testing.containers": ("testcontainers",),
    "mockclio.client.stores": ("keyring",),
}

home = Path(mockclio.__file__).parent
wrong = [] if home.is_relative_to(Path(sys.prefix)) else [f"mockclio is imported from {home}, not from the wheel"]
for module in pkgutil.walk_packages(mockclio.__path__, "mockclio."):
    if module.name.endswith(".__main__"):
        continue
    try:
        importlib.import_module(module.name)
    except ImportError as error:
        if error.name is None or error.name.partition(".")[0] not in EXTRAS.get(module.name, ()):
            wrong.append(f"{module.name}: {error}")
for place in (resources.data("openapi") / "clio-v4.json", resources.data("fixtures") / "firms" / "small.json"):
    if not (place.is_file() and place.is_relative_to(home)):
        wrong.append(f"{place} is not in the wheel")
sys.exit("\n".join(wrong) or 0)

"""Names that moved to another module. The old ones work for one release, with a warning that says the new one."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any
from warnings import warn


def forwarded(module: str, names: dict[str, str]) -> Callable[[str], Any]:
    """A `__getattr__` for a module: `names` maps what it held to where that is now, as in `mockclio.handle.clock.ClockControl`."""

    def find(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        place, _, new = names[name].rpartition(".")
        warn(f"{module}.{name} is {names[name]} now; the old name goes with the next release", DeprecationWarning, stacklevel=2)
        return getattr(import_module(place), new)

    return find

"""The file names of things in messages. Messages name the file where a line is missing, even after a module moves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(sys.modules[__name__.partition(".")[0]].__file__ or "").parent.parent


def place_of(thing: Any) -> str:
    """The file of a module, a class, a function or the name of a module, from the root of the project: `mockclio/catalog/matters.py`."""
    name = thing if isinstance(thing, str) else getattr(thing, "__module__", "") or thing.__name__
    path = Path(sys.modules[name].__file__ or "").resolve()
    return path.relative_to(ROOT.resolve()).as_posix() if path.is_relative_to(ROOT.resolve()) else str(path)

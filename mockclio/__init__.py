"""A mock of the Clio Manage API v4, a typed client for it, and test tools.

    from mockclio import Clio, MockClio

    with MockClio("small") as mock:
        for matter in mock.client.matters.list(status="open"):
            print(matter.id)

`MockClio` runs the mock in this process. `Clio` and `AsyncClio` call Clio or a mock.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockclio.client import AsyncClio, Clio
    from mockclio.mock import MockClio

HOMES = {"AsyncClio": "mockclio.client.clio", "Clio": "mockclio.client.clio", "MockClio": "mockclio.mock"}

__all__ = ["AsyncClio", "Clio", "MockClio"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command line starts fast."""
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

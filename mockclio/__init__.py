"""The Clio Manage API v4 on your own machine."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockclio.client import AsyncClio, Clio
    from mockclio.mock import MockClio

HOMES = {"AsyncClio": "mockclio.client.clio", "Clio": "mockclio.client.clio", "MockClio": "mockclio.mock"}

__all__ = ["AsyncClio", "Clio", "MockClio"]


def __getattr__(name: str) -> Any:
    """Public names are imported when they are used, so that the command starts without them."""
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

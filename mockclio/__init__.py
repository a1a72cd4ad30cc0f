"""The Clio Manage API v4 on your own machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockclio.mock import MockClio

__all__ = ["MockClio"]


def __getattr__(name: str) -> Any:
    """Public names are imported when they are used, so that the command starts without them."""
    if name == "MockClio":
        from mockclio.mock import MockClio

        return MockClio
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

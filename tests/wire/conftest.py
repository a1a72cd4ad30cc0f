from __future__ import annotations

from tests.contract.conftest import caller, small

__all__ = ["caller", "small"]

"""Attributes that become something else than what was written, each with the rule that says what."""

from __future__ import annotations

BECOMES: dict[tuple[str, str], str] = {}

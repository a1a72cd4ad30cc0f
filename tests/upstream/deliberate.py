"""The deliberate differences from the official document, held against the edition that the catalogue follows."""

from __future__ import annotations

from functools import cache
from typing import Any

from mockclio.openapi import deliberate as package
from mockclio.openapi.deliberate import Deliberate
from mockclio.openapi.diff import Difference

from . import witness

__all__ = ["Deliberate", "deliberate", "named", "stale", "unexplained"]


@cache
def deliberate() -> list[Deliberate]:
    """Every listed difference, one for each operation and place of its entry."""
    return package.listed(_known())


def named(entry: dict[str, Any]) -> list[str]:
    """The operations of an entry."""
    return package.named(entry, _known())


def unexplained(differences: list[Difference]) -> list[Difference]:
    """What nobody meant."""
    meant = deliberate()
    return [difference for difference in differences if not any(one.covers(difference) for one in meant)]


def stale(differences: list[Difference]) -> list[Deliberate]:
    """What is listed and no longer so."""
    return [one for one in deliberate() if not any(one.covers(difference) for difference in differences)]


def _known() -> list[str]:
    return [operation.id for operation in witness.operations()]

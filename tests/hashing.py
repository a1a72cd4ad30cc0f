"""A fingerprint of a world's rows, to see that nothing changed."""

from __future__ import annotations

import hashlib

import orjson

from mockclio.store.world import World


def digest(world: World) -> str:
    """Equal for two worlds with equal rows; the order of keys inside a row does not matter."""
    rows = {name: list(table) for name, table in sorted(world.tables.items()) if len(table)}
    return hashlib.sha256(orjson.dumps(rows, option=orjson.OPT_SORT_KEYS)).hexdigest()

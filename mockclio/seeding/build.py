"""The builders of the firms that ship with the project."""

from __future__ import annotations

from collections.abc import Callable

from mockclio.seeding import canada, small
from mockclio.seeding.builder import MakeWorlds
from mockclio.seeding.office import new_account
from mockclio.store.world import World

RECIPES: dict[str, Callable[[MakeWorlds], World]] = {
    "canada": canada.build,
    "empty": lambda make_worlds: new_account("empty")[0],
    "small": small.build,
}
"""The builder of each firm by name. The argument makes the worlds of the server that a builder calls."""

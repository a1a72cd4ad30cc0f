"""The builder of the firm `small`."""

from __future__ import annotations

import importlib
from itertools import chain

from mockclio.seeding.builder import Builder, MakeWorlds
from mockclio.seeding.office import AS_OF, FOUNDED, new_account
from mockclio.seeding.small.timeline import Firm, run
from mockclio.store.world import World

THEMES = (
    "people",
    "settings",
    "contacts",
    "custom_fields",
    "matters",
    "tasks",
    "calendar",
    "court",
    "correspondence",
    "documents",
    "work",
    "trust",
    "billing",
    "payments",
    "online",
    "injury",
    "legal_aid",
    "reports",
    "taxes",
    "custody",
)
"""Modules of steps. Steps of the same time run in this order."""


def build(make_worlds: MakeWorlds) -> World:
    """The world of the firm, with its clock at `AS_OF`. Worlds from `make_worlds` have a delivery queue that records webhook deliveries."""
    world, office = new_account("small")
    world.clock.set(FOUNDED)
    builder = Builder(world, make_worlds)
    themes = [importlib.import_module(f"mockclio.seeding.small.{theme}") for theme in THEMES]
    run(Firm(builder, office), chain.from_iterable(theme.steps() for theme in themes))
    builder.close()
    world.clock.set(AS_OF)
    return world

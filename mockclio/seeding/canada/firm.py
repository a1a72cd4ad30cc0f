"""The builder of the firm `canada`."""

from __future__ import annotations

import importlib
from itertools import chain

from mockclio.seeding.builder import Builder, MakeWorlds
from mockclio.seeding.office import AS_OF, FOUNDED, new_account
from mockclio.seeding.small.timeline import Firm, run
from mockclio.store.world import World

THEMES = ("office", "taxes", "clients", "work", "money", "billing", "custody")
"""Modules of steps. Steps of the same time run in this order."""


def build(make_worlds: MakeWorlds) -> World:
    """The world of the firm, with its clock at `AS_OF`."""
    world, office = new_account("canada")
    world.clock.set(FOUNDED)
    builder = Builder(world, make_worlds)
    themes = [importlib.import_module(f"mockclio.seeding.canada.{theme}") for theme in THEMES]
    run(Firm(builder, office), chain.from_iterable(theme.steps() for theme in themes))
    builder.close()
    world.clock.set(AS_OF)
    return world

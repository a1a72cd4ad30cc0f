"""What the practice registers with the server is all that there is, and a server that nothing was registered with says so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

from mockclio import practice, webhooks
from mockclio.server import behavior, derived, hooks
from mockclio.server.behavior import Behavior
from tests.conventions.source import modules
from tests.conventions.test_layers import package


def _subclasses(owner: type[Behavior]) -> Iterator[type[Behavior]]:
    """Those that nothing is derived from; the others are shared by them."""
    for one in owner.__subclasses__():
        deeper = list(_subclasses(one))
        yield from deeper or [one]


def _import_everything() -> None:
    practice.register()
    webhooks.register()
    derived._by_source()  # first, because the order in which derived values are declared counts
    for name in sorted(modules()):
        if package(name) in ("practice", "webhooks"):
            import_module(name)


def test_every_behavior_is_registered() -> None:
    _import_everything()
    results = {f"{one.__module__}:{one.__name__}" for one in _subclasses(Behavior) if one.__module__ in modules()}
    assert results == {*behavior.REGISTRY.values(), *behavior.NESTED}


def test_every_module_that_declares_derived_values_is_registered() -> None:
    _import_everything()
    declaring = {value.compute.__module__ for value in derived.REGISTERED}
    reacting = {one.__module__ for reactions in derived.REACTIONS.values() for one in reactions}
    assert (declaring | reacting) <= set(derived.MODULES)


def test_registering_again_changes_nothing() -> None:
    practice.register()
    before = len(derived.MODULES), len(behavior.NESTED), len(hooks.UPKEEP), len(hooks.OPENED_LATE)
    practice.register()
    assert (len(derived.MODULES), len(behavior.NESTED), len(hooks.UPKEEP), len(hooks.OPENED_LATE)) == before


def test_a_server_without_a_practice_says_what_is_missing() -> None:
    code = "from mockclio.server.behavior import behavior; behavior('tasks')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "call mockclio.practice.register() first" in ended.stderr.splitlines()[-1]

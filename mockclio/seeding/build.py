"""Write the firms that ship: `python -m mockclio.seeding.build`."""

from __future__ import annotations

from collections.abc import Callable

from mockclio import resources
from mockclio.seeding import small
from mockclio.seeding.office import found
from mockclio.store.state import save
from mockclio.store.world import World

RECIPES: dict[str, Callable[[], World]] = {"empty": lambda: found("empty")[0], "small": small.build}


def main() -> None:
    for name, recipe in RECIPES.items():
        save(recipe(), resources.data("fixtures") / "firms" / f"{name}.json")


if __name__ == "__main__":
    main()

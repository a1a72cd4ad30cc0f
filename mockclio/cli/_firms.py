"""Write the firms of the package: `python -m mockclio.cli._firms`."""

from __future__ import annotations

from mockclio.assembly import new_worlds
from mockclio.seeding.build import RECIPES
from mockclio.store import resources
from mockclio.store.state import save


def main() -> None:
    for name, recipe in RECIPES.items():
        save(recipe(new_worlds), resources.data("fixtures") / "firms" / f"{name}.json")


if __name__ == "__main__":
    main()

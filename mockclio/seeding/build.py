"""Write the firms that ship: `python -m mockclio.seeding.build`."""

from __future__ import annotations

from mockclio import resources
from mockclio.seeding.office import found
from mockclio.store.state import save


def main() -> None:
    world, _ = found("empty")
    save(world, resources.data("fixtures") / "firms" / "empty.json")


if __name__ == "__main__":
    main()

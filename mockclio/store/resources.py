"""The place of the data that ships with the project. In a wheel it is inside the package, in a checkout beside it."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def data(name: str) -> Path:
    """The folder `fixtures` or `openapi`."""
    shipped = PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name


def firm(name: str) -> Path:
    """The file of a firm. `name` is a path, or the name of a firm that ships with the project, such as `small`."""
    shipped = data("fixtures") / "firms" / f"{name}.json"
    return shipped if "/" not in name and shipped.is_file() else Path(name)


def firms() -> list[str]:
    """The names of the firms that ship with the project."""
    return sorted(path.stem for path in (data("fixtures") / "firms").glob("*.json"))

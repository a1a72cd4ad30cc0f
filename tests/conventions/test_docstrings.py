"""What a user imports has docstrings: every name that the documentation or an example imports, with its public methods.

Ruff holds the packages client, handle and testing to it (D1 in pyproject.toml). Some names of other packages are public too.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from mockclio.verify.report import Report
from tests.conventions.source import ROOT

IMPORT = re.compile(r"^ *from (mockclio[\w.]*) import ([\w ,]+?)(?: +#.*)?$", re.MULTILINE)


def imported() -> Iterator[tuple[str, str]]:
    """The modules and names that pages and examples import."""
    pages = [
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "docs").rglob("*.py"),
        ROOT / "README.md",
        *(ROOT / "examples").rglob("*.md"),
        *(ROOT / "examples").rglob("*.py"),
    ]
    for page in sorted(pages):
        for module, names in IMPORT.findall(page.read_text("utf-8")):
            yield from ((module, name.strip().partition(" as ")[0]) for name in names.split(","))


def lacking(module: str, name: str) -> list[str]:
    """The name and its public methods and properties, as far as they have no docstring of their own."""
    thing: Any = getattr(import_module(module), name, None) or import_module(f"{module}.{name}")
    return ([name] if not thing.__doc__ else []) + (_undocumented(thing) if inspect.isclass(thing) else [])


def _undocumented(thing: type) -> list[str]:
    members = {key: value for key, value in vars(thing).items() if not key.startswith("_")}
    methods = {key: value for key, value in members.items() if inspect.isfunction(value) or isinstance(value, property | classmethod)}
    return [f"{thing.__name__}.{key}" for key, value in methods.items() if not value.__doc__]


@pytest.mark.parametrize(("module", "name"), sorted(set(imported())))
def test_what_a_user_imports_has_docstrings(module: str, name: str) -> None:
    assert lacking(module, name) == []


def test_the_result_of_verify_has_docstrings() -> None:
    assert lacking(Report.__module__, Report.__name__) == []

"""Imports go one way, and the core takes time and chance from the world alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.conventions.source import ROOT, module_of, named_modules, only_forwards, trees

RANKS = (
    ("catalog", "errors", "ledger"),
    ("store",),
    ("server",),
    ("practice",),
    ("oauth", "webhooks", "openapi", "seeding"),
    ("control",),
    ("assembly", "client"),
    ("mock",),
    ("testing",),
    ("verify",),
    ("cli",),
)
"""A package imports packages of earlier rows, and none of its own row."""

ONLY = {"client": {"catalog", "errors"}}
"""Packages that import less than their row allows."""

PLACES = {
    "": "mock",
    "handle": "mock",
    "moved": "mock",
    "__main__": "cli",
}
"""The package that a module or folder counts to, where it is not the one of its folder."""

HEAVY = {"httpx", "jsonschema", "rich", "tinydb", "faker", "hypothesis", "yaml", "dateutil", "openpyxl", "fpdf", "xlsxwriter", "reportlab"}
CLOCKS = {("time", "time"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "sleep"), ("uuid", "uuid4")}


def package(module: str) -> str:
    """The package that a module counts to."""
    parts = module.split(".")[1:]
    names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)] or [""]
    return next((PLACES[name] for name in names if name in PLACES), names[-1])


def may_import(importer: str, imported: str) -> bool:
    if importer == imported:
        return True
    rank = {name: number for number, row in enumerate(RANKS) for name in row}
    return imported in ONLY[importer] if importer in ONLY else rank[imported] < rank[importer]


@cache
def imports() -> dict[Path, list[tuple[int, str]]]:
    """The modules of ours that each module imports, with the lines. A module of old names alone is left out."""
    return {path: list(named_modules(tree)) for path, tree in trees("mockclio").items() if not only_forwards(tree)}


@pytest.mark.parametrize("name", [name for row in RANKS for name in row])
def test_a_package_imports_only_what_lies_below_it(name: str) -> None:
    wrong = [
        f"{path}:{line}: {addressed}"
        for path, lines in imports().items()
        if package(module_of(path)) == name
        for line, addressed in lines
        if not may_import(name, package(addressed))
    ]
    assert wrong == []


def test_every_module_has_a_rank_and_every_package_a_module() -> None:
    assert {package(module_of(path)) for path in imports()} == {name for row in RANKS for name in row}


def test_nothing_imports_a_module_of_old_names() -> None:
    """Such a module forwards to whatever rank the names have now, so only a user's code may ask for it."""
    old = {module_of(path) for path, tree in trees("mockclio").items() if only_forwards(tree)}
    wrong = [f"{path}:{line}: {name}" for path, lines in imports().items() for line, name in lines if name in old]
    assert old
    assert wrong == []


def test_time_and_chance_come_from_the_world() -> None:
    wrong = []
    for path, tree in trees("mockclio/server", "mockclio/practice", "mockclio/store", "mockclio/catalog", "mockclio/seeding").items():
        has_random = "random" in {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = getattr(node.func.value, "id", getattr(node.func.value, "attr", ""))
                if (owner, node.func.attr) in CLOCKS or (owner == "random" and has_random):
                    wrong.append(f"{path}:{node.lineno}")
    assert wrong == []


def test_files_stay_below_400_lines() -> None:
    long = {str(path): len(Path(ROOT / path).read_text().splitlines()) for path in trees("mockclio", "tests")}
    assert {path: lines for path, lines in long.items() if lines > 400} == {}


def test_serving_imports_no_heavy_library() -> None:
    code = (
        "import sys; from mockclio import assembly; from mockclio.cli.serve import serve; from mockclio.server import serve; "
        "assembly.create_app(assembly.open_worlds('small')); print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert sorted(HEAVY & set(loaded)) == []


def test_importing_the_client_imports_nothing_of_the_server_and_no_collection() -> None:
    code = (
        "import sys; from mockclio import AsyncClio, Clio; "
        "print(*sorted(name for name in sys.modules if name.startswith('mockclio') or name in ('flask', 'httpx', 'anyio')))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {name.split(".")[1] for name in loaded if "." in name} == {"catalog", "client"}
    assert "mockclio.catalog.matters" not in loaded
    assert not {"flask", "httpx", "anyio"} & set(loaded)

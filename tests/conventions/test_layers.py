"""Imports go one way, and the core takes time and chance from the world alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conventions.source import ROOT, imported, trees

ALLOWED = {
    "catalog": {"catalog", "memo"},
    "client": {"client", "catalog", "errors"},
    "store": {"store", "catalog", "memo"},
    "server": {"server", "store", "catalog", "errors", "rules", "memo", "resources", "control", "oauth", "webhooks"},
    "oauth": {"oauth", "server", "store", "catalog", "errors", "rules"},
    "rules": {"rules"},
    "openapi": {"openapi", "catalog", "server", "memo", "resources"},
}
HEAVY = {"httpx", "jsonschema", "rich", "tinydb", "faker", "hypothesis", "yaml", "dateutil", "openpyxl", "fpdf", "xlsxwriter", "reportlab"}
CLOCKS = {("time", "time"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "sleep"), ("uuid", "uuid4")}


def layer(name: str) -> str:
    return name.split(".")[1] if name.startswith("mockclio.") else ""


@pytest.mark.parametrize("folder", sorted(ALLOWED))
def test_a_layer_imports_only_what_lies_below_it(folder: str) -> None:
    wrong = [
        f"{path}: {name}"
        for path, tree in trees(f"mockclio/{folder}").items()
        for name in imported(tree)
        if name.startswith("mockclio.") and layer(name) not in ALLOWED[folder]
    ]
    assert wrong == []


def test_time_and_chance_come_from_the_world() -> None:
    wrong = []
    for path, tree in trees("mockclio/server", "mockclio/store", "mockclio/catalog", "mockclio/seeding").items():
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
        "import sys; from mockclio.cli.serve import serve; from mockclio.server import app, opening, serve; "
        "app.create_app(opening.open_worlds('small')); print(*sorted({name.split('.')[0] for name in sys.modules}))"
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

"""The source as data: what conventions are checked on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mockclio.ledger.sites import cited

ROOT = Path(__file__).parents[2]


@cache
def trees(*folders: str) -> dict[Path, ast.Module]:
    """The parsed modules of some folders, by path from the root."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return {path.relative_to(ROOT): ast.parse(path.read_text("utf-8")) for path in paths}


def imported(tree: ast.Module, *, everywhere: bool = True) -> Iterator[str]:
    """Names of imported modules; with `everywhere` false, only those that importing the module imports."""
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def rule_ids(tree: ast.Module) -> Iterator[str]:
    """Ids of rules that a module cites."""
    return (id for id, _ in cited(tree))

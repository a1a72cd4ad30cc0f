"""The source as data: what conventions are checked on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from mockclio.ledger.sites import cited

ROOT = Path(__file__).parents[2]
OF_A_MODULE = re.compile(r"(mockclio(?:\.\w+)+)\.?(?::\w+)?")
"""A text that names a module to be imported, a part of it, or the beginning of such names."""


@cache
def trees(*folders: str) -> dict[Path, ast.Module]:
    """The parsed modules of some folders, by path from the root."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return {path.relative_to(ROOT): ast.parse(path.read_text("utf-8")) for path in paths}


def module_of(path: Path) -> str:
    """The dotted name of the module in a file, by its path from the root."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> frozenset[str]:
    """The names of all modules of ours."""
    return frozenset(map(module_of, trees("mockclio")))


def named_modules(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The modules of ours that a module imports, each with the line: anywhere in it, for types alone too, and those that a text names."""
    known = modules()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and (named := OF_A_MODULE.fullmatch(node.value)):
            names = [name for name in (named[1], named[1].rpartition(".")[0]) if "." in name and name in known][:1]
        else:
            continue
        for name in names:
            if name.partition(".")[0] == "mockclio":
                yield node.lineno, name if name in known else name.rpartition(".")[0]


def only_forwards(tree: ast.Module) -> bool:
    """Whether a module only forwards old names: a docstring, the import of `forwarded`, and `__getattr__`."""
    match tree.body:
        case [ast.Expr(ast.Constant()), *imports, ast.Assign([ast.Name("__getattr__")], ast.Call(ast.Name("forwarded")))]:
            return all(isinstance(node, ast.ImportFrom) and node.module in ("mockclio.moved", "__future__") for node in imports)
    return False


def rule_ids(tree: ast.Module) -> Iterator[str]:
    """Ids of rules that a module cites."""
    return (id for id, _ in cited(tree))

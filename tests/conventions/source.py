"""The source as data: what conventions are checked on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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
    """Ids that a module cites: `rule("...")`, `rule="..."`, `pytest.mark.rule("...")` and the values of `write_only`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == "rule":
                yield from (argument.value for argument in node.args if isinstance(argument, ast.Constant))
            for keyword in node.keywords:
                if keyword.arg == "rule":
                    yield from _strings(keyword.value)
        elif isinstance(node, ast.FunctionDef):
            defaults = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            yield from (text for name, value in defaults if name.arg == "rule" and value for text in _strings(value) if text)
        elif isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "write_only" for target in node.targets):
            yield from (value.value for value in getattr(node.value, "values", []) if isinstance(value, ast.Constant))


def _strings(node: ast.expr) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value

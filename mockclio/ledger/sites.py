"""The places of each rule: in the code that follows it, and in the tests that show it.

They are read from a checkout on demand. An installed package has no tests beside it, so it has no places.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from mockclio.ledger import rules

ROOT = Path(__file__).parents[2]
CLASS_WORDS = ("write_only", "passed_over", "refused_by")
"""The class keywords of the catalogue whose values are ids of rules."""

Sites = dict[str, dict[str, list[str]]]


def cited(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The rule ids in a module, each with its function or class: from `rule("...")`, `rule="..."`, marks, and class keywords."""
    yield from _cited(tree, "")


def _cited(node: ast.AST, inside: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        outer, inside = inside, f"{inside}.{node.name}".lstrip(".")
        for decorator in node.decorator_list:
            yield from ((id, inside) for id, _ in _cited(decorator, outer))
    yield from ((id, inside) for id in _here(node))
    for child in ast.iter_child_nodes(node):
        if child not in getattr(node, "decorator_list", ()):
            yield from _cited(child, inside)


def _here(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called == "rule":
            yield from (text for argument in node.args for text in _strings(argument))
        for keyword in node.keywords:
            if keyword.arg == "rule":
                yield from _strings(keyword.value)
    elif isinstance(node, ast.FunctionDef):
        defaults = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        yield from (text for name, value in defaults if name.arg == "rule" and value for text in _strings(value))
    elif isinstance(node, ast.Assign) and any(getattr(target, "id", "") in CLASS_WORDS for target in node.targets):
        yield from _strings(node.value)


def _strings(node: ast.expr) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and "." in inner.value:
            yield inner.value


def is_checkout() -> bool:
    """Whether the package is in a checkout of the project, with its tests."""
    return (ROOT / "pyproject.toml").is_file() and (ROOT / "tests" / "conventions").is_dir()


def collect() -> Sites:
    """Every rule of the ledger, and every other id that is used, with its places in `code` and `tests`. They are read from a checkout."""
    results: Sites = {id: {"code": [], "tests": []} for id in rules()}
    for kind, folder in (("code", "mockclio"), ("tests", "tests")):
        for path in sorted((ROOT / folder).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            for id, inside in cited(ast.parse(path.read_text("utf-8"))):
                places = results.setdefault(id, {"code": [], "tests": []})
                shown = f"{place}::{inside}" if inside else place
                if shown not in places[kind]:
                    places[kind].append(shown)
    return dict(sorted(results.items()))

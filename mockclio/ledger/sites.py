"""Where each rule stands: the places in the code that carry it and the tests that show it.

Tests are not installed with the package, so the places are written down in `sites.json` (`python -m mockclio.ledger.sites`); a test holds
that the file is fresh.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mockclio.ledger import rules

FILE = Path(__file__).parent / "sites.json"
ROOT = Path(__file__).parents[2]
Sites = dict[str, dict[str, Any]]


def cited(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Rule ids that a module cites, each with the function or class it stands in: `rule("...")`, `rule="..."`, marks, `write_only`."""
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
    elif isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "write_only" for target in node.targets):
        yield from (text for value in getattr(node.value, "values", []) for text in _strings(value))


def _strings(node: ast.expr) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and "." in inner.value:
            yield inner.value


def collect() -> Sites:
    """Every cited rule with its places, read from a checkout."""
    results: Sites = {}
    for kind, folder in (("code", "mockclio"), ("tests", "tests")):
        for path in sorted((ROOT / folder).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            for id, inside in cited(ast.parse(path.read_text("utf-8"))):
                places = results.setdefault(id, {"evidence": "", "code": [], "tests": []})
                shown = f"{place}::{inside}" if inside else place
                if shown not in places[kind]:
                    places[kind].append(shown)
    for id, rule in rules().items():
        results.setdefault(id, {"evidence": "", "code": [], "tests": []})["evidence"] = rule.evidence
    return dict(sorted(results.items()))


def text(sites: Sites) -> str:
    return json.dumps(sites, indent=1) + "\n"


def sites() -> Sites:
    """The places as they were written down."""
    result: Sites = json.loads(FILE.read_text("utf-8"))
    return result


if __name__ == "__main__":
    FILE.write_text(text(collect()), "utf-8")

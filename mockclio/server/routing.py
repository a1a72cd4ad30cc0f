"""Routing: paths are matched to operations in a tree of segments, a literal before a parameter. A path may end with `.json` or `.pdf`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.ledger import rule

METHODS = {"HEAD": "GET", "PUT": "PATCH"}
"""HEAD is answered like GET, without a body. PUT is answered like PATCH, unless the path declares a PUT."""


@dataclass
class Node:
    """One place in the tree of paths."""

    literals: dict[str, Node] = field(default_factory=dict)
    parameter: Node | None = None
    operations: dict[str, AnyOperation] = field(default_factory=dict)


@cache
def tree() -> Node:
    root = Node()
    for operation in operations().values():
        node = root
        for segment in operation.path.strip("/").split("/"):
            if segment.startswith("{"):
                node.parameter = node.parameter or Node()
                node = node.parameter
            else:
                node = node.literals.setdefault(segment, Node())
        node.operations[operation.method] = operation
    return root


def match(method: str, path: str) -> tuple[AnyOperation, dict[str, Any]] | None:
    """The operation of a path below /api/v4, with its path parameters. None when there is none."""
    if path.endswith(".pdf"):
        rule("bills.pdf-is-json")
        path = path.removesuffix(".pdf")
    segments = path.removesuffix(".json").strip("/").split("/")
    result = _descend(tree(), segments, [])
    if result is None:
        return None
    node, values = result
    operation = node.operations.get(method) or node.operations.get(METHODS.get(method, ""))
    if operation is None:
        return None
    if operation.method != method:
        rule("wire.head-is-get-and-put-is-patch")
    ids: dict[str, Any] = {}
    for name, value in zip(operation.path_parameters, values, strict=True):
        known = _id(operation, value)
        if known is None:
            return None
        ids[name] = known
    return operation, ids


def _descend(node: Node, segments: list[str], values: list[str]) -> tuple[Node, list[str]] | None:
    if not segments:
        return (node, values) if node.operations else None
    literal = node.literals.get(segments[0])
    if literal is not None:
        result = _descend(literal, segments[1:], values)
        if result is not None:
            return result
    if node.parameter is not None and segments[0]:
        return _descend(node.parameter, segments[1:], [*values, segments[0]])
    return None


def _id(operation: AnyOperation, text: str) -> Any:
    """The id in a path. The id of a row is a number. A text id is a number, or a number followed by the time of an occurrence."""
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    return text if operation.id is str and text.isascii() else None
